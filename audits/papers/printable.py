"""Notes typed on a phone hold signs that the document fonts lack (emoji), and once the report is out nobody can change
them: a paper spells such a sign out by its code instead of being refused. Pure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from publications.compose.document import Document
from publications.writers.coverage import printable_characters

VARIATION_SELECTORS = range(0xFE00, 0xFE10)
"""They only choose the look of the sign before them."""


def spelled_out(document: Document) -> Document:
    """The document with every sign that cannot be printed as its code: "[U+1F600]"."""
    strange = set(document.canonical()) - printable_characters()
    if not strange:
        return document
    codes = {ord(sign): _code(ord(sign)) for sign in strange}
    info = replace(
        document.info, title=document.info.title.translate(codes), unit=document.info.unit.translate(codes)
    )
    return replace(document, info=info, blocks=tuple(_translated(block, codes) for block in document.blocks))


def _code(point: int) -> str:
    return "" if point in VARIATION_SELECTORS else f"[U+{point:04X}]"


def _translated(node: Any, codes: dict[int, str]) -> Any:
    if isinstance(node, str):
        return node.translate(codes)
    if isinstance(node, list):
        return [_translated(part, codes) for part in node]
    if isinstance(node, dict):
        return {name: _translated(part, codes) for name, part in node.items()}
    return node
