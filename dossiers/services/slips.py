"""Slips of the one-stop mechanism: numbered, frozen, with a check code (DOMAIN 3.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.timezone import localdate

from document_control.canonical import normalise, sha256_of
from document_control.check_codes import free_check_code
from dossiers.enums import EventKind, SlipKind
from dossiers.models import Dossier, Slip
from dossiers.selectors.office import OfficeMap
from dossiers.selectors.one_stop_forms import form_of
from dossiers.services.numbers import next_number
from dossiers.services.recording import record, signature_on
from organisation.models import User
from organisation.selectors import Signature
from organisation.vietnamese_format import VIETNAM


def moment_text(moment: dt.datetime | None) -> str | None:
    """A moment as it stands in the content of a paper: ISO, local time."""
    return moment.astimezone(VIETNAM).isoformat() if moment else None


def official_number(sequence: str, identifier: str, day: dt.date, sign: str) -> str:
    """The next number of a paper: one sequence per office and year ("12/2026/XL-H26.65")."""
    return f"{next_number(f'{sequence}:{identifier}:{day.year}')}/{day.year}/{sign}-{identifier}"


def issue_slip(
    dossier: Dossier,
    kind: SlipKind,
    *,
    actor: User,
    now: dt.datetime,
    details: dict[str, Any] | None = None,
) -> Slip:
    """Number and freeze a slip of a dossier, and tell it; the caller saves the dossier.

    Args:
        details: fields of the form that the dossier does not have itself: items, reason, legal_basis, stage, …

    Returns:
        The slip; its `content` has the fields of the circular's form, moments as ISO text.
    """
    day = localdate(now)
    form = form_of(kind, localdate(dossier.received_at) if dossier.received_at else day)
    signatory = signature_on(dossier, actor, day)
    number = _number(dossier, kind, day)
    content = normalise({**_common(dossier, number, signatory), **(details or {})})
    content_hash = sha256_of({"slip": kind.value, "number": number, "content": content})
    slip = Slip(
        dossier=dossier,
        kind=kind,
        number=number,
        form_set=form.form_set,
        form_number=form.number,
        title=form.name,
        content=content,
        content_hash=content_hash,
        check_code=free_check_code(content_hash),
        issued_at=now,
        issued_by=actor,
        signatory=signatory,
    )
    slip.save()
    record(
        dossier,
        EventKind.SLIP_ISSUED,
        now=now,
        actor=actor,
        data={"slip": kind.value, "number": number, "content_hash": content_hash},
    )
    return slip


def _number(dossier: Dossier, kind: SlipKind, day: dt.date) -> str:
    """The number of a slip; a dossier has one receipt, which carries the dossier's own code."""
    if kind == SlipKind.RECEIPT:
        return dossier.code
    identifier = OfficeMap(day).identifier(dossier.received_by_id, dossier.competent_unit_id)
    return official_number(f"slip:{kind}", identifier, day, kind.replace("-", ""))


def _common(dossier: Dossier, number: str, signatory: Signature) -> dict[str, Any]:
    """What every slip says about its dossier."""
    snapshot = dossier.version.snapshot
    rule = dossier.due_basis.get("rule") or {}
    return {
        "issuing_agency": dossier.received_by.name,
        "competent_unit": dossier.competent_unit.name,
        "number": number,
        "dossier_code": dossier.code,
        "secret": dossier.secret,
        "applicant_name": dossier.applicant_name,
        "applicant_address": dossier.applicant_address,
        "phone": dossier.applicant_phone,
        "email": dossier.applicant_email,
        "request": snapshot["title"],
        "procedure_code": snapshot["code"],
        "components": [paper for paper in dossier.papers if paper.get("is_there")],
        "sets": dossier.sets,
        "time_limit": {"value": str(rule.get("value", "")), "unit": rule.get("unit", "")},
        "received_at": moment_text(dossier.received_at),
        "due_at": moment_text(dossier.due_at),
        "return_channel": dossier.return_channel,
        "fee": dossier.fee_amount,
        "sequence_no": dossier.code.rpartition("-")[2],
        "officer": dict(signatory),
    }
