"""What the readers of sections share: the layout as it grows, findings, and lines with what they say. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.layout_parts import MOST_ITEMS
from procedures.importers.reading import Certainty, Layout
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.pieces import Piece, Table
from procedures.importers.word.sectioning import Section
from procedures.importers.word.words import NOTHING

ENOUGH = f"Quá {MOST_ITEMS} mục; phần còn lại chưa nhập."


@dataclass(slots=True)
class Said:
    """Words of a section with the pieces they stand in."""

    text: str
    pieces: list[Piece]

    @property
    def first(self) -> Piece:
        return self.pieces[0]

    @property
    def is_nothing(self) -> bool:
        """Says that there is nothing ("Không", "Không quy định.", a lone dash)."""
        words = fold(without_bullet(self.text)).strip(" .;:")
        return not words or words in NOTHING

    @property
    def is_introduction(self) -> bool:
        """Only leads to a list ("Hồ sơ lưu gồm:")."""
        return self.text.rstrip().endswith(":")

    def place(self, key: str, certainty: Certainty = "sure", reason: str = "") -> None:
        for piece in self.pieces:
            piece.place(key, certainty, reason)


@dataclass(slots=True)
class Work:
    """One document while it is read."""

    findings: Findings
    layout: Layout = field(default_factory=dict)

    def fit(self, text: str, longest: int, key: str, where: str) -> str:
        """The text, cut at a word when no field could hold it; the cut is told."""
        if len(text) <= longest:
            return text
        self.findings.warning(
            0,
            key,
            f"Dài {len(text)} ký tự, chỉ giữ {longest} ký tự đầu. Xem bản Word, rút gọn lại.",
            FindingKind.VALUE_TOO_LONG,
            where,
        )
        return text[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"

    def doubt(self, key: str, message: str, kind: FindingKind, where: str = "") -> None:
        self.findings.warning(0, key, message, kind, where)

    def add(self, key: str, item: object) -> str:
        """Add to a list of the layout; the item's key ("steps[3]"), or empty when the list is full."""
        items = self.layout.setdefault(key, [])
        if len(items) >= MOST_ITEMS:
            return ""
        items.append(item)
        return f"{key}[{len(items)}]"

    def add_said(
        self, key: str, item: object, said: Said, certainty: Certainty = "sure", reason: str = ""
    ) -> str:
        """Add to a list and mark the pieces; those of a full list are left."""
        place = self.add(key, item)
        for piece in said.pieces:
            if place:
                piece.place(place, certainty, reason)
            else:
                piece.leave(ENOUGH)
        return place


def said_in(section: Section) -> list[Said]:
    """What a section says, line by line: behind its heading's colon, its lines, the rows of its tables."""
    found: list[Said] = []
    if section.value and section.title is not None and section.title.is_open:
        found.append(Said(section.value, [section.title]))
    for block in section.blocks:
        if isinstance(block, Table):
            found += _rows_said(block, section.title)
        elif block.is_open:
            found.append(Said(block.text, [block]))
    return found


def _rows_said(table: Table, title: Piece | None) -> list[Said]:
    """A row of one column is said line by line, others as "UBND: Ủy ban nhân dân"."""
    found = []
    for row in table.rows:
        cells = [
            [piece for piece in cell.pieces if piece.is_open and piece is not title]
            for cell in row.own_cells()
        ]
        cells = [pieces for pieces in cells if pieces]
        if len(cells) == 1:
            found += [Said(piece.text, [piece]) for piece in cells[0]]
        elif cells:
            texts = [" ".join(piece.text for piece in pieces) for pieces in cells]
            if texts[0].strip(". ").isdigit() and len(texts) > 1:
                texts = texts[1:]
            text = f"{texts[0].rstrip(':')}: {' – '.join(texts[1:])}" if len(texts) > 1 else texts[0]
            found.append(Said(text, [piece for pieces in cells for piece in pieces]))
    return found


def joined(lines: list[Said]) -> str:
    """Lines as plain text: paragraphs apart, the items of a list close together with their bullet or number."""
    text = ""
    was_item = False
    for line in lines:
        is_item = bool(line.first.depth) or line.text.startswith(("-", "–", "+", "•", "*"))
        bullet = (
            (f"{line.first.number} " if line.first.number else "- ")
            if line.first.depth and line.first.starts
            else ""
        )
        close = (is_item and was_item) or not line.first.starts
        text += ("" if not text else "\n" if close else "\n\n") + bullet + line.text
        was_item = is_item
    return text
