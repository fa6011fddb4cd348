"""The steps of a dossier as the timeline and the ruler of the design take them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dossiers.enums import DossierState, Punctuality, StepKind, StepState
from dossiers.models import Dossier, DossierStep
from dossiers.presentation.deadlines import LATE, Clockface
from dossiers.rules.states import WAITING
from organisation.vietnamese_format import (
    VIETNAM,
    format_datetime,
    format_working_hours,
    format_working_minutes,
    lower_first,
)
from organisation.worktime import CalendarRangeError, working_minutes_between
from procedures.snapshot_reading import duration_words, expected_minutes

PUNCTUALITY = {
    Punctuality.EARLY: "early",
    Punctuality.ON_TIME: "on_time",
    Punctuality.OVERDUE: "late",
}


def timeline(
    dossier: Dossier, steps: Sequence[DossierStep], face: Clockface, paused_since: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """One entry per step: number, title, state, who, time, and how it stands.

    Args:
        paused_since: when the clock of the dossier stopped, where it stands still.
    """
    return [_entry(dossier, step, face, paused_since) for step in steps]


def _entry(
    dossier: Dossier, step: DossierStep, face: Clockface, paused_since: dt.datetime | None
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": step.number,
        "title": step.title,
        "state": "",
        "who": who(step),
        "duration": _duration(step),
        "time_words": _time_words(dossier, step, face, paused_since),
        "output": step.output,
        "form": step.form_code,
        "waits_outside": step.waits_outside and step.state != StepState.DONE,
        "note": step.note,
    }
    if step.state == StepState.DONE:
        entry["state"] = "done"
        if step.punctuality:
            entry["pill"] = {"state": PUNCTUALITY[Punctuality(step.punctuality)], "label": ""}
    elif step.state == StepState.ACTIVE:
        entry |= _in_hand(dossier, step, face)
    elif step.kind != StepKind.SUBMISSION:
        entry["state"] = "todo"
    return entry


def _in_hand(dossier: Dossier, step: DossierStep, face: Clockface) -> dict[str, Any]:
    deadline = face.deadline(step.due_at, dossier.competent_unit, stands_still=dossier.state in WAITING)
    if deadline.urgency == LATE:
        return {"state": "late", "pill": {"state": "late", "label": deadline.words}}
    if dossier.state in WAITING:
        return {"state": "now", "pill": {"state": "waiting", "label": str(DossierState(dossier.state).label)}}
    if step.due_at is None:
        return {"state": "now"}
    return {
        "state": "now",
        "pill": {"state": "today" if deadline.urgency == "today" else "in_time", "label": deadline.words},
    }


def who(step: DossierStep) -> str:
    """The person with unit, or the post while nobody is named."""
    if step.officer is None:
        return step.position
    unit = step.unit.short_name or step.unit.name if step.unit else ""
    return f"{step.officer}, {unit}" if unit else str(step.officer)


def _duration(step: DossierStep) -> dict[str, Any] | None:
    if step.duration_value is None:
        return None
    duration = {"value": str(step.duration_value.normalize()), "unit": step.duration_unit}
    return {**duration, "minutes": expected_minutes(duration)}


def _time_words(
    dossier: Dossier, step: DossierStep, face: Clockface, paused_since: dt.datetime | None
) -> str:
    """Used and allowed time of a step that is done; allowed time and due moment of one in hand."""
    duration = _duration(step)
    allowed = duration_words(duration, short=step.duration_unit != "calendar_day")
    if step.state == StepState.DONE and step.started_at and step.finished_at:
        used = _used(dossier, step, face)
        return f"{used} / {allowed}" if used and allowed else used or allowed
    if step.state == StepState.DONE and step.finished_at:
        return face.moment(step.finished_at)
    if step.state == StepState.ACTIVE and step.due_at:
        if dossier.state in WAITING:
            still = face.deadline(step.due_at, dossier.competent_unit, stands_still=True, since=paused_since)
            due = f"{still.in_sentence}; {lower_first(still.exact)}"
        else:
            due = _("due %(moment)s") % {"moment": face.moment(step.due_at)}
        return f"{allowed}, {due}" if allowed else due
    return allowed


def _used(dossier: Dossier, step: DossierStep, face: Clockface) -> str:
    """Working time between the beginning and the end of a step, as it was counted."""
    if step.started_at is None or step.finished_at is None:
        return ""
    try:
        minutes = working_minutes_between(
            step.started_at, step.finished_at, face.calendar(dossier.competent_unit)
        )
    except CalendarRangeError:
        return format_datetime(step.finished_at.astimezone(VIETNAM))
    return format_working_hours(minutes) if minutes < 480 else format_working_minutes(minutes)


def moments_of(steps: Sequence[DossierStep]) -> list[Any]:
    """Every moment a timeline asks the calendar about."""
    return [at for step in steps for at in (step.started_at, step.finished_at, step.due_at)]
