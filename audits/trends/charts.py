"""Shapes of the pictures of findings, in percent of their width and pixels of their height. Pure.

Bars begin at zero and share one scale; every picture stands beside the table that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audits.trends.figures import Column, Line, Table

COLUMN_TOP, COLUMN_HEIGHT = 24, 150
LEFT = 6
"""Percent of the width that the words of the scale take."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: `start` and `size` in percent (bars) or pixels (columns)."""

    key: str
    label: str
    count: int
    start: float
    size: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the picture; `words` says all its numbers for who does not see it."""

    label: str
    pieces: Sequence[Piece]
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A year of the picture of years; `x`, `left`, `width` in percent."""

    label: str
    x: str
    left: str
    width: str
    pieces: Sequence[Piece]
    total: int
    words: str

    @property
    def top(self) -> float:
        """Where the number above the column stands."""
        return min([piece.start for piece in self.pieces], default=COLUMN_TOP + COLUMN_HEIGHT)


def bars(table: Table) -> list[Bar]:
    """A bar for every line, as long as its share of the longest."""
    longest = max((line.total for line in table.lines), default=0)
    return [
        Bar(line.label, _pieces(line, table.parts, 100, longest), line.total, _words(line, table.parts))
        for line in table.lines
    ]


def year_columns(table: Table) -> list[YearColumn]:
    """A column for every year, oldest left."""
    highest = max((line.total for line in table.lines), default=0)
    step = (100 - LEFT) / max(len(table.lines), 1)
    found = []
    for number, line in enumerate(table.lines):
        left = LEFT + step * number
        pieces = _stacked(_pieces(line, table.parts, COLUMN_HEIGHT, highest))
        found.append(
            YearColumn(
                label=line.label,
                x=f"{left + step / 2:.2f}%",
                left=f"{left + step / 4:.2f}%",
                width=f"{step / 2:.2f}%",
                pieces=pieces,
                total=line.total,
                words=_words(line, table.parts),
            )
        )
    return found


def _pieces(line: Line, parts: Sequence[Column], whole: int, most: int) -> list[Piece]:
    found, start = [], 0.0
    for part in parts:
        count = line.counts[part.key]
        size = round(count * whole / most, 2) if most else 0.0
        if count:
            found.append(Piece(part.key, part.label, count, round(start, 2), size))
        start += size
    return found


def _stacked(pieces: Sequence[Piece]) -> list[Piece]:
    """From the ground up."""
    ground = COLUMN_TOP + COLUMN_HEIGHT
    return [
        Piece(
            piece.key,
            piece.label,
            piece.count,
            round(ground - piece.start - piece.size, 2),
            round(piece.size, 2),
        )
        for piece in pieces
    ]


def _words(line: Line, parts: Sequence[Column]) -> str:
    said = ", ".join(f"{part.label}: {line.counts[part.key]}" for part in parts if line.counts[part.key])
    return f"{line.label}: {line.total} ({said})" if said else f"{line.label}: 0"
