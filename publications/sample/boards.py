"""Notice boards of the sample ward with what hung on them, recorded by the real services at their own dates.

Most notices are right; one is outdated, one is missing and one belongs to an abolished procedure, so that every state
can be seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import Unit, User
from publications.enums import BoardSize
from publications.models import BoardDocument, NoticeBoard, Posting
from publications.services.posting import post_notice, replace_notice

OPENED = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class SampleBoard:
    """A board: `unit` is the identifier of the unit in charge."""

    slug: str
    name: str
    place: str
    unit: str
    size: BoardSize
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SamplePosting:
    """The version in force at this local moment was put up; of the same document nothing else stayed."""

    board: str
    code: str
    posted_at: str
    by: str = "motcua"
    note: str = ""


BOARDS = (
    SampleBoard(
        "sanh-mot-cua",
        "Bảng A4 sảnh Một cửa",
        "Sảnh tầng 1, bên trái quầy số 1",
        "an-hoa-mot-cua",
        BoardSize.A4,
        ("QT-TP-01", "QT-TP-02", "QT-TP-03", "QT-TP-08", "QT-TP-10", "QT-TP-11"),
    ),
    SampleBoard(
        "bang-a3-ho-tich",
        "Bảng A3 khu hộ tịch",
        "Hành lang tầng 1, đối diện phòng Tư pháp - Hộ tịch",
        "an-hoa-mot-cua",
        BoardSize.A3,
        ("QT-TP-04", "QT-TP-05", "QT-TP-09"),
    ),
    SampleBoard(
        "man-hinh-sanh",
        "Màn hình sảnh Một cửa",
        "Sảnh tầng 1, trên quầy lấy số",
        "an-hoa-mot-cua",
        BoardSize.SCREEN,
        ("QT-TP-01", "QT-TP-11", "QT-TP-08", "QT-KD-01"),
    ),
    SampleBoard(
        "to-dan-pho-so-3",
        "Bảng tin tổ dân phố số 3",
        "Nhà văn hóa tổ dân phố số 3, đường Minh Họa",
        "an-hoa-van-phong",
        BoardSize.A4,
        ("QT-TP-01", "QT-TP-10", "QT-TP-11"),
    ),
)
POSTINGS = (
    SamplePosting("sanh-mot-cua", "QT-TP-01", "2025-07-02 07:40"),
    SamplePosting("sanh-mot-cua", "QT-TP-02", "2025-07-02 07:45"),
    SamplePosting("sanh-mot-cua", "QT-TP-03", "2025-07-02 07:50"),
    SamplePosting("sanh-mot-cua", "QT-TP-08", "2025-07-02 07:55"),
    SamplePosting("sanh-mot-cua", "QT-TP-10", "2025-07-02 08:00"),
    SamplePosting("sanh-mot-cua", "QT-TP-11", "2025-07-02 08:05"),
    SamplePosting("bang-a3-ho-tich", "QT-TP-04", "2025-07-02 08:20"),
    SamplePosting("bang-a3-ho-tich", "QT-TP-05", "2025-07-02 08:25"),
    SamplePosting("bang-a3-ho-tich", "QT-TP-06", "2025-07-02 08:30"),
    SamplePosting("bang-a3-ho-tich", "QT-TP-09", "2025-07-02 08:35"),
    SamplePosting("to-dan-pho-so-3", "QT-TP-01", "2025-07-03 15:10", "vanthu", "Tổ trưởng dân phố giữ chìa khóa tủ."),
    SamplePosting("to-dan-pho-so-3", "QT-TP-11", "2025-07-03 15:15", "vanthu"),
    SamplePosting("sanh-mot-cua", "QT-TP-03", "2026-01-02 08:10"),
    SamplePosting("bang-a3-ho-tich", "QT-TP-05", "2026-03-02 08:15"),
    SamplePosting("sanh-mot-cua", "QT-TP-10", "2026-08-10 08:05"),
    SamplePosting("sanh-mot-cua", "QT-TP-08", "2026-09-01 08:20"),
    SamplePosting("sanh-mot-cua", "QT-TP-01", "2026-10-01 07:35", note="Thay ngay đầu giờ sáng."),
)  # fmt: skip


def load_boards(office: Unit, people: Mapping[str, User]) -> None:
    """Make the boards and their history, unless boards are there.

    Args:
        office: the unit whose documents hang there.
        people: the sample's people by user name.
    """
    if NoticeBoard.objects.exists():
        return
    documents = {row.code: row for row in ControlledDocument.objects.filter(unit=office)}
    boards = {row.slug: _make(row, documents) for row in BOARDS}
    for row in POSTINGS:
        _record(row, boards[row.board], documents[row.code], people[row.by])


def _make(row: SampleBoard, documents: Mapping[str, ControlledDocument]) -> NoticeBoard:
    board = NoticeBoard.objects.create(
        slug=row.slug,
        name=row.name,
        place=row.place,
        unit=Unit.objects.get(slug=row.unit),
        size=row.size,
        valid_from=OPENED,
    )
    codes = [*row.codes, *(p.code for p in POSTINGS if p.board == row.slug and p.code not in row.codes)]
    for order, code in enumerate(dict.fromkeys(codes)):
        BoardDocument.objects.create(board=board, document=documents[code], sort_order=order)
    return board


def _record(row: SamplePosting, board: NoticeBoard, document: ControlledDocument, by: User) -> None:
    moment = timezone.make_aware(dt.datetime.fromisoformat(row.posted_at))
    version = IssuedVersion.objects.in_force_at(moment).get(document=document)
    hangs = Posting.objects.filter(board=board, version__document=document, take_down__isnull=True).first()
    if hangs is None:
        post_notice(board, version, posted_at=moment, by=by, now=moment, note=row.note)
    else:
        replace_notice(hangs, version, posted_at=moment, by=by, now=moment, note=row.note)
