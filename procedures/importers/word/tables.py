"""What kind of table it is and what stands in which column, by the words of its head. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.word.pieces import Cell, Row, Table
from procedures.importers.word.table_words import NEEDED, TABLES

_NUMBER = re.compile(r"(?:buoc |b)?\d{1,2}\b")
HEAD_ROWS = 6
"""A head stands within the first rows of a table."""


@dataclass(slots=True)
class Grid:
    """A table as read: its columns by meaning and its rows below the head.

    Attributes:
        columns: meaning → column of the grid.
        head: rows of the head; empty when the table has none.
    """

    kind: str
    columns: dict[str, int]
    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    continues: bool = False
    """Goes on with the table before it and has no head of its own."""

    def cell(self, row: Row, column: str) -> Cell | None:
        return row.at(self.columns[column]) if column in self.columns else None


def _words(cell: Cell) -> str:
    return " ".join(piece.folded for piece in cell.pieces).strip(" .:*")


def columns_of(row: Row, kind: str) -> dict[str, int] | None:
    """The columns that a head row names; None when it is no head of this kind."""
    found: dict[str, int] = {}
    meanings = TABLES[kind]
    for exact in (True, False):
        for cell in row.cells():
            words = _words(cell)
            if not words or len(words) > 60 or cell.column in found.values():
                continue
            for meaning, phrases in meanings.items():
                if meaning not in found and _reads(words, phrases, exact):
                    found[meaning] = cell.column
                    break
    if kind == "steps" and "title" not in found and "number" in found:
        number = row.at(found["number"])
        if number is not None and "buoc" in _words(number):
            found["title"] = found.pop("number")
    return found if all(any(one in found for one in group) for group in NEEDED[kind]) else None


def _reads(words: str, phrases: tuple[str, ...], exact: bool) -> bool:
    if exact:
        return words in phrases
    return any(words.startswith(phrase) for phrase in phrases if len(phrase) > 3)


def header_score(row: Row) -> int:
    """How many columns of any kind of table a row names; at least 2 for a head."""
    if len(row.cells()) < 2:
        return 0
    return max((len(columns) for kind in TABLES if (columns := columns_of(row, kind))), default=0)


def read_grid(table: Table, *kinds: str) -> Grid | None:
    """The table as the one of `kinds` of which it names most columns; None when its head is of none of them."""
    best: Grid | None = None
    for place, row in enumerate(table.rows[:HEAD_ROWS]):
        for kind in kinds:
            columns = columns_of(row, kind)
            if columns and (best is None or len(columns) > len(best.columns)):
                best = Grid(kind, columns, table.rows[place : place + 1], table.rows[place + 1 :])
    if best is not None:
        _second_head_row(best)
    return best


def continued_grid(table: Table, before: Grid) -> Grid | None:
    """A table without a head as the rest of the one before it (a page break, a pasted half); None when it is none."""
    width = max((len(row.slots) for row in before.head), default=0)
    rows = [row for row in table.rows if row.filled()]
    if not rows or any(len(row.slots) != width for row in rows):
        return None
    if (column := before.columns.get("number")) is not None:
        numbers = [cell for row in rows if (cell := row.at(column)) is not None and cell.pieces]
        if not numbers or not all(_NUMBER.match(_words(cell)) for cell in numbers if cell.columns == 1):
            return None
    return Grid(before.kind, before.columns, [], table.rows, continues=True)


def _second_head_row(grid: Grid) -> None:
    """A head of two rows: "Số lượng" above "Bản chính | Bản sao"."""
    if not grid.body:
        return
    below = grid.body[0]
    meanings = TABLES[grid.kind]
    own = below.filled()
    found = {
        meaning: cell.column
        for cell in own
        for meaning, phrases in meanings.items()
        if _words(cell) in phrases and meaning != "number"
    }
    if own and len(found) == len(own) and len(found) >= 2:
        taken = set(found.values())
        grid.columns = {name: place for name, place in grid.columns.items() if place not in taken} | found
        grid.head.append(grid.body.pop(0))
    elif (
        own
        and all(_is_column_number(_words(cell), count) for count, cell in enumerate(own, start=1))
        and len(own) > 2
    ):
        grid.head.append(grid.body.pop(0))


def _is_column_number(words: str, count: int) -> bool:
    return words.strip("()") == str(count)


def take_head(grid: Grid, key: str) -> None:
    """The head's words say what the columns are, and nothing of their own."""
    for row in grid.head:
        for piece in row.pieces():
            piece.place(key)
