"""The pieces of a Word text: each line of paragraphs and cells, with its place and what became of it. Pure.

Readers of sections mark pieces as placed or left; what nobody marked is told to the clerk. The first mark stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from procedures.importers.reading import Certainty, Passage
from procedures.importers.word.folding import core, fold

NOT_UNDERSTOOD = "Chưa rõ thuộc mục nào."
NO_SECTION = "Thuộc mục không có trong mẫu quy trình."
FOOTNOTE = "Chú thích cuối trang; mẫu quy trình không có chỗ."
UNKNOWN = frozenset({NOT_UNDERSTOOD, NO_SECTION, FOOTNOTE})
"""Reasons that ask a person to look; all others are known and expected."""


@dataclass(slots=True, eq=False)
class Piece:
    """One line of text.

    Attributes:
        where: "đoạn 14", "bảng 2, dòng 3, cột 1".
        bold, italic: all of it is.
        level: of a Word heading, from 1; 0 for any other line.
        number: what Word's own numbering prints before it; not part of the text.
        depth: of the list it stands in; 0 outside lists.
        starts: begins a paragraph, and inside a list an item.
        key, certainty, reason: as in `Passage`.
    """

    where: str
    text: str
    bold: bool = False
    italic: bool = False
    level: int = 0
    number: str = ""
    depth: int = 0
    starts: bool = True
    key: str = ""
    certainty: Certainty = "sure"
    reason: str = ""
    _folded: str | None = None
    _core: str | None = None

    @property
    def folded(self) -> str:
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def core(self) -> str:
        if self._core is None:
            self._core = core(self.text)
        return self._core

    @property
    def is_open(self) -> bool:
        """Nobody has said yet what became of it."""
        return not self.key and not self.reason

    def place(self, key: str, certainty: Certainty = "sure", reason: str = "") -> None:
        """It stands in the layout under `key`."""
        if self.is_open:
            self.key, self.certainty, self.reason = key, certainty, reason

    def leave(self, reason: str) -> None:
        """It has no place."""
        if self.is_open:
            self.reason = reason

    def passage(self) -> Passage:
        return Passage(self.where, self.text, self.key, self.certainty, self.reason)


@dataclass(slots=True, eq=False)
class Cell:
    """One cell; `row` and `column` are those of its upper left corner, from 0."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    blocks: list[Block] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        return [block for block in self.blocks if isinstance(block, Piece)]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces)

    @property
    def open_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.is_open]


@dataclass(slots=True, eq=False)
class Row:
    """One row of the grid; a cell merged over several places stands in each of them."""

    index: int
    slots: list[Cell | None] = field(default_factory=list)

    def at(self, column: int) -> Cell | None:
        return self.slots[column] if 0 <= column < len(self.slots) else None

    def cells(self) -> list[Cell]:
        """Its cells from left to right, each once, those reaching down from above too."""
        found: list[Cell] = []
        for cell in self.slots:
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def own_cells(self) -> list[Cell]:
        """The cells that begin in this row."""
        return [cell for cell in self.cells() if cell.row == self.index]

    def filled(self) -> list[Cell]:
        """The cells that begin here and hold text that nobody has taken."""
        return [cell for cell in self.own_cells() if cell.open_pieces]

    def pieces(self) -> list[Piece]:
        return [piece for cell in self.own_cells() for piece in cell.pieces]


@dataclass(slots=True, eq=False)
class Table:
    """A table on its grid, or some rows of one."""

    number: int
    rows: list[Row] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        for row in self.rows:
            yield from row.pieces()

    def nested(self) -> Iterator[Table]:
        for row in self.rows:
            for cell in row.own_cells():
                yield from cell.tables


Block: TypeAlias = Piece | Table


@dataclass(slots=True)
class Source:
    """A Word text: its blocks as they stand, and all pieces in order, those of tables and footnotes too."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
