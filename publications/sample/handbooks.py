"""Two handbooks of the sample ward with their editions and readers, made by the real services at their own dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from document_control.enums import DocumentKind
from organisation.models import Unit, User
from publications.models import Handbook, HandbookEdition
from publications.services.handbooks import EditionDetails, acknowledge, approve_edition, prepare_edition

PREPARER, APPROVER = "thukyiso", "chutich"
EVERYBODY = (
    "chanhvanphong", "chutich", "chuyenvien", "danhgia", "diachinh", "ketoan", "kinhdoanh", "lanhdao", "motcua",
    "noivu", "thukyiso", "tiepdan", "truongphong", "truongphong2", "vanthu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleEdition:
    """An edition: prepared and approved at these local moments, read by these people (or all but those)."""

    prepared_at: str
    approved_at: str
    details: EditionDetails
    not_read_by: tuple[str, ...] = ()
    read_by: tuple[str, ...] = EVERYBODY


PROCESS_EDITIONS = (
    SampleEdition(
        "2025-08-04 14:30",
        "2025-08-05 09:00",
        EditionDetails(
            "Ban hành lần đầu: tập hợp 15 quy trình nội bộ của phường An Hòa.",
            decision_number="118/QĐ-UBND",
            decision_date=dt.date(2025, 8, 5),
        ),
    ),
    SampleEdition(
        "2026-01-19 10:15",
        "2026-01-20 08:30",
        EditionDetails(
            "Cập nhật quy trình xử lý hồ sơ quá hạn (QT-NB-07, lần ban hành 1.1).",
            decision_number="24/QĐ-UBND",
            decision_date=dt.date(2026, 1, 20),
        ),
        not_read_by=("chuyenvien", "diachinh", "motcua", "lanhdao", "tiepdan"),
    ),
)
FIELD_EDITIONS = (
    SampleEdition(
        "2026-10-05 15:00",
        "2026-10-06 08:00",
        EditionDetails("Ban hành lần đầu: các thủ tục hộ tịch giải quyết tại phường."),
        read_by=("chuyenvien", "motcua", "chanhvanphong"),
    ),
)


def load_handbooks(unit: Unit, people: Mapping[str, User]) -> None:
    """Make both handbooks, unless they are there.

    Args:
        unit: the ward that issues them.
        people: by user name; their roles must be given already.
    """
    processes, created = Handbook.objects.get_or_create(
        slug="quy-trinh-noi-bo",
        defaults={
            "code": "ST-NB-01",
            "title": "Sổ tay quy trình nội bộ",
            "subtitle": "Dùng cho cán bộ, công chức phường An Hòa",
            "unit": unit,
        },
    )
    if created:
        _issue(processes, PROCESS_EDITIONS, people)
    civil_status, created = Handbook.objects.get_or_create(
        slug="thu-tuc-ho-tich",
        defaults={
            "code": "ST-HT-01",
            "title": "Sổ tay thủ tục hộ tịch",
            "subtitle": "Các thủ tục hộ tịch giải quyết tại phường An Hòa",
            "unit": unit,
            "kind": DocumentKind.PROCEDURE,
            "only_field": "ho_tich",
        },
    )
    if created:
        _issue(civil_status, FIELD_EDITIONS, people)


def _moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def _issue(handbook: Handbook, editions: tuple[SampleEdition, ...], people: Mapping[str, User]) -> None:
    for sample in editions:
        proposal = prepare_edition(
            handbook, details=sample.details, by=people[PREPARER], now=_moment(sample.prepared_at)
        )
        edition = approve_edition(proposal, by=people[APPROVER], now=_moment(sample.approved_at))
        _read(edition, sample, people)


def _read(edition: HandbookEdition, sample: SampleEdition, people: Mapping[str, User]) -> None:
    """One after the other in the course of the day after the issue."""
    at = timezone.localtime(edition.effective_from).replace(hour=8, minute=10) + dt.timedelta(days=1)
    for username in sample.read_by:
        if username not in sample.not_read_by:
            acknowledge(edition, by=people[username], now=at)
            at += dt.timedelta(minutes=34)
