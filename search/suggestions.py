"""What to offer while somebody types: names the reader may find, kept for a moment, and a brake."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from django.core.cache import cache

from search.facets import KIND
from search.finding import complete
from search.reader import Reader
from search.understanding import plain_text

MOST_OFFERED = 8
SHORTEST = 2
LONGEST = 80
KEPT_SECONDS = 60
MOST_A_MINUTE = 240
"""From one address; an office behind one address types together."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name to search for, and what it is."""

    text: str
    kind: str


def suggestions(text: str, reader: Reader, language: str) -> list[dict[str, str]]:
    """Names that go on as typed; the same answer for a minute for everybody with the same rights."""
    typed = plain_text(text)[:LONGEST].lower()
    if len(typed) < SHORTEST:
        return []
    wanted = f"{language}|{reader.seen.day}|{reader.rights_key}|{typed}"
    key = f"search:suggestions:{hashlib.sha256(wanted.encode()).hexdigest()}"
    found: list[dict[str, str]] | None = cache.get(key)
    if found is None:
        found = _offered(typed, reader)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _offered(typed: str, reader: Reader) -> list[dict[str, str]]:
    named: dict[str, str] = {}
    for match in complete(typed, reader):
        named.setdefault(match.facts.title, match.values[KIND][1])
    return [asdict(Suggestion(title, kind)) for title, kind in list(named.items())[:MOST_OFFERED]]


def is_too_fast(address: str | None, minute: int) -> bool:
    """Has this address asked too often this minute? Nothing of it is kept beyond that."""
    digest = hashlib.sha256((address or "").encode()).hexdigest()[:16]
    key = f"search:pace:{minute}:{digest}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # dropped between the two calls
        return False
