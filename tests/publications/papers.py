"""Papers other than issued versions: handbooks and their editions."""

from publications.models import Handbook, HandbookEdition
from tests.factories.documents import at, make_office


def make_handbook():
    """The handbook of the ward's internal processes; used again when it exists."""
    return Handbook.objects.get_or_create(
        slug="so-tay",
        defaults={"code": "ST-NB", "title": "Sổ tay quy trình nội bộ", "unit": make_office().ward},
    )[0]


def issue_edition(check_code, *, number=1, effective_from=None, handbook=None):
    """An edition of a handbook without chapters, in force from 01/11/2026 unless told otherwise."""
    effective_from = effective_from or at("2026-11-01 00:00")
    handbook = handbook or make_handbook()
    return HandbookEdition.objects.create(
        handbook=handbook,
        number=number,
        title=handbook.title,
        content_hash=check_code.ljust(64, "0"),
        check_code=check_code,
        approvals=[],
        reason="Ban hành.",
        issued_at=min(effective_from, at("2026-10-25 08:00")),
        effective_from=effective_from,
    )
