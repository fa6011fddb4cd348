"""Which characters the document fonts print, and what a paper says in place of the others. Pure.

What people type into a form (a name, a reason, a note made on a phone) may hold an emoji or a letter of a script that
the fonts lack. It is recorded as it was typed and may never be changed again, so its papers spell such a sign out by
its code; to refuse them would refuse them for ever. So do papers of a version that was issued before anybody looked:
a draft with such a sign is not submitted (`publications.text_checks`).
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any

from publications.compose.characters import clean
from publications.compose.coverage_table import RANGES
from publications.compose.document import Document, Info

AROUND = 20
"""Characters shown on each side of one that cannot be printed."""
VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
"""They only choose the look of the sign before them."""


@functools.lru_cache(maxsize=1)
def printable_characters() -> frozenset[str]:
    """All characters that every style of the fonts has, and the line break."""
    found = {"\n"}
    for run in RANGES.split():
        first, _, last = run.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def unprintable_places(words: str) -> list[tuple[str, str]]:
    """Each sign that would be spelled out, with the words around it."""
    cleaned = clean(words)
    strange = set(cleaned) - printable_characters()
    return list(places_of(cleaned, {sign for sign in strange if _code(sign)})) if strange else []


def places_of(words: str, signs: Set[str]) -> Iterator[tuple[str, str]]:
    """Each of these signs in the words, with what stands around it."""
    for place, sign in enumerate(words):
        if sign in signs:
            yield sign, words[max(0, place - AROUND) : place + AROUND + 1].strip()


def spelled_words(words: str) -> str:
    """Words for a place of their own width, as `spelled_out` has them."""
    strange = set(words) - printable_characters()
    return words.translate({ord(sign): _code(sign) for sign in strange}) if strange else words


def spelled_out(document: Document) -> Document:
    """The document with every sign that cannot be printed as its code, "[U+1F600]"; marks that show nothing go."""
    strange = set(document.canonical()) - printable_characters()
    if not strange:
        return document
    codes = {ord(sign): _code(sign) for sign in strange}
    return replace(
        document,
        info=_info(document.info, codes),
        blocks=tuple(_translated(block, codes) for block in document.blocks),
        media={name: svg.translate(codes) for name, svg in document.media.items()},
    )


def _code(sign: str) -> str:
    shows_nothing = ord(sign) in VARIATION_SELECTORS or unicodedata.category(sign) == "Cf"
    return "" if shows_nothing else f"[U+{ord(sign):04X}]"


def _info(info: Info, codes: dict[int, str]) -> Info:
    """Unlike the words of blocks, these are cleaned by the writers only."""
    title, unit, code, number = (
        clean(words).translate(codes) for words in (info.title, info.unit, info.code, info.number)
    )
    return replace(info, title=title, unit=unit, code=code, number=number)


def _translated(node: Any, codes: dict[int, str]) -> Any:
    if isinstance(node, str):
        return node.translate(codes)
    if isinstance(node, list):
        return [_translated(part, codes) for part in node]
    if isinstance(node, dict):
        return {name: _translated(part, codes) for name, part in node.items()}
    return node
