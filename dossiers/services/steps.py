"""Steps are done, given back, or given to somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text
from dossiers.enums import DossierState, EventKind, Punctuality, StepKind, StepState
from dossiers.errors import DossierError, GateClosedError, IllegalMoveError, NotAllowedError
from dossiers.models import Dossier, DossierStep, LateIncident
from dossiers.policies import DossierPolicy
from dossiers.rules import gate
from dossiers.rules.states import ENDED, WAITING
from dossiers.selectors.officers import workers_among
from dossiers.services.assignment import give_to
from dossiers.services.gate_words import why_closed
from dossiers.services.interlinked import follow_child, hand_over_children
from dossiers.services.lateness import incident_in_hand, note_lateness, settle
from dossiers.services.moves import close, finish_step, move_to, pass_own_steps, start_step
from dossiers.services.recording import changing, record
from organisation.models import User


def complete_step(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    note: str = "",
    next_officer: User | None = None,
    result_number: str = "",
) -> Dossier:
    """Finish the step in hand and hand the dossier on to the next one.

    Args:
        next_officer: who gets the next step; the holder of its post when left out.
        result_number: number of the result, when this step gives it one.

    Raises:
        GateClosedError: the step is late and no apology letter is signed; the lateness is noted all the same.
        NotAllowedError, StaleDossierError, NobodyForStepError, DossierError.
    """
    now = now.replace(microsecond=0)
    lock_version = note_lateness(dossier_id, lock_version, now)
    with changing(dossier_id, lock_version) as dossier:
        steps, step = step_in_hand(actor, dossier)
        _require_open_gate(dossier)
        if result_number.strip():
            dossier.result_number = clean_text(result_number).strip()
        if step.officer_id != actor.pk:
            step.officer, step.unit_id = actor, workers_among([actor.pk], localdate(now)).get(actor.pk)
        finish_step(dossier, step, now=now, note=clean_text(note).strip())
        _hand_on(dossier, steps, step, actor=actor, now=now, chosen=next_officer)
        if step.punctuality == Punctuality.OVERDUE or step.rounds > 1:
            _settle_step(dossier, step, now, actor)
        dossier.is_held = False
    return dossier


def step_in_hand(actor: User, dossier: Dossier) -> tuple[list[DossierStep], DossierStep]:
    """The steps of a dossier and the one the actor may work on now.

    Raises:
        IllegalMoveError: the dossier is over, or its clock stands still.
        NotAllowedError: the step belongs to somebody else.
    """
    current = dossier.current_step
    if dossier.state in ENDED or current is None:
        raise IllegalMoveError(_("This dossier has no step in hand: it is “%(state)s”.") % _state(dossier))
    if not DossierPolicy(actor).may_work(dossier):
        raise NotAllowedError(
            _("The step “%(step)s” is in the hands of %(person)s. Only they can do this.")
            % {"step": current.title, "person": current.officer}
        )
    if dossier.state in WAITING:
        raise IllegalMoveError(
            _("The clock of this dossier stands still (%(state)s). Let it run again first.") % _state(dossier)
        )
    steps = list(dossier.steps.order_by("number"))
    step = next(each for each in steps if each.pk == current.pk)
    dossier.current_step = step
    return steps, step


def _state(dossier: Dossier) -> dict[str, str]:
    return {"state": str(DossierState(dossier.state).label).lower()}


def _require_open_gate(dossier: Dossier) -> None:
    if not dossier.is_held:
        return
    incident = incident_in_hand(dossier)
    if incident is not None and gate.keeps_closed(
        incident.state, does_hold=incident.holds, is_overridden=incident.overridden_at is not None
    ):
        raise GateClosedError(why_closed(dossier, incident))


def _hand_on(
    dossier: Dossier,
    steps: Sequence[DossierStep],
    step: DossierStep,
    *,
    actor: User,
    now: dt.datetime,
    chosen: User | None,
) -> None:
    """After a step: the next one begins, or the result lies ready, or it is handed over."""
    record(dossier, EventKind.STEP_COMPLETED, now=now, actor=actor, note=step.note, data=_facts(step))
    following = pass_own_steps(steps, steps.index(step) + 1, now)
    if following is None or following.kind == StepKind.HANDOVER:
        _make_ready(dossier, now, actor)
        follow_child(dossier, now=now, actor=actor)
    if following is not None:
        start_step(dossier, following, steps, now=now, actor=actor, chosen=chosen)
        return
    hand_over_children(dossier, now=now, actor=actor)
    before = move_to(dossier, DossierState.RETURNED)
    dossier.current_step, dossier.returned_at = None, now
    record(dossier, EventKind.RETURNED, now=now, actor=actor, from_state=before)


def _make_ready(dossier: Dossier, now: dt.datetime, actor: User) -> None:
    """The result lies at the counter: the moment that statistics judge."""
    if dossier.closed_at is not None:
        return
    before = move_to(dossier, DossierState.READY)
    close(dossier, now)
    record(
        dossier,
        EventKind.READY,
        now=now,
        actor=actor,
        from_state=before,
        data={"outcome": str(dossier.outcome), "result_number": dossier.result_number},
    )


def _facts(step: DossierStep) -> dict[str, object]:
    return {
        "step": step.number,
        "round": step.rounds,
        "officer": step.officer_id,
        "due": step.due_at.isoformat() if step.due_at else None,
        "ended": str(step.punctuality),
    }


def _settle_step(dossier: Dossier, step: DossierStep, now: dt.datetime, actor: User) -> None:
    incidents = LateIncident.objects.filter(step=step).select_related("step")
    settle(dossier, incidents, now=now, actor=actor)


def give_back(
    actor: User, dossier_id: int, lock_version: int, now: dt.datetime, to_number: int, reason: str
) -> Dossier:
    """Give the dossier back to an earlier step: it and everything after it is done again, with new due moments.

    The legal due moment stays. A held dossier is not given back: that would be a way round the gate.

    Raises:
        DossierError: no such earlier step, or no reason.
        GateClosedError, NotAllowedError, StaleDossierError, NobodyForStepError.
    """
    now, reason = now.replace(microsecond=0), clean_text(reason).strip()
    if not reason:
        message = _("Write why the dossier is given back, so that the other person knows what to do.")
        raise DossierError(message, {"reason": message})
    lock_version = note_lateness(dossier_id, lock_version, now)
    with changing(dossier_id, lock_version) as dossier:
        steps, step = step_in_hand(actor, dossier)
        _require_open_gate(dossier)
        target = _earlier_step(dossier, steps, step, to_number)
        place = steps.index(target)
        for each in steps[place : steps.index(step) + 1]:
            if each.kind != StepKind.SUBMISSION:
                _set_back(each)
        dossier.is_held = False
        record(
            dossier,
            EventKind.STEP_RETURNED,
            now=now,
            actor=actor,
            note=reason,
            data={"step": step.number, "to": target.number},
        )
        start_step(dossier, target, steps, now=now, actor=actor)
    return dossier


def _earlier_step(
    dossier: Dossier, steps: Sequence[DossierStep], step: DossierStep, to_number: int
) -> DossierStep:
    """The step a dossier may be given back to.

    Raises:
        DossierError: none with this number lies before the one in hand, or the result already lies ready.
    """
    if step.kind == StepKind.HANDOVER:
        raise IllegalMoveError(_("The result lies ready for the applicant; nothing is given back any more."))
    target = next(
        (
            each
            for each in steps[: steps.index(step)]
            if each.number == to_number and each.kind != StepKind.SUBMISSION
        ),
        None,
    )
    if target is None:
        message = _("Choose an earlier step of this dossier.")
        raise DossierError(message, {"to_number": message})
    return target


def _set_back(step: DossierStep) -> None:
    """A step that is done again: who had it keeps it; what its last round was stands in the events."""
    step.state, step.started_at, step.due_at = StepState.WAITING, None, None
    step.finished_at, step.punctuality = None, ""
    step.save()


def reassign(
    actor: User,
    dossier_id: int,
    lock_version: int,
    now: dt.datetime,
    step_number: int,
    officer: User,
    reason: str,
) -> Dossier:
    """Give a step that is not done to somebody else; its due moment stays.

    Raises:
        DossierError: no such step, no reason, or the person cannot do it.
        NotAllowedError: only a leader, or the head of the unit that has the step.
        StaleDossierError.
    """
    now, reason = now.replace(microsecond=0), clean_text(reason).strip()
    if not reason:
        message = _("Write why the step goes to somebody else.")
        raise DossierError(message, {"reason": message})
    lock_version = note_lateness(dossier_id, lock_version, now)
    with changing(dossier_id, lock_version) as dossier:
        step = dossier.steps.exclude(kind=StepKind.SUBMISSION).filter(number=step_number).first()
        if step is None or step.state == StepState.DONE or dossier.state in ENDED:
            message = _("This step is done already or does not exist. Choose one that is still to be done.")
            raise DossierError(message, {"step_number": message})
        if not DossierPolicy(actor).may_reassign(dossier, step):
            raise NotAllowedError(
                _("Only a leader, or the head of the unit that has the step, gives it to another.")
            )
        before = step.officer_id
        give_to(step, officer, localdate(now))
        step.save(update_fields=["officer", "unit"])
        if (
            step.kind == StepKind.WORK
            and dossier.handler_id in (before, None)
            and step.pk == dossier.current_step_id
        ):
            dossier.handler = officer
        record(
            dossier,
            EventKind.REASSIGNED,
            now=now,
            actor=actor,
            note=reason,
            data={"step": step.number, "from": before, "to": officer.pk},
        )
    return dossier
