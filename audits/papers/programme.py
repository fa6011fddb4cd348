"""The audit programme of a year ("Chương trình đánh giá nội bộ"): units by months, and what each audit covers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.papers.parts import Frame, audit_paper, facts, joined, leader, note, section, signer
from organisation.vietnamese_format import vietnamese_sort_key
from publications.compose.document import Document
from publications.compose.papers import grid_table
from publications.compose.tree import Block, Cell, Column, Row, para, plain, strong, table

TITLE = "Chương trình đánh giá nội bộ"
MONTHS = range(1, 13)
UNIT_WIDTH = 0.34
COLUMNS = (
    ("TT", 0.06),
    ("Tháng", 0.08),
    ("Đơn vị", 0.26),
    ("Điều khoản được đánh giá", 0.4),
    ("Ghi chú", 0.2),
)


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """A unit is audited in a month about these clauses."""

    unit: str
    month: int
    clauses: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedProgramme:
    """A programme as it stands.

    Attributes:
        missing_units, missing_clauses: nobody audits them this year.
        drawn_up_by, signatory: name, post and unit.
    """

    year: int
    objectives: str
    criteria: str
    considered: str
    entries: Sequence[PrintedEntry]
    missing_units: Sequence[str]
    missing_clauses: Sequence[str]
    drawn_up_by: Mapping[str, Any]
    signatory: Mapping[str, Any] | None


def compose_programme(programme: PrintedProgramme, frame: Frame) -> Document:
    """The programme on its side, with the matrix of units and months."""
    blocks = [
        facts(
            [
                ("Mục tiêu", programme.objectives),
                ("Chuẩn mực", programme.criteria),
                ("Căn cứ xem xét", programme.considered),
            ]
        ),
        section("I. Các cuộc đánh giá trong năm"),
        *_matrix(programme.entries),
        section("II. Nội dung từng cuộc"),
        _contents(programme.entries),
        *_gaps(programme),
    ]
    return audit_paper(
        frame,
        "audit_programme",
        TITLE,
        f"Năm {programme.year}",
        blocks,
        [signer("NGƯỜI LẬP CHƯƠNG TRÌNH", programme.drawn_up_by), leader(programme.signatory)],
        landscape=True,
    )


def _matrix(entries: Sequence[PrintedEntry]) -> list[Block]:
    if not entries:
        return [para("Chương trình chưa có cuộc đánh giá nào.")]
    planned = {(entry.unit, entry.month) for entry in entries}
    units = sorted({entry.unit for entry in entries}, key=vietnamese_sort_key)
    share = (1 - UNIT_WIDTH) / len(MONTHS)
    rows: list[Row] = [
        [unit, *([plain(strong("X"))] if (unit, month) in planned else "" for month in MONTHS)]
        for unit in units
    ]
    over = [Cell([plain("Đơn vị")], rows=2), Cell([plain("Tháng")], columns=len(MONTHS))]
    head: list[Row] = [over, [str(month) for month in MONTHS]]
    columns = [Column(UNIT_WIDTH), *[Column(share, "center")] * len(MONTHS)]
    return [table(["grid"], columns, rows, head=head), note("X: có cuộc đánh giá trong tháng.")]


def _contents(entries: Sequence[PrintedEntry]) -> Block:
    if not entries:
        return para("Không có.")
    ordered = sorted(entries, key=lambda entry: (entry.month, vietnamese_sort_key(entry.unit)))
    rows = [
        [str(number), str(entry.month), entry.unit, joined(entry.clauses), entry.note]
        for number, entry in enumerate(ordered, start=1)
    ]
    return grid_table(COLUMNS, rows)


def _gaps(programme: PrintedProgramme) -> list[Block]:
    """What the year leaves out; an approved programme says so too."""
    missing = [
        ("Đơn vị chưa có trong chương trình", joined(programme.missing_units)),
        ("Điều khoản chưa có trong chương trình", joined(programme.missing_clauses)),
    ]
    if not any(words for _label, words in missing):
        return [para("Mọi đơn vị và mọi điều khoản đều được đánh giá ít nhất một lần trong năm.")]
    return [section("III. Phần chưa được đánh giá trong năm"), facts(missing)]
