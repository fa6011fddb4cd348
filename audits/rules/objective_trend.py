"""Shapes of the picture of an objective: a dot for each measured period, the target as a dashed line. Pure.

Positions are percent of the width and pixels of the height. The picture stands beside a table that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from audits.rules.objectives import Verdict

TOP, HEIGHT, PICTURE_HEIGHT = 20, 110, 176
LEFT = Decimal(14)
"""Percent of the width that the words of the scale take."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One period; `y` is None where nothing was measured."""

    label: str
    x: str
    y: int | None
    verdict: Verdict
    is_over: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of the line between two dots."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True)
class ObjectiveTrend:
    """The picture, with the ends of its scale."""

    dots: list[Dot]
    strokes: list[Stroke]
    lowest: Decimal
    highest: Decimal
    target_y: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is drawn of one period."""

    label: str
    value: Decimal | None
    verdict: Verdict
    is_over: bool


def objective_trend(readings: Sequence[Reading], target: Decimal, *, is_share: bool) -> ObjectiveTrend:
    """The shapes of readings, oldest first.

    Args:
        is_share: the scale then ends at 100.
    """
    known = [reading.value for reading in readings if reading.value is not None]
    lowest, highest = _scale([*known, target], is_share=is_share)
    step = (100 - LEFT) / max(len(readings), 1)
    dots = [
        Dot(
            reading.label,
            f"{LEFT + step * number + step / 2:.2f}%",
            None if reading.value is None else _height(reading.value, lowest, highest),
            reading.verdict,
            reading.is_over,
        )
        for number, reading in enumerate(readings)
    ]
    drawn = [dot for dot in dots if dot.y is not None]
    strokes = [Stroke(a.x, a.y or 0, b.x, b.y or 0) for a, b in pairwise(drawn)]
    return ObjectiveTrend(dots, strokes, lowest, highest, _height(target, lowest, highest))


def _scale(values: Sequence[Decimal], *, is_share: bool) -> tuple[Decimal, Decimal]:
    """Both ends of the scale: counts begin at zero, shares at the ten below the lowest and end at 100."""
    if is_share:
        floor = Decimal(int(min(values)) // 10 * 10)
        return min(floor, Decimal(90)), Decimal(100)
    return Decimal(0), max(*values, Decimal(1))


def _height(value: Decimal, lowest: Decimal, highest: Decimal) -> int:
    share = (value - lowest) / (highest - lowest)
    return TOP + HEIGHT - int(share * HEIGHT)
