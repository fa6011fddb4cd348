"""Four places where the sample ward posts its procedures: most notices right, one old, one missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import Unit, User
from procedures.sample.documents import SampleOffice
from publications.enums import BoardSize
from publications.models import BoardDocument, NoticeBoard
from publications.services.posting import post_notice

POSTED_BY = "motcua"
POSTED_AT = dt.time(8, 30)
"""The morning after a version takes effect."""


@dataclass(frozen=True, slots=True)
class SampleBoard:
    """A board; `outdated` documents keep the version before, `missing` ones do not hang."""

    slug: str
    name: str
    place: str
    unit: str
    size: BoardSize
    codes: tuple[str, ...]
    outdated: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = field(default=())


BOARDS = (
    SampleBoard(
        "bang-1",
        "Bảng 1, sảnh tiếp dân",
        "Tường bên phải cửa chính, Điểm phục vụ hành chính công, số 1 đường Minh Họa",
        "an-hoa-mot-cua",
        BoardSize.A4,
        ("QT-TP-01", "QT-TP-02", "QT-TP-03", "QT-TP-08", "QT-TP-11", "QT-KD-01"),
        outdated=("QT-TP-01",),
    ),
    SampleBoard(
        "bang-2",
        "Bảng 2, khu chờ",
        "Giá xoay cạnh dãy ghế chờ, tầng 1",
        "an-hoa-mot-cua",
        BoardSize.A3,
        ("QT-TP-05", "QT-TP-07", "QT-TP-10", "QT-TP-12"),
    ),
    SampleBoard(
        "man-hinh-sanh",
        "Màn hình sảnh",
        "Phía trên quầy số 2, tầng 1",
        "an-hoa-mot-cua",
        BoardSize.SCREEN,
        ("QT-TP-01", "QT-TP-03", "QT-TP-11", "QT-KD-01"),
    ),
    SampleBoard(
        "nha-van-hoa-to-5",
        "Bảng nhà văn hóa tổ dân phố 5",
        "Ngõ 12 phố Minh Họa",
        "an-hoa-van-phong",
        BoardSize.A3,
        ("QT-TP-01", "QT-TP-11"),
        missing=("QT-TP-11",),
    ),
)


def load_boards(office: SampleOffice) -> None:
    """Make the boards and post what hangs there, unless they are there."""
    now = timezone.now()
    documents = {document.code: document for document in ControlledDocument.objects.filter(unit=office.unit)}
    for sample in BOARDS:
        board, created = NoticeBoard.objects.get_or_create(
            slug=sample.slug,
            defaults={
                "name": sample.name,
                "place": sample.place,
                "unit": Unit.objects.get(slug=sample.unit),
                "size": sample.size,
            },
        )
        if created:
            _furnish(board, sample, documents, office.people, now)


def _furnish(
    board: NoticeBoard,
    sample: SampleBoard,
    documents: dict[str, ControlledDocument],
    people: dict[str, User],
    now: dt.datetime,
) -> None:
    by = people[POSTED_BY] if board.unit.slug == "an-hoa-mot-cua" else people["thukyiso"]
    for order, code in enumerate(sample.codes):
        BoardDocument.objects.create(board=board, document=documents[code], sort_order=order)
        if code in sample.missing or board.size == BoardSize.SCREEN:
            continue
        for version in _versions_to_post(documents[code], now, is_outdated=code in sample.outdated):
            at = min(_morning_after(version.effective_from), now)
            post_notice(board, version, posted_at=at, by=by, now=min(at + dt.timedelta(minutes=20), now))


def _morning_after(moment: dt.datetime) -> dt.datetime:
    day = timezone.localdate(moment) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, POSTED_AT))


def _versions_to_post(
    document: ControlledDocument, now: dt.datetime, *, is_outdated: bool
) -> list[IssuedVersion]:
    """The versions that took effect by now, the last two; for an outdated notice without the last."""
    versions = list(
        IssuedVersion.objects.filter(document=document, effective_from__lte=now)
        .uncancelled()
        .select_related("document")
        .order_by("chain_index")
    )[-2:]
    return versions[:-1] if is_outdated and len(versions) > 1 else versions
