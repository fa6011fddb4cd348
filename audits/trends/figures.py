"""Tables of findings from tallies. Pure: the same numbers on screen, in pictures and in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audits.enums import Grade
from organisation.vietnamese_format import format_number

GRADE_COLUMNS = (Grade.MAJOR_NC, Grade.MINOR_NC, Grade.OBSERVATION, Grade.OPPORTUNITY)
"""Gravest first."""
OPEN, CLOSED, TOTAL = "open", "closed", "total"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many findings alike. `value`: of the dimension that is counted by."""

    value: Any
    grade: str
    is_open: bool
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of counts.

    Attributes:
        changes: what its links add to the address ({"muc": "minor_nc"}).
        is_part: the bars are made of it; the other columns only tell more.
    """

    key: str
    label: str
    changes: Mapping[str, str] = field(default_factory=dict)
    is_part: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; `changes` is what its links add to the address ({"don-vi": "12"})."""

    label: str
    counts: Mapping[str, int]
    changes: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All findings of the line."""
        return self.counts[TOTAL]


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with their sum."""

    first_column: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    total: Line

    def head(self) -> list[str]:
        """The words above the columns."""
        return [self.first_column, *(column.label for column in self.columns)]

    def rows(self) -> list[list[str]]:
        """All lines and the sum as text."""
        return [self.cells(line) for line in [*self.lines, self.total]]

    def cells(self, line: Line) -> list[str]:
        """A line as text."""
        return [line.label, *(format_number(line.counts[column.key]) for column in self.columns)]

    @property
    def parts(self) -> list[Column]:
        """The columns that bars are made of."""
        return [column for column in self.columns if column.is_part]


def counts_of(tallies: Iterable[Tally]) -> dict[str, int]:
    """Counts by grade, open, closed and in all."""
    counts = dict.fromkeys([*(str(grade.value) for grade in GRADE_COLUMNS), OPEN, CLOSED, TOTAL], 0)
    for tally in tallies:
        for key in (tally.grade, OPEN if tally.is_open else CLOSED, TOTAL):
            counts[key] += tally.count
    return counts


def table_of(
    tallies: Sequence[Tally],
    first_column: str,
    columns: Sequence[Column],
    sum_label: str,
    line_of: Callable[[Any], tuple[str, Mapping[str, str]]],
    order: Callable[[Any, int], Any],
) -> Table:
    """A line for each value that has findings.

    Args:
        line_of: label and link of a value.
        order: sorts by value and total.
    """
    grouped: dict[Any, list[Tally]] = {}
    for tally in tallies:
        grouped.setdefault(tally.value, []).append(tally)
    counted = {value: counts_of(group) for value, group in grouped.items()}
    values = sorted(counted, key=lambda value: order(value, counted[value][TOTAL]))
    lines = [Line(label, counted[value], changes) for value in values for label, changes in [line_of(value)]]
    return Table(first_column, columns, lines, Line(sum_label, counts_of(tallies)))
