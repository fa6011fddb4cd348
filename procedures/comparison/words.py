"""Difference of two texts, word by word. Knows nothing of procedures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "deleted", "inserted"]

# A code or amount (66.7/2025/NQ-CP, 100.000) is one word; every character belongs to exactly one token.
_TOKEN = re.compile(r"\s+|\w+(?:[./-]\w+)*|[^\w\s]")
# Below this likeness a patchwork of kept words reads worse than "all of it, replaced".
_LEAST_LIKENESS = 0.35
# A short value ("4 giờ làm việc", "Chủ tịch") is replaced as one, as a person would strike it out.
_SHORT = 4


@dataclass(frozen=True)
class Fragment:
    """A run of text on one side of a comparison; the before side has no "inserted", the after side no
    "deleted". Line breaks stay in the text."""

    text: str
    mark: Mark


def tokens(text: str) -> list[str]:
    """Words, punctuation marks and runs of space; joined they give the text again."""
    return _TOKEN.findall(text)


def whole(text: str, mark: Mark) -> tuple[Fragment, ...]:
    """One fragment for the whole text, none for an empty one."""
    return (Fragment(text, mark),) if text else ()


def _joined(pieces: Iterable[tuple[str, bool]], changed: Mark) -> tuple[Fragment, ...]:
    """Merge neighbours of the same kind; pieces are (text, whether changed)."""
    merged: list[tuple[str, bool]] = []
    for text, is_changed in pieces:
        if not text:
            continue
        if merged and merged[-1][1] == is_changed:
            merged[-1] = (merged[-1][0] + text, is_changed)
        else:
            merged.append((text, is_changed))
    return tuple(Fragment(text, changed if is_changed else "same") for text, is_changed in merged)


def word_diff(before: str, after: str) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]]:
    """Both texts cut into fragments: what stayed, what went (before side), what came (after side).

    The fragments of a side joined give that side's text exactly.
    """
    if before == after:
        return whole(before, "same"), whole(after, "same")
    old, new = tokens(before), tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    is_short = all(len(text.split()) <= _SHORT for text in (before, after))
    if is_short or matcher.ratio() < _LEAST_LIKENESS:
        return whole(before, "deleted"), whole(after, "inserted")
    old_pieces: list[tuple[str, bool]] = []
    new_pieces: list[tuple[str, bool]] = []
    operations = matcher.get_opcodes()
    for position, (tag, old_start, old_end, new_start, new_end) in enumerate(operations):
        kept = "".join(old[old_start:old_end])
        # A lone space between two changes belongs to them, else every word would stand on its own.
        is_gap = tag == "equal" and kept.isspace() and 0 < position < len(operations) - 1
        is_changed = tag != "equal" or is_gap
        old_pieces.append((kept, is_changed))
        new_pieces.append(("".join(new[new_start:new_end]), is_changed))
    return _joined(old_pieces, "deleted"), _joined(new_pieces, "inserted")
