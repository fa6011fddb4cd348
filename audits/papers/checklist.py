"""A filled checklist ("Phiếu ghi chép đánh giá"): questions, results, notes, facts of the system, photos. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audits.papers.parts import (
    GRADES,
    Frame,
    audit_paper,
    cell_lines,
    facts,
    hash_words,
    labelled,
    note,
    section,
    short_moment,
    signer,
)
from publications.compose.document import Document
from publications.compose.tree import Block, Column, Row, emphasis, image, para, plain, strong, table

TITLE = "Phiếu ghi chép đánh giá"
COLUMNS = [Column(0.06, "center"), Column(0.1, "center"), Column(0.46), Column(0.14, "center"), Column(0.24)]
HEAD: list[Row] = [["TT", "Điều khoản", "Câu hỏi và bằng chứng cần xem", "Kết quả", "Ghi nhận"]]
PHOTOS_A_ROW = 3
PHOTO_WIDTH = "48mm"


@dataclass(frozen=True, slots=True)
class PrintedPhoto:
    """A photo with its small picture; `svg` is empty where the file cannot be read, then only the hash is listed."""

    sha256: str
    taken_at: dt.datetime
    svg: str = ""


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """A question, what holds as its answer, and what the system knew ("label: value" lines)."""

    number: int
    clause: str
    question: str
    look_at: str
    grade: str
    note: str
    answered_by: str
    answered_at: dt.datetime | None
    known: tuple[str, ...] = ()
    photos: tuple[PrintedPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedChecklist:
    """A checklist of an audit. `made_from`: code, number and title of the issued version."""

    audit_code: str
    unit: str
    title: str
    made_from: str
    sample: str
    items: Sequence[PrintedItem]
    auditors: Sequence[str] = field(default_factory=list)


def compose_checklist(checklist: PrintedChecklist, frame: Frame) -> Document:
    """The checklist as answered so far; photos follow the table."""
    media: dict[str, str] = {}
    blocks: list[Block] = [
        facts(
            [
                ("Cuộc đánh giá", checklist.audit_code),
                ("Đơn vị được đánh giá", checklist.unit),
                ("Phiếu hỏi", checklist.title),
                ("Lập từ tài liệu", checklist.made_from),
                ("Mẫu hồ sơ", checklist.sample),
                ("Người đánh giá", ", ".join(checklist.auditors)),
            ]
        ),
        para(),
        table(["grid"], COLUMNS, [_row(item) for item in checklist.items], head=HEAD)
        if checklist.items
        else para("Phiếu chưa có câu hỏi nào."),
        *_photos(checklist.items, media),
    ]
    return audit_paper(
        frame,
        "audit_checklist",
        TITLE,
        checklist.title,
        blocks,
        [signer("ĐẠI DIỆN ĐƠN VỊ"), signer("ĐÁNH GIÁ VIÊN")],
        code=checklist.audit_code,
        media=media,
    )


def _row(item: PrintedItem) -> Row:
    asked = [plain(item.question), *_small(labelled("Cần xem", item.look_at))]
    asked += [plain(emphasis(f"Hệ thống ghi nhận: {line}")) for line in item.known]
    noted = cell_lines(item.note)
    if item.photos:
        noted.append(plain(emphasis(f"{len(item.photos)} ảnh")))
    if item.answered_by:
        noted.append(plain(emphasis(f"{item.answered_by}, {short_moment(item.answered_at)}")))
    return [str(item.number), item.clause, asked, [plain(strong(GRADES[item.grade]))], noted]


def _small(blocks: list[Block]) -> list[Block]:
    return [plain(emphasis(block["c"])) for block in blocks]


def _photos(items: Sequence[PrintedItem], media: dict[str, str]) -> list[Block]:
    """Small pictures three in a row, and a list of what cannot be shown; fills `media`."""
    taken = [(item.number, photo) for item in items for photo in item.photos]
    if not taken:
        return []
    cells = list(_pictures(taken, media))
    columns = [Column(1 / PHOTOS_A_ROW, "center")] * PHOTOS_A_ROW
    cells += [[]] * (-len(cells) % PHOTOS_A_ROW)
    rows: list[Row] = [cells[start : start + PHOTOS_A_ROW] for start in range(0, len(cells), PHOTOS_A_ROW)]
    return [
        section("Ảnh ghi nhận"),
        table(["grid"], columns, rows),
        note("Ảnh in nhỏ; tệp gốc nằm trong gói bằng chứng của cuộc đánh giá, nhận ra bằng mã băm SHA-256."),
    ]


def _pictures(taken: Sequence[tuple[int, PrintedPhoto]], media: dict[str, str]) -> Iterator[list[Block]]:
    for place, (number, photo) in enumerate(taken, start=1):
        blocks: list[Block] = []
        if photo.svg:
            name = f"anh-{place}.svg"
            media[name] = photo.svg
            blocks.append(plain(image(name, f"Ảnh {place}, câu {number}", PHOTO_WIDTH)))
        blocks.append(plain(f"Câu {number}, {short_moment(photo.taken_at)}"))
        blocks.append(plain(emphasis(hash_words(photo.sha256))))
        yield blocks


def known_lines(known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts of a question as lines: "Hồ sơ đúng hạn: 4/6 (H26.65-…)"."""
    found = []
    for line in known.get("lines") or ():
        dossier = f" ({line['dossier']})" if line.get("dossier") else ""
        found.append(f"{line.get('label', '')}: {line.get('value', '')}{dossier}")
    return tuple(found)
