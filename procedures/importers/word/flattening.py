"""pandoc's tree → pieces in order and tables on their grid. Pure, linear in the size of the tree, without recursion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from procedures.importers.word.inlines import lines_of
from procedures.importers.word.pieces import Block, Cell, Piece, Row, Source, Table

MOST_COLUMNS = 63
"""Word's own limit; a cell that claims to span more is cut."""
META = ("title", "subtitle", "author", "date", "abstract")
"""Paragraphs in these Word styles at the start of a text come as its description, not among its blocks."""


@dataclass(slots=True)
class _Place:
    """Names the pieces of one cell, footnote or the running text; `count` of the running text goes on for ever."""

    sink: list[Block] | None
    base: str = ""
    count: int = 0

    def name(self) -> str:
        self.count += 1
        if not self.base:
            return f"đoạn {self.count}"
        return self.base if self.count == 1 else f"{self.base}, đoạn {self.count}"


@dataclass(slots=True)
class _Task:
    block: Any
    place: _Place
    number: str = ""
    depth: int = 0
    starts: bool = True


@dataclass
class _Flattening:
    source: Source = field(default_factory=Source)
    stack: list[_Task] = field(default_factory=list)
    tables: int = 0
    notes: int = 0

    def push(self, blocks: Iterable[Any], place: _Place, depth: int = 0, number: str = "") -> None:
        """Blocks to be taken next, the first of them first; only the first carries the list's number."""
        tasks = [_Task(block, place, depth=depth, starts=not depth) for block in blocks]
        if tasks:
            tasks[0].number, tasks[0].starts = number, True
        self.stack.extend(reversed(tasks))

    def run(self) -> None:
        while self.stack:
            task = self.stack.pop()
            take = _TAKE.get(task.block.get("t"))
            if take is not None:
                take(self, task, task.block.get("c"))

    # --- one kind of block each --------------------------------------------------------------------------
    def paragraph(self, task: _Task, content: Any) -> None:
        self.lines(task, content)

    def heading(self, task: _Task, content: Any) -> None:
        self.lines(task, content[2], level=int(content[0]))

    def line_block(self, task: _Task, content: Any) -> None:
        broken: list[Any] = []
        for line in content:
            broken += [*line, {"t": "LineBreak"}]
        self.lines(task, broken)

    def code(self, task: _Task, content: Any) -> None:
        words: list[Any] = []
        for line in str(content[1]).split("\n"):
            words += [{"t": "Str", "c": line}, {"t": "LineBreak"}]
        self.lines(task, words)

    def quote(self, task: _Task, content: Any) -> None:
        self.push(content, task.place, task.depth, task.number)

    def div(self, task: _Task, content: Any) -> None:
        self.push(content[1], task.place, task.depth, task.number)

    def figure(self, task: _Task, content: Any) -> None:
        self.push(content[2], task.place, task.depth)
        self.push(content[1][1], task.place, task.depth)

    def bullets(self, task: _Task, content: Any) -> None:
        for item in reversed(content):
            self.push(item, task.place, task.depth + 1)

    def numbered(self, task: _Task, content: Any) -> None:
        start = int(content[0][0])
        for place, item in reversed(list(enumerate(content[1]))):
            self.push(item, task.place, task.depth + 1, f"{start + place}.")

    def definitions(self, task: _Task, content: Any) -> None:
        for term, meanings in reversed(content):
            for meaning in reversed(meanings):
                self.push(meaning, task.place, task.depth + 1)
            self.push([{"t": "Plain", "c": term}], task.place, task.depth)

    # --- lines -------------------------------------------------------------------------------------------
    def lines(self, task: _Task, inlines: list[Any], level: int = 0) -> None:
        notes: list[list[Any]] = []
        lines = lines_of(inlines, notes)
        where = task.place.name() if lines else ""
        if lines and task.number:
            where += f" (số {task.number.rstrip('.')})"
        for count, line in enumerate(lines, start=1):
            piece = Piece(
                where if count == 1 else f"{where}, dòng {count}", line.text, line.bold, line.italic, level
            )
            piece.number, piece.depth = (task.number if count == 1 else ""), task.depth
            piece.starts = task.starts and count == 1
            self.source.pieces.append(piece)
            if task.place.sink is not None:
                task.place.sink.append(piece)
        for count, blocks in reversed(list(enumerate(notes, start=self.notes + 1))):
            self.push(blocks, _Place(None, f"chú thích {count}"))
        self.notes += len(notes)

    # --- tables ------------------------------------------------------------------------------------------
    def table(self, task: _Task, content: Any) -> None:
        _attributes, caption, columns, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        self.tables += 1
        table = Table(self.tables)
        tasks: list[tuple[list[Any], _Place]] = []
        _lay(table, rows, min(max(len(columns), 1), MOST_COLUMNS), tasks)
        if task.place.sink is not None:
            task.place.sink.append(table)
        for blocks, place in reversed(tasks):
            self.push(blocks, place)
        self.push(caption[1], task.place, task.depth)


def _lay(table: Table, rows: list[Any], width: int, tasks: list[tuple[list[Any], _Place]]) -> None:
    """Cells on the grid; what reaches down from above shifts those of its row to the right."""
    reaching: dict[int, tuple[Cell, int]] = {}
    for index, (_attributes, cells) in enumerate(rows):
        row = Row(index, [])
        slots: dict[int, Cell] = {}
        for column, (cell, last) in list(reaching.items()):
            if last < index:
                del reaching[column]
            else:
                slots[column] = cell
        column = 0
        for _attr, _align, down, across, blocks in cells:
            while column in slots:
                column += 1
            across = max(1, min(int(across), max(width - column, 1)))
            down = max(1, min(int(down), len(rows) - index))
            cell = Cell(index, column, down, across)
            for taken in range(column, column + across):
                slots.setdefault(taken, cell)
                if down > 1:
                    reaching.setdefault(taken, (cell, index + down - 1))
            place = _Place(cell.blocks, f"bảng {table.number}, dòng {index + 1}, cột {column + 1}")
            tasks.append((blocks, place))
            column += across
        row.slots = [slots.get(column) for column in range(max(slots, default=-1) + 1)]
        table.rows.append(row)


_TAKE: dict[Any, Any] = {
    "Plain": _Flattening.paragraph,
    "Para": _Flattening.paragraph,
    "Header": _Flattening.heading,
    "LineBlock": _Flattening.line_block,
    "CodeBlock": _Flattening.code,
    "RawBlock": _Flattening.code,
    "BlockQuote": _Flattening.quote,
    "Div": _Flattening.div,
    "Figure": _Flattening.figure,
    "BulletList": _Flattening.bullets,
    "OrderedList": _Flattening.numbered,
    "DefinitionList": _Flattening.definitions,
    "Table": _Flattening.table,
}


def _meta_blocks(value: Any) -> list[Any]:
    """A value of the description as blocks."""
    found: list[Any] = []
    stack = [value]
    while stack:
        item = stack.pop()
        kind, content = item.get("t"), item.get("c")
        if kind == "MetaInlines":
            found.append({"t": "Para", "c": content})
        elif kind == "MetaBlocks":
            found += content
        elif kind == "MetaString":
            found.append({"t": "Para", "c": [{"t": "Str", "c": content}]})
        elif kind == "MetaList":
            stack.extend(reversed(content))
    return found


def flatten(tree: dict[str, Any]) -> Source:
    """All text of a tree as pieces in order, tables on their grid."""
    work = _Flattening()
    place = _Place(work.source.blocks)
    meta = tree.get("meta") or {}
    first = [block for name in META if name in meta for block in _meta_blocks(meta[name])]
    work.push([*first, *(tree.get("blocks") or ())], place)
    work.run()
    return work.source
