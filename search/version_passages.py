"""What an issued version says, passage by passage, as its index document and its snippets read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.rich_text import get_text_for_indexing

Snapshot = dict[str, Any]


def passages(snapshot: Snapshot) -> list[str]:
    """Short ones first: what it is about, its papers, results, forms, steps and bases; then the running text as one."""
    running = "\n".join(filter(None, map(get_text_for_indexing, _running_text(snapshot))))
    return [passage for passage in (*_short(snapshot), running) if passage]


def _short(snapshot: Snapshot) -> Iterator[str]:
    yield from (snapshot.get(key, "") for key in ("summary", "trigger"))
    yield from (one["name"] for key in ("components", "results") for one in snapshot.get(key) or ())
    yield from (f"{form['code']} {form['name']}" for form in snapshot["forms"])
    yield from (step["title"] for step in snapshot["steps"])
    yield from (citation["number"] for citation in snapshot["citations"])


def _running_text(snapshot: Snapshot) -> Iterator[str]:
    """Rich texts and long fields, in the order of the printed document."""
    chapters = snapshot.get("chapters") or {}
    yield from (chapters.get(key, "") for key in ("purpose", "scope", "definitions", "references"))
    yield from (snapshot.get(key, "") for key in ("conditions", "public_steps", "not_needed", "deadline"))
    yield from (f"{one['name']} {one['condition']}" for one in snapshot.get("cases") or ())
    yield from (f"{fee['condition']} {fee['exemption']}" for fee in snapshot.get("fees") or ())
    yield from (step["description"] for step in snapshot["steps"])
    yield from (f"{one['title']} {one['body']}" for one in chapters.get("extra") or ())
    yield from (record["name"] for record in snapshot.get("records") or ())
