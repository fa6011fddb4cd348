"""Ranks of units, and what published standings tell about several years. Pure.

The highest index stands first, ties share a rank (1, 2, 2, 4). Who is not scored has no rank and stands last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Place(Generic[Key]):
    """One line of a ranking; `rank` is None where `index` is."""

    key: Key
    index: Decimal | None
    rank: int | None


def ranked(indexes: Mapping[Key, Decimal | None]) -> list[Place[Key]]:
    """The units in order of their rank; equal ones, and those not scored, in the order given."""
    known = {key: index for key, index in indexes.items() if index is not None}
    order = sorted(known, key=lambda key: known[key], reverse=True)
    places: list[Place[Key]] = []
    for position, key in enumerate(order, start=1):
        is_tie = bool(places) and places[-1].index == known[key]
        places.append(Place(key, known[key], places[-1].rank if is_tie else position))
    return places + [Place(key, None, None) for key, index in indexes.items() if index is None]


def rank_among(index: Decimal | None, others: Iterable[Decimal | None]) -> int | None:
    """The rank that an index takes beside those of the others; None of nothing."""
    if index is None:
        return None
    return 1 + sum(other is not None and other > index for other in others)


@dataclass(frozen=True, slots=True)
class Spread:
    """Highest and lowest of the known values; `unknown` counts the others, which are no zeros."""

    highest: Decimal | None
    lowest: Decimal | None
    known: int
    unknown: int

    @property
    def width(self) -> Decimal | None:
        """How far they lie apart."""
        return None if self.highest is None or self.lowest is None else self.highest - self.lowest


def spread_of(values: Iterable[Decimal | None]) -> Spread:
    """How far known values lie apart."""
    found = list(values)
    known = [value for value in found if value is not None]
    return Spread(max(known, default=None), min(known, default=None), len(known), len(found) - len(known))


def is_target_met(reached_top: int | None, target_top: int | None) -> bool | None:
    """Was a target "among the first N" met? None without a target, or where the rank is not known.

    Args:
        reached_top: the rank, or the "among the first" that was published instead of one.
    """
    if target_top is None or reached_top is None:
        return None
    return reached_top <= target_top


def years_in_top(reached: Mapping[int, int | None], top: int, year: int) -> int:
    """How many years in a row, up to and with `year`, a unit was among the first `top`; 0 when not in that year."""
    count = 0
    while (place := reached.get(year - count)) is not None and place <= top:
        count += 1
    return count
