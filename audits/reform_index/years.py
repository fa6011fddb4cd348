"""The course of a unit over several years: computed results and published ones, each under its own sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.text import slugify

from audits.enums import IndexTarget
from audits.models import Assessment, PublishedStanding
from audits.reform_index.tables import StandingLine, rounds_of, standings_of
from organisation.vietnamese_format import upper_first, vietnamese_sort_key

LEFT, RIGHT, TOP, BOTTOM = 12, 96, 24, 196
"""The drawing: per cent of the width, and pixels of the height."""
STEP = 10
"""The scale begins at a multiple of ten below the lowest index."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of a unit: the index computed here, the published one, or neither, which is no 0."""

    year: int
    computed: Decimal | None = None
    computed_rank: str = ""
    published: StandingLine | None = None

    @property
    def index(self) -> Decimal | None:
        """What the picture shows: the computed index, else the published one."""
        if self.computed is not None or self.published is None:
            return self.computed
        return self.published.standing.index


@dataclass(frozen=True, slots=True)
class Dot:
    """A year in the picture; `x` in per cent, `y` in pixels, both as text for SVG."""

    year: int
    x: str
    y: str
    index: Decimal
    is_published: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line between two years that follow each other."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Course:
    """All years of one unit, the oldest first."""

    key: str
    name: str
    kind: str
    lines: list[YearLine]

    @property
    def kind_words(self) -> str:
        """Which kind of unit it is."""
        return str(IndexTarget(self.kind).label)

    @property
    def lowest(self) -> int:
        """Where the scale begins."""
        known = [line.index for line in self.lines if line.index is not None]
        return (
            int(min(known, default=Decimal(0)) // STEP * STEP) if min(known, default=Decimal(0)) < 100 else 90
        )

    def x_of(self, year: int) -> Decimal:
        """Where a year stands."""
        first, last = self.lines[0].year, self.lines[-1].year
        share = Decimal(year - first) / (last - first) if last > first else Decimal("0.5")
        return LEFT + share * (RIGHT - LEFT)

    def dots(self) -> list[Dot]:
        """The known years."""
        return [
            Dot(
                line.year,
                f"{self.x_of(line.year):.2f}%",
                f"{_height(line.index, self.lowest):.1f}",
                line.index,
                line.computed is None,
            )
            for line in self.lines
            if line.index is not None
        ]

    def labels(self) -> list[tuple[int, str]]:
        """Every year with its place on the axis."""
        return [(line.year, f"{self.x_of(line.year):.2f}%") for line in self.lines]

    def strokes(self) -> list[Stroke]:
        """Lines between known years that follow each other; a gap stays a gap."""
        dots = self.dots()
        return [
            Stroke(before.x, before.y, after.x, after.y)
            for before, after in pairwise(dots)
            if after.year == before.year + 1
        ]


def _height(index: Decimal, lowest: int) -> Decimal:
    share = (index - lowest) / (100 - lowest)
    return BOTTOM - share * (BOTTOM - TOP)


def courses_of(
    assessments: QuerySet[Assessment], standings: Iterable[PublishedStanding], *, only_published: bool
) -> list[Course]:
    """The courses of all units, in Vietnamese alphabetical order; units with their own results first.

    Args:
        only_published: as in `rounds_of`.
    """
    lines: dict[tuple[str, str], dict[int, YearLine]] = {}
    own: set[tuple[str, str]] = set()
    for round_ in rounds_of(assessments, only_published=only_published):
        for line in round_.lines:
            key = (round_.index_set.target_kind, line.assessment.unit.short_name)
            own.add(key)
            rank = f"{line.rank}/{len(round_.lines)}" if line.rank else ""
            lines.setdefault(key, {})[round_.year] = YearLine(round_.year, line.index, rank)
    for group in standings_of(standings):
        for place in group.lines:
            years = lines.setdefault((group.kind, place.standing.name), {})
            known = years.get(group.year, YearLine(group.year))
            years[group.year] = YearLine(group.year, known.computed, known.computed_rank, place)
    keys = sorted(lines, key=lambda key: (key not in own, vietnamese_sort_key(key[1])))
    return [
        Course(
            f"{kind}-{slugify(name.replace('đ', 'd').replace('Đ', 'D'))}",
            upper_first(name),
            kind,
            [lines[kind, name][year] for year in sorted(lines[kind, name])],
        )
        for kind, name in keys
    ]
