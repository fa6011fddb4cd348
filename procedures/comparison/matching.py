"""Difference of two lists whose items have an identity. Knows nothing of procedures.

Items are paired by what they are, never by where they stand: first equal items, then items with the same
identity key (the strictest first), then the most similar titles. What is left was removed or added; pairs
whose order changed were moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

T = TypeVar("T")

LEAST_SIMILARITY = 0.6


@dataclass(frozen=True)
class Pair(Generic[T]):
    """The same item in both lists; positions count from 0."""

    before: T
    after: T
    before_position: int
    after_position: int
    is_moved: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Matched(Generic[T]):
    """How one list became the other. Pairs and added items are in the order of the new list."""

    pairs: tuple[Pair[T], ...]
    removed: tuple[tuple[int, T], ...]
    added: tuple[tuple[int, T], ...]

    @property
    def is_same(self) -> bool:
        return not (
            self.removed or self.added or any(pair.is_changed or pair.is_moved for pair in self.pairs)
        )


def _pair_by_key(
    before: dict[int, T], after: dict[int, T], key: Callable[[T], Hashable | None]
) -> list[tuple[int, int]]:
    """Pair items with equal keys in order of appearance; a key of None identifies nothing."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for position, item in before.items():
        found = key(item)
        if found is not None:
            waiting[found].append(position)
    pairs = []
    for position, item in after.items():
        candidates = waiting.get(key(item)) if key(item) is not None else None
        if candidates:
            pairs.append((candidates.pop(0), position))
    return pairs


def _pair_by_title(
    before: dict[int, T], after: dict[int, T], title: Callable[[T], str]
) -> list[tuple[int, int]]:
    """Pair the most similar titles first, as long as they are similar enough."""
    candidates = []
    titled = {position: title(item).casefold() for position, item in after.items()}
    for old_position, old in before.items():
        old_title = title(old).casefold()
        for new_position, new_title in titled.items():
            if not old_title or not new_title:
                continue
            ratio = SequenceMatcher(None, old_title, new_title, autojunk=False).ratio()
            if ratio >= LEAST_SIMILARITY:
                candidates.append((-ratio, abs(old_position - new_position), old_position, new_position))
    pairs, used_old, used_new = [], set(), set()
    for _, _, old_position, new_position in sorted(candidates):
        if old_position not in used_old and new_position not in used_new:
            used_old.add(old_position)
            used_new.add(new_position)
            pairs.append((old_position, new_position))
    return pairs


def _kept_in_order(positions: Sequence[int]) -> set[int]:
    """Members of one longest increasing subsequence: the pairs that need not be called moved."""
    tails: list[int] = []
    lengths = []
    for position in positions:
        length = bisect_left(tails, position)
        tails[length : length + 1] = [position]
        lengths.append(length)
    kept: set[int] = set()
    wanted = len(tails) - 1
    for position, length in zip(reversed(positions), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(position)
            wanted -= 1
    return kept


def match(
    before: Sequence[T],
    after: Sequence[T],
    *,
    frozen: Callable[[T], Hashable],
    keys: Sequence[Callable[[T], Hashable | None]],
    title: Callable[[T], str],
) -> Matched[T]:
    """Find out how ``before`` became ``after``.

    Args:
        before: items of the old list.
        after: items of the new list.
        frozen: the whole content of an item as something hashable, equal for equal items.
        keys: identity keys, strictest first; None from a key means "this item has no such identity".
        title: text by which leftover items are compared.
    """
    old_left, new_left = dict(enumerate(before)), dict(enumerate(after))
    found: list[tuple[int, int]] = []
    for key in (frozen, *keys, None):
        pairs = _pair_by_key(old_left, new_left, key) if key else _pair_by_title(old_left, new_left, title)
        for old_position, new_position in pairs:
            del old_left[old_position], new_left[new_position]
        found += pairs
    found.sort(key=lambda pair: pair[1])
    in_order = _kept_in_order([old_position for old_position, _ in found])
    return Matched(
        pairs=tuple(
            Pair(before[old], after[new], old, new, is_moved=old not in in_order) for old, new in found
        ),
        removed=tuple(old_left.items()),
        added=tuple(new_left.items()),
    )
