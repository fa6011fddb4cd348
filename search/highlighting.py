"""Finding the words of a query in a text, whatever marks either was typed with. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from procedures.cards import fold

_WORD = re.compile(r"\w+(?:[./-]\w+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `is_hit` when the query named it."""

    text: str
    is_hit: bool


def pieces(text: str, words: Collection[str]) -> list[Piece]:
    """Cut a text into runs, neighbouring hits joined ("khai sinh" is one).

    Args:
        text: as written; joined, the pieces give it again (NFC).
        words: folded words of the query.

    Of a query of several words a lone syllable is marked only where no two stand together: nearly every
    Vietnamese text has a "sinh" somewhere.
    """
    found = _all_hits(text, words)
    is_joined = any(piece.is_hit and len(_WORD.findall(piece.text)) > 1 for piece in found)
    if len(words) < 2 or not is_joined:
        return found
    return [Piece(p.text, p.is_hit and len(_WORD.findall(p.text)) > 1) for p in found]


def _all_hits(text: str, words: Collection[str]) -> list[Piece]:
    normal = unicodedata.normalize("NFC", text)
    found: list[Piece] = []
    position = 0
    for match in _WORD.finditer(normal):
        if fold(match[0]) not in words:
            continue
        between = normal[position : match.start()]
        if found and found[-1].is_hit and between.isspace():
            found[-1] = Piece(f"{found[-1].text}{between}{match[0]}", True)
        else:
            found += [Piece(between, False)] if between else []
            found.append(Piece(match[0], True))
        position = match.end()
    rest = normal[position:]
    return [*found, Piece(rest, False)] if rest else found
