"""Shapes of the pictures of a report, in percent of their width and in pixels of their height. Pure.

Bars begin at zero, the line of rates has its own scale with words. Every picture stands beside a table that says the
same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dossiers.statistics.figures import Figures, Rate

LEAST_RANKED = 10
"""Below ten cases one of them moves the rate by many points: it is shown with its counts, but neither ranked nor held
against the target."""

RATE_TOP, RATE_HEIGHT = 28, 84
COLUMN_TOP, COLUMN_HEIGHT = 150, 96
PICTURE_HEIGHT = 290
LEFT = Decimal(11)
"""Percent of the width that the words of the scale take."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture of rates.

    Attributes:
        kept, late: lengths in percent of the whole bar.
        is_ranked: enough cases to be ranked and held against the target.
        is_below: the target is missed.
    """

    label: str
    rate: Rate
    kept: str
    late: str
    is_ranked: bool
    is_below: bool


def bars(lines: Sequence[tuple[str, Figures]], target: Decimal) -> list[Bar]:
    """A bar for each line with resolved dossiers, the lowest rate first, lines of few cases last."""
    found = [_bar(label, figures.on_time_rate, target) for label, figures in lines if figures.resolved]
    return sorted(found, key=lambda bar: (not bar.is_ranked, bar.rate.percent or 0, -bar.rate.whole))


def _bar(label: str, rate: Rate, target: Decimal) -> Bar:
    percent = rate.percent or Decimal(0)
    is_ranked = rate.whole >= LEAST_RANKED
    return Bar(label, rate, f"{percent}%", f"{100 - percent}%", is_ranked, is_ranked and percent < target)


@dataclass(frozen=True, slots=True)
class Point:
    """One month of the trend: the column of what was resolved, and the dot of its rate.

    Attributes:
        x, left, width: percent of the picture.
        top, height: the column in pixels; late_height: its hatched part on top.
        dot: height of the dot in pixels; None in a month without resolved dossiers.
    """

    label: str
    year: str
    x: str
    left: str
    width: str
    top: int
    height: int
    late_height: int
    dot: int | None
    rate: Rate

    @property
    def solid_top(self) -> int:
        """Where the part that was in time begins, below the hatched part."""
        return self.top + self.late_height


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of the line between two dots."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The picture of the months: points, the line between them, and the ends of both scales in words."""

    points: list[Point]
    strokes: list[Stroke]
    lowest: Decimal
    most: int
    target_y: int | None


def trend(months: Sequence[tuple[int, Figures]], target: Decimal) -> Trend:
    """Shapes of the trend of (month number, figures) pairs, oldest first."""
    rates = [figures.on_time_rate.percent for _month, figures in months if figures.resolved]
    lowest = _floor(min([*(rate for rate in rates if rate is not None), Decimal(100)]))
    most = max([figures.resolved for _month, figures in months] or [0])
    step = (100 - LEFT) / max(len(months), 1)
    points = [
        _point(number, month, figures, step, lowest, most) for number, (month, figures) in enumerate(months)
    ]
    dots = [point for point in points if point.dot is not None]
    strokes = [Stroke(a.x, a.dot or 0, b.x, b.dot or 0) for a, b in pairwise(dots)]
    target_y = _height(target, lowest) if lowest <= target < 100 else None
    return Trend(points, strokes, lowest, most, target_y)


def _floor(percent: Decimal) -> Decimal:
    """Where the scale of rates begins: a multiple of five below the lowest, at most 95."""
    return min(Decimal(95), Decimal(int(percent) // 5 * 5))


def _height(percent: Decimal, lowest: Decimal) -> int:
    share = (percent - lowest) / (100 - lowest)
    return RATE_TOP + RATE_HEIGHT - int(share * RATE_HEIGHT)


def _point(number: int, month: int, figures: Figures, step: Decimal, lowest: Decimal, most: int) -> Point:
    height = _share(figures.resolved, most)
    late = min(height, max(2, _share(figures.overdue, most))) if figures.overdue else 0
    percent = figures.on_time_rate.percent
    year, month_number = divmod(month, 100)
    left = LEFT + step * number
    return Point(
        label=str(month_number),
        # two years side by side would be written over each other
        year=str(year) if month_number == 1 or (number == 0 and month_number != 12) else "",
        x=f"{left + step / 2:.2f}%",
        left=f"{left + step / 5:.2f}%",
        width=f"{step * 3 / 5:.2f}%",
        top=COLUMN_TOP + COLUMN_HEIGHT - height,
        height=height - late,
        late_height=late,
        dot=None if percent is None else _height(percent, lowest),
        rate=figures.on_time_rate,
    )


def _share(count: int, most: int) -> int:
    return round(count * COLUMN_HEIGHT / most) if most else 0
