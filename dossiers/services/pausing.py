"""The clock of a dossier stands still, runs on, or begins anew (DOMAIN 3.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import DossierState, EventKind, PauseKind, SlipKind
from dossiers.errors import DossierError, IllegalMoveError, NotAllowedError
from dossiers.models import ClockPause, Dossier, DossierSettings, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.rules import clock
from dossiers.selectors.clock import count_due, limit_of_step, pauses_of
from dossiers.services.interlinked import follow_child
from dossiers.services.lateness import note_lateness
from dossiers.services.moves import move_to
from dossiers.services.recording import changing, record
from dossiers.services.slips import issue_slip, moment_text
from dossiers.services.steps import step_in_hand
from organisation.models import User
from organisation.vietnamese_format import VIETNAM
from procedures.enums import SupplementRule
from procedures.snapshot_reading import part

WAITING_STATE = {
    PauseKind.SUPPLEMENT: DossierState.WAITING_SUPPLEMENT,
    PauseKind.FINANCE: DossierState.WAITING_FINANCE,
    PauseKind.EXTERNAL: DossierState.WAITING_EXTERNAL,
}


def pause(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    kind: PauseKind | str,
    reason: str,
    items: Sequence[str] = (),
    basis: str = "",
    expected_until: dt.date | None = None,
) -> Dossier:
    """Stop the clock: supplements are asked for (MC-02), a financial duty is due, or another agency has its time.

    Lateness before the pause is noted first and stays.

    Raises:
        DossierError: no reason, nothing asked for, asked too often, an expected day that is over, or the step does not
            wait for anybody outside.
        IllegalMoveError: the dossier is not being processed.
        NotAllowedError, StaleDossierError.
    """
    now, kind = now.replace(microsecond=0), PauseKind(kind)
    wanted = [clean_text(item).strip() for item in items if item.strip()]
    _check_words(kind, reason, wanted)
    _check_wait(expected_until, now)
    lock_version = note_lateness(dossier_id, lock_version, now)
    with changing(dossier_id, lock_version) as dossier:
        _steps, step = step_in_hand(actor, dossier)
        _check_kind(dossier, step, kind)
        before = move_to(dossier, WAITING_STATE[kind])
        ClockPause.objects.create(
            dossier=dossier,
            kind=kind,
            reason=clean_text(reason).strip(),
            basis=clean_text(basis).strip(),
            items=wanted,
            started_at=now,
            expected_until=expected_until,
        )
        data: dict[str, Any] = {"kind": kind.value, "items": wanted, "basis": basis}
        record(dossier, EventKind.PAUSED, now=now, actor=actor, from_state=before, note=reason, data=data)
        if kind == PauseKind.SUPPLEMENT:
            dossier.supplement_count += 1
            unit = dossier.competent_unit
            guide = " · ".join(text for text in (str(actor), unit.name, unit.phone) if text)
            details = {"items": wanted, "reason": reason, "stage": "appraisal", "guide": guide}
            issue_slip(dossier, SlipKind.SUPPLEMENT, actor=actor, now=now, details=details)
    return dossier


def _check_words(kind: PauseKind, reason: str, wanted: Sequence[str]) -> None:
    wrong = {}
    if not reason.strip():
        wrong["reason"] = _("Write why the clock stands still.")
    if kind == PauseKind.SUPPLEMENT and not wanted:
        wrong["items"] = _("Write what is missing, one thing per line: everything at once.")
    if wrong:
        raise DossierError(next(iter(wrong.values())), wrong)


def _check_wait(expected_until: dt.date | None, now: dt.datetime) -> None:
    if expected_until is not None and expected_until < localdate(now):
        message = _("This day is over. Choose today or a later day, or leave it empty.")
        raise DossierError(message, {"expected_until": message})


def _check_kind(dossier: Dossier, step: DossierStep, kind: PauseKind) -> None:
    """May the clock of this dossier stand still for this?

    Raises:
        DossierError: supplements were asked for as often as allowed, or the procedure does not exclude the wait.
    """
    if kind == PauseKind.EXTERNAL and not step.waits_outside:
        message = _("The procedure does not take this step out of the time limit, so the clock runs on.")
        raise DossierError(message, {"kind": message})
    if kind == PauseKind.SUPPLEMENT:
        asked = dossier.pauses.filter(kind=PauseKind.SUPPLEMENT).count()
        allowed = DossierSettings.chosen().supplements_per_stage
        if asked >= allowed:
            message = _(
                "Supplements were asked for %(asked)s time(s) already, as often as allowed. "
                "Decide on the dossier as it is."
            ) % {"asked": asked}
            raise DossierError(message, {"kind": message})


def resume(actor: User, dossier_id: int, lock_version: int, now: dt.datetime, note: str = "") -> Dossier:
    """What was waited for has come. After a supplement the procedure says whether the clock goes on or begins anew.

    Going on shifts the due moments of the dossier and of the step in hand by exactly the paused working time.

    Args:
        note: what came in; a supplement must be told.

    Raises:
        DossierError: a supplement without a word on what came in.
        IllegalMoveError: the clock is running.
        NotAllowedError, StaleDossierError.
    """
    now = now.replace(microsecond=0)
    with changing(dossier_id, lock_version) as dossier:
        running = dossier.pauses.filter(ended_at__isnull=True).first()
        if running is None:
            raise IllegalMoveError(_("The clock of this dossier is running already."))
        if not DossierPolicy(actor).may_resume(dossier):
            raise NotAllowedError(_("Only the counter, or whoever has the step, lets the clock run again."))
        note = clean_text(note).strip()
        if running.kind == PauseKind.SUPPLEMENT and not note:
            message = _("Write what the applicant brought. One line will do.")
            raise DossierError(message, {"note": message})
        running.ended_at = now
        running.save(update_fields=["ended_at"])
        before, due_before = move_to(dossier, DossierState.IN_PROGRESS), dossier.due_at
        is_anew = running.kind == PauseKind.SUPPLEMENT and _begins_anew(dossier)
        if is_anew:
            dossier.due_basis = {
                **dossier.due_basis,
                "begun": now.astimezone(VIETNAM).isoformat(),
                "is_restarted": True,
            }
        recount(dossier)
        record(
            dossier,
            EventKind.RESTARTED if is_anew else EventKind.RESUMED,
            now=now,
            actor=actor,
            from_state=before,
            note=note,
            data={"due_before": moment_text(due_before), "due": moment_text(dossier.due_at)},
        )
        follow_child(dossier, now=now, actor=actor)
    return dossier


def _begins_anew(dossier: Dossier) -> bool:
    rule = part(dossier.version.snapshot, "time_limit").get("supplement_rule")
    return bool(rule == SupplementRule.RESTART)


def recount(dossier: Dossier) -> None:
    """Count the due moments of a dossier and of its step in hand again, under the calendar as it is now.

    The caller saves the dossier and tells why.
    """
    if not dossier.due_basis.get("rule"):
        return
    unit, begun = dossier.competent_unit, clock.begun_at(dossier.due_basis)
    rows = list(dossier.pauses.all())
    limit = clock.limit_of(dossier.due_basis["rule"])
    dossier.due_at, calendar = count_due(unit, begun, limit, pauses_of(dossier, begun, rows))
    dossier.due_basis = {**dossier.due_basis, "calendar": calendar.version}
    step = dossier.current_step
    if step is None or step.due_at is None or step.started_at is None:
        return
    step_limit, since = limit_of_step(dossier, step), max(step.started_at, begun)
    if step_limit is not None:
        step.due_at, _calendar = count_due(unit, since, step_limit, pauses_of(dossier, since, rows))
        step.save(update_fields=["due_at"])
