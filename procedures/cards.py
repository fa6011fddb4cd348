"""What a card says, taken out of a snapshot. Pure."""

from __future__ import annotations

import unicodedata
from typing import Any

from organisation.vietnamese_format import vietnamese_sort_key


def fold(text: str) -> str:
    """Lower case without marks, đ as d: how people type in a hurry."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def search_text(snapshot: dict[str, Any]) -> str:
    """The words a first search looks at: names, codes, papers, steps, results; folded."""
    words = [
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
    return fold(" \n".join(word for word in words if word))


def card_values(snapshot: dict[str, Any]) -> dict[str, str]:
    """Column values of `VersionCard` for a snapshot."""
    field = snapshot.get("field") or {}
    online = snapshot.get("online_level") or {}
    return {
        "kind": snapshot["kind"],
        "code": snapshot["code"],
        "national_code": snapshot.get("national_code", ""),
        "title": snapshot["title"],
        "short_title": snapshot["short_title"][:160],
        "sort_key": str(vietnamese_sort_key(snapshot["short_title"]))[:400],
        "field_code": field.get("code", ""),
        "field_name": field.get("name", ""),
        "level_code": (snapshot.get("level") or {}).get("code", ""),
        "online_code": online.get("code", ""),
        "online_name": online.get("name", ""),
        "unit_name": snapshot["unit"]["name"],
        "search_text": search_text(snapshot),
    }
