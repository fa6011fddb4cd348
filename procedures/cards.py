"""What a card says, taken out of a snapshot. Pure."""

from __future__ import annotations

import unicodedata
from typing import Any

from organisation.vietnamese_format import vietnamese_sort_text


def fold(text: str) -> str:
    """Lower case without marks, đ as d: how people type in a hurry."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def search_passages(snapshot: dict[str, Any]) -> list[str]:
    """What a search looks at, as written: names, codes, papers, steps, results."""
    passages = [
        snapshot["code"],
        snapshot.get("national_code", ""),
        snapshot["title"],
        snapshot["short_title"],
        snapshot["summary"],
        (snapshot.get("field") or {}).get("name", ""),
        snapshot.get("trigger", ""),
        *(c["name"] for c in snapshot.get("components", [])),
        *(r["name"] for r in snapshot.get("results", [])),
        *(f"{f['code']} {f['name']}" for f in snapshot["forms"]),
        *(s["title"] for s in snapshot["steps"]),
        *(c["number"] for c in snapshot["citations"]),
    ]
    return [passage for passage in passages if passage]


def search_text(snapshot: dict[str, Any]) -> str:
    """The passages folded: what a search without the engine looks at."""
    return fold(" \n".join(search_passages(snapshot)))


def card_values(snapshot: dict[str, Any]) -> dict[str, str]:
    """Column values of `VersionCard` for a snapshot."""
    field = snapshot.get("field") or {}
    online = snapshot.get("online_level") or {}
    return {
        "kind": snapshot["kind"],
        "code": snapshot["code"],
        "national_code": snapshot.get("national_code", ""),
        "title": snapshot["title"],
        "short_title": snapshot["short_title"],
        "sort_key": vietnamese_sort_text(snapshot["short_title"])[:400],
        "field_code": field.get("code", ""),
        "field_name": field.get("name", ""),
        "level_code": (snapshot.get("level") or {}).get("code", ""),
        "online_code": online.get("code", ""),
        "online_name": online.get("name", ""),
        "unit_name": snapshot["unit"]["name"],
        "search_text": search_text(snapshot),
    }


MOST_WORDS = 12
LONGEST_QUERY = 200


def plain_query(text: str) -> str:
    """What somebody typed, without control characters and surplus space, NFC, cut to a sane length."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * LONGEST_QUERY])
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:LONGEST_QUERY]


def query_words(text: str) -> list[str]:
    """The folded words of a query, each once, without punctuation at their ends; codes stay whole."""
    words = (word.strip(".,;:!?\"'()[]{}“”‘’…-–/\\") for word in fold(plain_query(text)).split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]
