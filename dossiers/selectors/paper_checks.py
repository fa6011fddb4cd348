"""What the check of printed papers answers for slips and letters: kind, number, day and unit, never the applicant."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from document_control.enums import VersionState
from document_control.policies import DocumentPolicy
from dossiers.models import ApologyLetter, Slip
from publications.validity import Verdict


def slips_with(code: str) -> QuerySet[Slip]:
    """The slip that carries this check code, if there is one."""
    return Slip.objects.filter(check_code=code)


def letters_with(code: str) -> QuerySet[ApologyLetter]:
    """The signed apology letter that carries this check code, if there is one."""
    return ApologyLetter.objects.filter(check_code=code)


def slip_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about a slip; a later slip of the same kind for the same dossier replaces it."""
    slips = Slip.objects.select_related("dossier__received_by").defer("content")
    slip = slips.filter(check_code=code).first()
    if slip is None:
        return None
    later = (
        Slip.objects.filter(dossier=slip.dossier_id, kind=slip.kind, pk__gt=slip.pk).order_by("pk").first()
    )
    return Verdict(
        VersionState.SUPERSEDED if later else VersionState.IN_FORCE,
        is_open=True,
        name=slip.title,
        number=slip.number,
        check_code=_shown(slip.check_code),
        since=later.issued_at if later else slip.issued_at,
        current_number=later.number if later else "",
        issued_at=slip.issued_at,
        unit=slip.dossier.received_by.name,
    )


def letter_verdict(code: str, viewer: DocumentPolicy, now: dt.datetime) -> Verdict | None:
    """The answer about an apology letter; a later one signed for the same dossier replaces it."""
    letters = ApologyLetter.objects.select_related("dossier__competent_unit").filter(signed_at__isnull=False)
    letter = letters.filter(check_code=code).first()
    if letter is None or letter.signed_at is None:
        return None
    later = (
        letters.filter(dossier=letter.dossier_id, signed_at__gt=letter.signed_at)
        .order_by("signed_at")
        .first()
    )
    return Verdict(
        VersionState.SUPERSEDED if later else VersionState.IN_FORCE,
        is_open=True,
        name=letter.content["form_title"],
        number=letter.number,
        check_code=_shown(letter.check_code),
        since=later.signed_at if later else letter.signed_at,
        current_number=later.number if later else "",
        issued_at=letter.signed_at,
        unit=str(letter.signatory.get("unit") or letter.dossier.competent_unit.name),
    )


def _shown(code: str) -> str:
    """ "9F3C 71AB", as printed."""
    return " ".join(code.upper()[start : start + 4] for start in range(0, len(code), 4))
