"""Blocks in order → sections by their headings, those of a table that holds a whole section 5 too. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from procedures.importers.word.folding import fold, numbering, top_number, without_number
from procedures.importers.word.pieces import Block, Cell, Piece, Row, Source, Table
from procedures.importers.word.tables import header_score
from procedures.importers.word.words import COVER, LAYOUT_KEYS, LONE_ONLY, OUTER, SECTIONS, UNKEPT

LONGEST_HEADING = 110
_PHRASES = sorted(
    ((phrase, key) for key, phrases in SECTIONS.items() for phrase in phrases), key=lambda one: -len(one[0])
)
_BY_PHRASE = dict(reversed(_PHRASES))
_BY_FIRST_WORD: dict[str, list[tuple[str, str]]] = {}
for _phrase, _key in _PHRASES:
    _BY_FIRST_WORD.setdefault(_phrase.split()[0].rstrip(",/"), []).append((_phrase, _key))


HEADED_TABLES = frozenset({"components", "steps", "forms", "records"})
"""Parts whose heading may stand in the row of their column heads ("5.2 | Thành phần hồ sơ | Bản chính | Bản sao")."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line heads, and the value behind its colon."""

    key: str
    value: str = ""


@dataclass(slots=True, eq=False)
class Section:
    """A heading and what follows it; `key` is empty before the first heading and below a strange one.

    Attributes:
        value: words behind the heading's colon ("01 bộ"); they belong to `title`.
    """

    key: str = ""
    title: Piece | None = None
    value: str = ""
    blocks: list[Block] = field(default_factory=list)

    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def lines(self) -> list[Piece]:
        """Its open lines outside tables."""
        return [block for block in self.blocks if isinstance(block, Piece) and block.is_open]


def layout_key(part: str) -> str:
    """Where a part stands in the layout; empty for those that have no key."""
    return "" if part in UNKEPT else LAYOUT_KEYS.get(part, part)


def heading_of(piece: Piece, *, in_table: bool = False) -> Heading | None:
    """The part that a line heads; None for ordinary text."""
    before, colon, after = piece.text.partition(":")
    words = fold(without_number(before)).strip(" .:;,-–—*•+")
    if not words or len(words) > LONGEST_HEADING:
        return None
    value = after.strip() if colon else ""
    key = _BY_PHRASE.get(words)
    if key is None:
        key = _longer_heading(piece, words, in_table)
    if key is None or (value and key in OUTER and len(value) > 400):
        return None
    return Heading(key, value)


def _longer_heading(piece: Piece, words: str, in_table: bool) -> str | None:
    """A known phrase with a few words more ("thành phần hồ sơ bao gồm"), on a line that looks like a heading."""
    looks = (
        piece.bold
        or piece.level
        or in_table
        or bool(numbering(piece.text) or piece.number)
        or piece.text.rstrip().endswith(":")
    )
    first = words.split()[0].rstrip(",/")
    for phrase, key in _BY_FIRST_WORD.get(first, ()):
        rest = words[len(phrase) :]
        if words.startswith(phrase) and rest[:1] in " ,/(-" and phrase not in LONE_ONLY and key not in COVER:
            few = len(rest.split()) <= (8 if piece.bold or piece.level else 4)
            return key if few and looks else None
    return None


@dataclass(slots=True)
class _Walk:
    """Where the walk through the blocks stands."""

    sections: list[Section] = field(default_factory=lambda: [Section()])
    top: int = 0
    level: int = 0

    def open(self, heading: Heading, piece: Piece) -> None:
        self.sections.append(Section(heading.key, piece, heading.value))
        self.note_number(piece)
        if heading.key in OUTER or heading.key == "forms":
            self.level = piece.level or self.level

    def note_number(self, piece: Piece) -> None:
        self.top = top_number(numbering(piece.text) or piece.number.rstrip(".")) or self.top

    def label(self, heading: Heading, piece: Piece, values: list[Block]) -> None:
        """A label with its value; what follows belongs to the section before."""
        before = self.sections[-1]
        self.sections += [Section(heading.key, piece, heading.value, values), Section(before.key)]

    def add(self, block: Block) -> None:
        self.sections[-1].blocks.append(block)


def sections_of(source: Source) -> list[Section]:
    """All sections in order; every block of the running text is in exactly one."""
    walk = _Walk()
    contents = _table_of_contents(source)
    for block in _unframed(source.blocks):
        if isinstance(block, Table):
            _take_table(walk, block)
        elif block in contents:
            block.leave("Mục lục; hệ thống tự lập khi in.")
        else:
            _take_line(walk, block)
    return walk.sections


def _take_line(walk: _Walk, piece: Piece) -> None:
    heading = heading_of(piece)
    if heading is not None and heading.key in COVER:
        if heading.value:
            walk.label(heading, piece, [])
        else:
            walk.add(piece)
    elif heading is not None and not _is_list_item(piece, heading):
        walk.open(heading, piece)
    elif _is_strange_heading(walk, piece):
        walk.open(Heading(""), piece)
    else:
        walk.add(piece)


def _is_list_item(piece: Piece, heading: Heading) -> bool:
    """A line of a list that only happens to begin like a heading ("- Phí công chứng") stays in its section."""
    plain = not piece.bold and not piece.level and not heading.value
    return plain and piece.depth > 1 and not numbering(piece.text)


def _is_strange_heading(walk: _Walk, piece: Piece) -> bool:
    """A heading of no known part ("8. PHỤ LỤC"): a Word heading, or bold with the next number on the top level."""
    if piece.level:
        return piece.level <= walk.level and len(piece.text) <= LONGEST_HEADING
    number = numbering(piece.text) or piece.number.rstrip(".")
    if not piece.bold or not number or "." in number:
        return False
    return top_number(number) == walk.top + 1 > (5 if number.isdigit() else 2)


def _table_of_contents(source: Source) -> set[Piece]:
    """Lines below "MỤC LỤC" that name headings which come again."""
    lines = [block for block in source.blocks if isinstance(block, Piece)]
    start = next((n for n, piece in enumerate(lines) if piece.core == "muc luc"), None)
    if start is None:
        return set()
    cores = [_without_page(piece) for piece in lines]
    later = Counter(cores[start + 1 :])
    found: set[Piece] = set()
    for piece, words in zip(lines[start + 1 :], cores[start + 1 :], strict=True):
        if later[words] < 2 and not _has_page(piece):
            break
        later[words] -= 1
        found.add(piece)
    return found


def _without_page(piece: Piece) -> str:
    return piece.core.rstrip("0123456789 .…\t")


def _has_page(piece: Piece) -> bool:
    return (
        heading_of(piece) is None and piece.core[-1:].isdigit() and ("…" in piece.text or "..." in piece.text)
    )


def _unframed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in order; a table of one cell is only a frame around its text."""
    stack = list(reversed(list(blocks)))
    while stack:
        block = stack.pop()
        if isinstance(block, Table) and len(block.rows) == 1 and len(block.rows[0].cells()) == 1:
            stack.extend(reversed(block.rows[0].cells()[0].blocks))
        else:
            yield block


# --- Tables -----------------------------------------------------------------------------------------------
def _take_table(walk: _Walk, table: Table) -> None:
    is_cut = _is_sectioned(table)
    if is_cut:
        _cut(walk, table)
    elif _is_box(table):
        _take_box(walk, table)
    else:
        walk.add(table)
    for inner in _inner_tables(table):
        walk.add(inner)
    if is_cut:
        walk.sections.append(Section("content"))


def _inner_tables(table: Table) -> list[Table]:
    """Tables inside its cells, at any depth, in order."""
    found: list[Table] = []
    stack = list(reversed(list(table.nested())))
    while stack:
        inner = stack.pop()
        found.append(inner)
        stack.extend(reversed(list(inner.nested())))
    return found


def _is_sectioned(table: Table) -> bool:
    """Does a table hold several parts, row by row?"""
    keys = {heading.key for row in table.rows if (heading := row_heading(row)[1]) is not None}
    return len(keys - COVER) >= 2


def row_heading(row: Row) -> tuple[Cell | None, Heading | None]:
    """The cell of a row that heads a part: the first that is more than a number."""
    for cell in row.own_cells()[:3]:
        piece = cell.pieces[0] if cell.pieces else None
        if piece is None or _is_only_number(piece):
            continue
        heading = heading_of(piece, in_table=True)
        is_part = heading is not None and (heading.key in HEADED_TABLES or header_score(row) < 3)
        return (cell, heading) if is_part else (None, None)
    return None, None


def _is_only_number(piece: Piece) -> bool:
    return (
        not piece.core
        or piece.core.replace(".", "").isdigit()
        or (len(piece.text) <= 5 and top_number(piece.core.strip(".")) > 0)
    )


def _cut(walk: _Walk, table: Table) -> None:
    """Rows to the part whose heading came last; the heading's row keeps its other cells."""
    current: Table | None = None
    for row in table.rows:
        cell, heading = row_heading(row)
        if (
            cell is not None
            and heading is not None
            and (heading.value or heading.key != walk.sections[-1].key)
        ):
            walk.open(heading, cell.pieces[0])
            current = None
            for number_cell in row.own_cells():
                if number_cell is cell:
                    break
                for piece in number_cell.pieces:
                    if key := layout_key(heading.key):
                        piece.place(key)
                    else:
                        piece.leave("Số của mục.")
        if current is None:
            current = Table(table.number)
            walk.add(current)
        current.rows.append(row)


def _is_box(table: Table) -> bool:
    """The box of the cover: labels with their values, in any arrangement."""
    if any(header_score(row) >= 2 and not _is_row_of_labels(row) for row in table.rows[:2]):
        return False
    return any(
        (heading := heading_of(piece)) is not None and heading.key in COVER for piece in table.pieces()
    )


def _is_row_of_labels(row: Row) -> bool:
    """Nothing but labels of the cover, the code's among them."""
    headings = [heading_of(cell.pieces[0]) for cell in row.own_cells() if cell.pieces]
    keys = {heading.key if heading else "" for heading in headings}
    return "iso_code" in keys and keys <= COVER


def _take_box(walk: _Walk, table: Table) -> None:
    """Each label with the words behind its colon, else the cell to its right, else the cell below."""
    values: set[Cell] = set()
    for row in table.rows:
        for cell in row.own_cells():
            if cell in values:
                continue
            for piece in cell.pieces:
                heading = heading_of(piece)
                if heading is None or heading.key not in COVER:
                    walk.add(piece)
                    continue
                value = None if heading.value else _value_cell(table, row, cell)
                if value is not None:
                    values.add(value)
                walk.label(heading, piece, list(value.pieces) if value is not None else [])


def _value_cell(table: Table, row: Row, label: Cell) -> Cell | None:
    right = row.at(label.column + label.columns)
    below_row = next((other for other in table.rows if other.index == label.row + label.rows), None)
    below = below_row.at(label.column) if below_row is not None else None
    for cell in (right, below):
        if cell is not None and cell.pieces and cell is not label and heading_of(cell.pieces[0]) is None:
            return cell
    return None
