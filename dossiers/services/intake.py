"""Dossiers come in: received at the counter, or handed in and then accepted, sent back or refused (DOMAIN 3.5)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text, normalise
from document_control.selectors import in_force
from dossiers.enums import DossierState, EventKind, SlipKind, StepKind
from dossiers.errors import IntakeError, NotAllowedError
from dossiers.models import Dossier, DossierStep
from dossiers.policies import ONE_STOP, DossierPolicy
from dossiers.rules import clock
from dossiers.rules.codes import code_key, dossier_code, new_secret
from dossiers.rules.step_kinds import kinds_of
from dossiers.selectors.clock import count_due
from dossiers.selectors.office import OfficeMap
from dossiers.services.intake_data import (
    Applicant,
    Intake,
    Paper,
    check_complete,
    check_intake,
    checklist,
    wrong_case,
)
from dossiers.services.moves import close, move_to, pass_own_steps, start_step
from dossiers.services.numbers import next_number
from dossiers.services.recording import changing, create, record, save_changed
from dossiers.services.slips import issue_slip
from organisation.models import User
from procedures.snapshot_reading import decimal_value, part, parts

__all__ = [
    "Applicant",
    "Intake",
    "Paper",
    "accept",
    "ask_before_reception",
    "checklist",
    "receive",
    "refuse_reception",
    "submit",
]


def receive(actor: User, intake: Intake, now: dt.datetime) -> Dossier:
    """Receive a complete dossier: its clock runs, its first step is in hand, its receipt (MC-01) is issued.

    The same `request_key` again (double click, retry, two tabs) gives the same dossier.

    Raises:
        IntakeError: version, case, channel or particulars do not fit, or papers are missing.
        NobodyForStepError: nobody can take the first step.
        NotAllowedError: the actor does not receive dossiers at this reception point.
    """
    now = now.replace(microsecond=0)
    _require_counter(actor, intake)
    return _once(intake.request_key, lambda: _receive(actor, intake, now))


def submit(intake: Intake, now: dt.datetime, actor: User | None = None) -> Dossier:
    """Take in what was handed in but not accepted yet: no clock, no steps; idempotent as `receive`.

    Args:
        actor: the officer who enters it; None for a submission from outside.

    Raises:
        IntakeError: version, case, channel or particulars do not fit.
        NotAllowedError: the actor does not receive dossiers at this reception point.
    """
    now = now.replace(microsecond=0)
    if actor is not None:
        _require_counter(actor, intake)
    return _once(intake.request_key, lambda: _submit(intake, now, actor))


def accept(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    papers: Sequence[Paper] | None = None,
    fee_amount: int | None = None,
) -> Dossier:
    """Receive what was handed in: the clock begins now, under the version in force now.

    Args:
        papers: the checklist as the officer ticked it; as handed in when left out.

    Raises:
        IntakeError: papers are missing, or the version in force no longer knows the case.
        NotAllowedError, StaleDossierError, NobodyForStepError.
    """
    now = now.replace(microsecond=0)
    with changing(dossier_id, lock_version) as dossier:
        _require_acceptance(actor, dossier)
        _take_version_in_force(dossier, now)
        if papers is not None:
            dossier.papers = normalise([*papers])
        if fee_amount is not None:
            dossier.fee_amount = fee_amount
        check_complete(dossier.version, dossier.case_code, dossier.papers)
        _begin(dossier, actor, now, before=move_to(dossier, DossierState.RECEIVED))
    return dossier


def ask_before_reception(
    actor: User, dossier_id: int, lock_version: int, now: dt.datetime, items: Sequence[str], reason: str
) -> Dossier:
    """Tell the applicant what is missing (MC-02); the dossier stays unreceived, no clock runs.

    Raises:
        IntakeError: nothing is asked for.
        NotAllowedError, StaleDossierError.
    """
    now = now.replace(microsecond=0)
    wanted = [clean_text(item).strip() for item in items if item.strip()]
    if not wanted:
        raise IntakeError(
            _("Write what is missing, one thing per line."), {"items": _("Write what is missing.")}
        )
    with changing(dossier_id, lock_version) as dossier:
        _require_acceptance(actor, dossier)
        dossier.supplement_count += 1
        record(
            dossier,
            EventKind.INTAKE_RETURNED,
            now=now,
            actor=actor,
            note=reason,
            data={"items": wanted},
        )
        details = {"items": wanted, "reason": reason, "stage": "intake", "guide": _contact(dossier)}
        issue_slip(dossier, SlipKind.SUPPLEMENT, actor=actor, now=now, details=details)
    return dossier


def refuse_reception(
    actor: User, dossier_id: int, lock_version: int, now: dt.datetime, reason: str, legal_basis: str
) -> Dossier:
    """Refuse what was handed in (MC-03). It never was received, so it counts in no figure.

    Raises:
        IntakeError: no reason.
        NotAllowedError, StaleDossierError.
    """
    now = now.replace(microsecond=0)
    if not reason.strip():
        message = _("Write why the dossier is refused.")
        raise IntakeError(message, {"reason": message})
    with changing(dossier_id, lock_version) as dossier:
        _require_acceptance(actor, dossier)
        before = move_to(dossier, DossierState.REFUSED_INTAKE)
        close(dossier, now)
        record(
            dossier,
            EventKind.INTAKE_REFUSED,
            now=now,
            actor=actor,
            from_state=before,
            note=reason,
            data={"legal_basis": legal_basis},
        )
        details = {"reason": reason, "legal_basis": legal_basis}
        issue_slip(dossier, SlipKind.REFUSAL, actor=actor, now=now, details=details)
    return dossier


# --- Once -----------------------------------------------------------------------------------------------


def _once(request_key: uuid.UUID, make: Any) -> Dossier:
    """The dossier of this key, made if it is new: the constraint decides between two who make it at once."""
    if known := _known(request_key):
        return known
    try:
        with transaction.atomic():
            made: Dossier = make()
            return made
    except IntegrityError:
        if known := _known(request_key):
            return known
        raise


def _known(request_key: uuid.UUID) -> Dossier | None:
    return Dossier.objects.filter(request_key=request_key).first()


# --- Making ---------------------------------------------------------------------------------------------


def _receive(actor: User, intake: Intake, now: dt.datetime) -> Dossier:
    check_intake(intake, now)
    check_complete(intake.version, intake.case_code, intake.papers)
    dossier = _new_dossier(intake, now, DossierState.RECEIVED)
    _set_clock(dossier, now)
    create(dossier)
    _begin(dossier, actor, now, before="")
    save_changed(dossier)
    return dossier


def _submit(intake: Intake, now: dt.datetime, actor: User | None) -> Dossier:
    check_intake(intake, now)
    dossier = _new_dossier(intake, now, DossierState.SUBMITTED)
    dossier.submitted_at = (intake.submitted_at or now).replace(microsecond=0)
    create(dossier)
    record(dossier, EventKind.SUBMITTED, now=now, actor=actor, from_state="", data=_facts(dossier))
    save_changed(dossier)
    return dossier


def _new_dossier(intake: Intake, now: dt.datetime, state: DossierState) -> Dossier:
    version, applicant = intake.version, intake.applicant
    code = new_code(intake.received_by.pk, intake.competent_unit.pk, localdate(now))
    return Dossier(
        code=code,
        code_key=code_key(code),
        external_code=intake.external_code.strip(),
        secret=new_secret(),
        request_key=intake.request_key,
        version=version,
        document_id=version.document_id,
        field_code=part(version.snapshot, "field").get("code", ""),
        case_code=intake.case_code,
        assisted_at=intake.assisted_at,
        received_by=intake.received_by,
        competent_unit=intake.competent_unit,
        channel=intake.channel,
        applicant_kind=applicant.kind,
        applicant_name=clean_text(applicant.name).strip(),
        applicant_address=clean_text(applicant.address).strip(),
        applicant_phone=applicant.phone.strip(),
        applicant_email=applicant.email.strip(),
        return_channel=intake.return_channel,
        papers=normalise([*intake.papers]),
        sets=intake.sets,
        fee_amount=intake.fee_amount,
        note=clean_text(intake.note).strip(),
        state=state,
        created_at=now,
        submitted_at=intake.submitted_at,
    )


def new_code(received_by_id: int, competent_unit_id: int, day: dt.date) -> str:
    """The next free code of a day: of the nearest official identifier above the reception point.

    Raises:
        IntakeError: neither the reception point nor the competent unit stands under one.
    """
    identifier = OfficeMap(day).identifier(received_by_id, competent_unit_id)
    if not identifier:
        raise IntakeError(
            _(
                "No unit here has an official identifier, so no code can be given. "
                "Ask the administrator to enter it with the unit."
            )
        )
    while True:
        code = dossier_code(identifier, day, next_number(f"dossier:{identifier}:{day}"))
        if not Dossier.objects.filter(
            code=code
        ).exists():  # a code brought in from elsewhere may be there already
            return code


def _set_clock(dossier: Dossier, now: dt.datetime) -> None:
    rule = clock.rule_of(dossier.version.snapshot, dossier.case_code)
    unit = dossier.competent_unit
    dossier.received_at, dossier.received_month = now, clock.month_of(now)
    dossier.due_at, calendar = count_due(unit, now, clock.limit_of(rule))
    dossier.due_basis = dict(clock.put_down(rule, dossier.case_code, now, unit.pk, calendar))


def _begin(dossier: Dossier, actor: User, now: dt.datetime, before: str) -> None:
    """What happens to every dossier at the moment of reception."""
    if dossier.received_at is None:
        _set_clock(dossier, now)
    dossier.receiver = actor
    steps = copy_steps(dossier)
    first = pass_own_steps(steps, 0, now)
    if first is None:
        raise IntakeError(
            _("This procedure has no steps for the office, so it cannot be run. Tell the authors.")
        )
    record(dossier, EventKind.RECEIVED, now=now, actor=actor, from_state=before, data=_facts(dossier))
    chosen = actor if first.kind == StepKind.INTAKE else None
    start_step(dossier, first, steps, now=now, actor=actor, chosen=chosen)
    issue_slip(dossier, SlipKind.RECEIPT, actor=actor, now=now)


def copy_steps(dossier: Dossier) -> list[DossierStep]:
    """Write the steps of the version for the dossier: where none hands the result over, one is added at the end."""
    rows = parts(dossier.version.snapshot, "steps")
    kinds = kinds_of([part(row, "role").get("code", "") for row in rows])
    steps = [
        DossierStep(
            dossier=dossier,
            number=row["number"],
            kind=kind,
            title=row["title"],
            role_code=part(row, "role").get("code", ""),
            position=row.get("position", ""),
            duration_value=decimal_value(part(row, "duration")),
            duration_unit=part(row, "duration").get("unit", ""),
            output=row.get("output", ""),
            form_code=row.get("form", ""),
            waits_outside=bool(row.get("waits_outside")),
        )
        for row, kind in zip(rows, kinds, strict=True)
    ]
    if StepKind.HANDOVER not in kinds:
        number = max(step.number for step in steps) + 1
        title = _("Hand over the result")
        steps.append(
            DossierStep(
                dossier=dossier, number=number, kind=StepKind.HANDOVER, title=title, role_code=ONE_STOP
            )
        )
    return DossierStep.objects.bulk_create(steps)


def _facts(dossier: Dossier) -> dict[str, Any]:
    """What the events of coming in say; nothing of the applicant."""
    return {
        "version": dossier.version_id,
        "document": dossier.document_id,
        "case": dossier.case_code,
        "channel": str(dossier.channel),
        "received_by": dossier.received_by_id,
        "competent_unit": dossier.competent_unit_id,
        "due": dossier.due_at.isoformat() if dossier.due_at else None,
    }


# --- Accepting ------------------------------------------------------------------------------------------


def _require_counter(actor: User, intake: Intake) -> None:
    policy = DossierPolicy(actor)
    if not policy.may_receive or intake.received_by.pk not in policy.unit_ids:
        raise NotAllowedError(_("Only an officer of this reception point receives dossiers here."))


def _require_acceptance(actor: User, dossier: Dossier) -> None:
    if not DossierPolicy(actor).may_accept(dossier):
        raise NotAllowedError(
            _(
                "Only an officer of this reception point decides on what was handed in, and only until it is received."
            )
        )


def _take_version_in_force(dossier: Dossier, now: dt.datetime) -> None:
    """A dossier runs by the version in force when it is received, not when it was handed in."""
    version = in_force(dossier.document, now)
    if version is None:
        raise IntakeError(_("This procedure is no longer in force. Refuse the reception and say so."))
    if problem := wrong_case(version, dossier.case_code):
        raise IntakeError(next(iter(problem.values())), problem)
    dossier.version = version
    dossier.field_code = part(version.snapshot, "field").get("code", "")


def _contact(dossier: Dossier) -> str:
    unit = dossier.received_by
    return " · ".join(text for text in (unit.name, unit.address, unit.phone) if text)
