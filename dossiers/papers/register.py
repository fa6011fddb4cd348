"""MC-07: the register of dossiers of a period and a unit, generated from the rows, A4 on its side. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.papers.parts import moment, return_words
from organisation.vietnamese_format import format_date, format_datetime
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.papers import finished
from publications.compose.sources import Letterhead
from publications.compose.tree import Block, Cell, Column, Row, div, para, plain, table

WIDTHS = (
    0.03,
    0.085,
    0.115,
    0.035,
    0.085,
    0.11,
    0.085,
    0.062,
    0.062,
    0.062,
    0.062,
    0.062,
    0.062,
    0.035,
    0.048,
)
CENTRED = frozenset({0, 3, 7, 8, 9, 10, 11})


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One dossier as the register lists it; moments aware or None."""

    code: str
    procedure: str
    sets: int
    applicant_name: str
    applicant_contact: str
    competent_unit: str
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    transferred_at: dt.datetime | None
    result_at: dt.datetime | None
    returned_at: dt.datetime | None
    return_channel: str
    note: str = ""

    def words(self) -> list[str]:
        """The columns of the form after the number and before the signature, then the note."""
        moments = (
            self.received_at,
            self.due_at,
            self.transferred_at,
            self.result_at,
            self.returned_at,
        )
        return [
            self.code,
            self.procedure,
            f"{self.sets:02d}",
            self.applicant_name,
            self.applicant_contact,
            self.competent_unit,
            *(format_datetime(at) if (at := moment(value)) else "" for value in moments),
            return_words(self.return_channel),
            "",
            self.note,
        ]


@dataclass(frozen=True, slots=True)
class Register:
    """A register of what was received from `first` to `last`."""

    title: str
    form: str
    head: Letterhead
    unit_name: str
    first: dt.date
    last: dt.date
    entries: Sequence[RegisterEntry]


def compose_register(register: Register) -> Document:
    """The register as a document; an empty period says so."""
    rows: list[Row] = [
        [str(number), *entry.words()] for number, entry in enumerate(register.entries, start=1)
    ]
    columns = [Column(width, "center" if place in CENTRED else "left") for place, width in enumerate(WIDTHS)]
    period = f"Hồ sơ nhận từ ngày {format_date(register.first)} đến ngày {format_date(register.last)}"
    unit = f"{register.unit_name}. " if register.unit_name else ""
    blocks: list[Block] = [
        letterhead(register.head),
        title_block(title=register.title.upper(), subtitle=f"{unit}{period}"),
        table(["grid"], columns, rows, head=_head())
        if rows
        else para("Không có hồ sơ nào trong thời gian này."),
        div(["note"], [para(f"Cộng: {len(rows)} hồ sơ. Sổ được lập từ dữ liệu tiếp nhận, không nhập lại.")]),
    ]
    info = Info(
        kind="dossier_register", title=register.title, unit=register.head.unit_name, code=register.form
    )
    return finished(info, Layout(style="register", landscape=True), blocks)


HEADINGS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Số bộ",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Chuyển hồ sơ đến cơ quan giải quyết",
    "Nhận kết quả từ cơ quan giải quyết",
    "Ngày trả",
    "Phương thức nhận kết quả",
    "Ký nhận",
    "Ghi chú",
)
"""The columns of the form, left to right; the five moments and what concerns the return stand under common headings."""


def _head() -> list[Row]:
    def tall(words: str) -> Cell:
        return Cell([plain(words)], rows=2)

    def over(words: str, columns: int) -> Cell:
        return Cell([plain(words)], columns=columns)

    first: list[Cell] = [tall(words) for words in HEADINGS[:7]]
    first += [over("Ngày, tháng, năm", 4), over("Trả kết quả", 3), tall(HEADINGS[-1])]
    return [first, list(HEADINGS[7:14])]
