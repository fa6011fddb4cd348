"""Dossiers come in: received at the counter, or handed in and then accepted, sent back or refused (DOMAIN 3.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text, normalise
from document_control.selectors import in_force
from dossiers.enums import DossierState, EventKind, SlipKind
from dossiers.errors import IntakeError, NotAllowedError
from dossiers.models import Dossier, DossierSettings
from dossiers.policies import DossierPolicy
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
from dossiers.services.making import begin, facts_of, new_dossier, official_identifier, once, set_clock
from dossiers.services.moves import close, move_to
from dossiers.services.recording import changing, create, record, save_changed
from dossiers.services.slips import issue_slip
from organisation.models import User
from procedures.snapshot_reading import part

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
    policy = require_counter(actor, intake)
    return once(
        intake.request_key, lambda: _receive(actor, intake, now, OfficeMap(localdate(now), policy.tree))
    )


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
        require_counter(actor, intake)
    return once(intake.request_key, lambda: _submit(intake, now, actor))


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
        set_clock(dossier, now)
        begin(dossier, actor, now, before=move_to(dossier, DossierState.RECEIVED))
        issue_slip(dossier, SlipKind.RECEIPT, actor=actor, now=now)
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
        _require_first_request(dossier)
        dossier.supplement_count += 1
        record(
            dossier,
            EventKind.INTAKE_RETURNED,
            now=now,
            actor=actor,
            note=reason,
            data={"items": wanted},
        )
        details = {
            "items": wanted,
            "paper_notes": _paper_notes(dossier, wanted),
            "reason": reason,
            "stage": "intake",
            "guide": _contact(dossier),
        }
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


# --- Making ---------------------------------------------------------------------------------------------


def _receive(actor: User, intake: Intake, now: dt.datetime, office: OfficeMap) -> Dossier:
    check_intake(intake, now)
    check_complete(intake.version, intake.case_code, intake.papers)
    identifier = official_identifier(intake.received_by.pk, intake.competent_unit.pk, office)
    dossier = new_dossier(intake, now, DossierState.RECEIVED, identifier)
    set_clock(dossier, now)
    create(dossier)
    begin(dossier, actor, now, before="")
    issue_slip(dossier, SlipKind.RECEIPT, actor=actor, now=now)
    save_changed(dossier)
    return dossier


def _submit(intake: Intake, now: dt.datetime, actor: User | None) -> Dossier:
    check_intake(intake, now)
    office = OfficeMap(localdate(now))
    identifier = official_identifier(intake.received_by.pk, intake.competent_unit.pk, office)
    dossier = new_dossier(intake, now, DossierState.SUBMITTED, identifier)
    dossier.submitted_at = (intake.submitted_at or now).replace(microsecond=0)
    create(dossier)
    record(dossier, EventKind.SUBMITTED, now=now, actor=actor, from_state="", data=facts_of(dossier))
    save_changed(dossier)
    return dossier


# --- Accepting ------------------------------------------------------------------------------------------


def require_counter(actor: User, intake: Intake) -> DossierPolicy:
    """Does the person receive dossiers at this reception point? Returns the person's rights.

    Raises:
        NotAllowedError.
    """
    policy = DossierPolicy(actor)
    if not policy.may_receive or intake.received_by.pk not in policy.counter_ids:
        raise NotAllowedError(_("Only an officer of this reception point receives dossiers here."))
    return policy


def _require_acceptance(actor: User, dossier: Dossier) -> None:
    if not DossierPolicy(actor).may_accept(dossier):
        raise NotAllowedError(
            _(
                "Only an officer of this reception point decides on what was handed in, and only until it is received."
            )
        )


def _require_first_request(dossier: Dossier) -> None:
    """Everything that is missing is asked for at once; how often is a setting."""
    if dossier.supplement_count >= DossierSettings.chosen().supplements_per_stage:
        raise IntakeError(
            _(
                "Supplements were asked for already, as often as allowed. Accept the dossier or refuse the reception."
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


def _paper_notes(dossier: Dossier, wanted: Sequence[str]) -> list[dict[str, str]]:
    """What the officer noted about single papers, unless it is asked for in the same words."""
    noted = [{"name": paper["name"], "note": paper["note"]} for paper in dossier.papers if paper.get("note")]
    return [paper for paper in noted if f"{paper['name']}: {paper['note']}" not in wanted]


def _contact(dossier: Dossier) -> str:
    unit = dossier.received_by
    return " · ".join(text for text in (unit.name, unit.address, unit.phone) if text)
