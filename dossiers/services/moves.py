"""How a dossier goes from step to step and from state to state: what every verb is made of.

Functions change rows of steps and the dossier in memory; the verbs around them save the dossier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from dossiers.enums import DossierState, EventKind, Outcome, StepKind, StepState
from dossiers.errors import IllegalMoveError
from dossiers.models import Dossier, DossierStep
from dossiers.rules import clock
from dossiers.rules.states import ENDED_WITHOUT_RESULT, may_move
from dossiers.rules.step_kinds import state_at
from dossiers.selectors.clock import count_due, limit_of_step
from dossiers.services.assignment import name_officer
from dossiers.services.recording import record
from organisation.models import User

_BEGUN = ["state", "officer", "unit", "started_at", "due_at", "finished_at", "punctuality", "rounds"]


def move_to(dossier: Dossier, state: DossierState) -> str:
    """Put the dossier into a state, in memory; returns the state it had.

    Raises:
        IllegalMoveError: the table of moves does not know it.
    """
    before = DossierState(dossier.state)
    if state != before and not may_move(before, state):
        raise IllegalMoveError(
            _("A dossier that is “%(before)s” cannot become “%(after)s”. Read it again.")
            % {"before": before.label, "after": state.label}
        )
    dossier.state = state
    return before


def start_step(
    dossier: Dossier,
    step: DossierStep,
    steps: Sequence[DossierStep],
    *,
    now: dt.datetime,
    actor: User | None,
    chosen: User | None = None,
) -> None:
    """Put a step in hand: name its person, begin its clock, bring the dossier into the state it has then, tell it.

    Steps that are not written yet (`making.copy_steps`) are all written with the first that begins.

    Raises:
        NobodyForStepError: nobody can take it.
    """
    name_officer(dossier, step, steps, now=now, chosen=chosen, offering=actor)
    step.state, step.started_at, step.finished_at = StepState.ACTIVE, now, None
    step.punctuality, step.rounds = "", step.rounds + 1
    step.due_at = step_due(dossier, step, now)
    if step._state.adding:
        DossierStep.objects.bulk_create(steps)
    else:
        step.save(update_fields=_BEGUN)
    dossier.current_step = step
    before = move_to(dossier, state_of_step(steps, step))
    if step.kind == StepKind.WORK and dossier.handler_id is None:
        dossier.handler_id = step.officer_id
    record(
        dossier,
        EventKind.STEP_STARTED,
        now=now,
        actor=actor,
        from_state=before,
        data={
            "step": step.number,
            "round": step.rounds,
            "officer": step.officer_id,
            "unit": step.unit_id,
            "due": step.due_at.isoformat() if step.due_at else None,
        },
    )


def step_due(dossier: Dossier, step: DossierStep, started_at: dt.datetime) -> dt.datetime | None:
    """When a step begun now must be done; handing over never is due: who does not fetch it makes nobody late."""
    limit = limit_of_step(dossier, step)
    if limit is None or step.kind == StepKind.HANDOVER:
        return None
    due, _calendar = count_due(dossier.competent_unit, started_at, limit)
    return due


def finish_step(dossier: Dossier, step: DossierStep, *, now: dt.datetime, note: str = "") -> None:
    """Note that a step is done, and how it ended against its due moment."""
    step.state, step.finished_at, step.note = StepState.DONE, now, note
    limit = limit_of_step(dossier, step)
    step.punctuality = clock.ended(now, step.due_at, limit.unit) if step.due_at and limit else ""
    step.save(update_fields=["state", "finished_at", "note", "punctuality", "officer", "unit"])


def pass_own_steps(steps: Sequence[DossierStep], after: int, now: dt.datetime) -> DossierStep | None:
    """The next office step after a place (from 0); the applicant's own steps on the way count as done."""
    for step in steps[after:]:
        if step.state == StepState.DONE:
            continue
        if step.kind != StepKind.SUBMISSION:
            return step
        step.state, step.finished_at = StepState.DONE, now
        step.save(update_fields=["state", "finished_at"])
    return None


def state_of_step(steps: Sequence[DossierStep], step: DossierStep | None) -> DossierState:
    """The state of a dossier while this step is in hand."""
    return state_at([each.kind for each in steps], None if step is None else steps.index(step))


def close(dossier: Dossier, now: dt.datetime) -> None:
    """The result lies ready, or the dossier ended without one: fix how it counts (DOMAIN 3.10).

    Judged against the legal due moment, never the date an apology promised. What was never received counts nowhere.
    """
    if dossier.received_at is None:
        return
    dossier.closed_at, dossier.closed_month = now, clock.month_of(now)
    if dossier.state in ENDED_WITHOUT_RESULT:
        dossier.outcome = Outcome.WITHOUT_RESULT
    elif dossier.due_at is None:
        dossier.outcome = Outcome.ON_TIME
    else:
        unit = (dossier.due_basis.get("rule") or {}).get("unit", "")
        dossier.outcome = Outcome(clock.ended(now, dossier.due_at, unit).value)
