"""What happens to one invented dossier, from the counter to the applicant. Pure; moments are absolute local minutes.

A dossier that is in time has every step in time, because a late step would have had to be answered for. A late one has
one late step, and its gate was opened the way it must be: explained, drafted, signed, sent, one new date.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dossiers.enums import StepKind
from dossiers.generation.office import CaseModel, Officer, StepModel, VersionModel
from organisation.worktime import Calendar, due_minute
from organisation.worktime.track import MINUTES_PER_DATE, Track

NOTICED = (5, 60)
EXPLAINED = (15, 200)
DRAFTED = (10, 200)
SIGNED = (10, 110)
SENT = (5, 50)
OVERDUE_BY = (30, 2_400)
AT_THE_COUNTER = (4, 15)
FETCHED = (5, 900)
WITHOUT_TIME = 30
"""Working minutes, from and to."""

Chooser = Callable[[StepModel], Sequence[Officer]]


@dataclass(slots=True)
class Run:
    """One step as it was done; `due` None: without a time of its own."""

    step: StepModel
    officer: Officer | None
    start: int
    due: int | None
    finish: int


@dataclass(slots=True)
class Lateness:
    """The way of the late step through the gate."""

    place: int
    detected: int
    explained: int
    drafted: int
    signed: int
    sent: int
    new_due: int


@dataclass(slots=True)
class History:
    """A whole life; what lies behind the horizon has not happened yet for whoever writes it down."""

    version: VersionModel
    case: CaseModel
    received: int
    due: int
    runs: list[Run] = field(default_factory=list)
    closed: int = 0
    lateness: Lateness | None = None

    @property
    def returned(self) -> int:
        """When the applicant had the result."""
        return self.runs[-1].finish


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a life depends on beside chance."""

    version: VersionModel
    case: CaseModel
    received: int
    due: int
    calendar: Calendar
    officers: Chooser

    @property
    def track(self) -> Track:
        """The minutes in which the limit counts."""
        return self.calendar.track(immediate=self.case.limit.uses_immediate_saturdays)


def in_time(about: Circumstances, bound: int, choose: random.Random) -> History:
    """A dossier whose result is ready by its due moment and by `bound`, every step in time."""
    track = about.track
    steps = about.version.steps
    until = min(about.due, bound)
    room = max(0, track.between(about.received, until))
    needed = sum(step.minutes or WITHOUT_TIME for step in steps if _is_office_work(step))
    pace = min(1.0, room / max(1, needed)) * choose.betavariate(2.2, 2.0) * 0.97
    return _live(about, pace, choose)


def left_open(about: Circumstances, horizon: int, choose: random.Random) -> History:
    """A dossier that is in hand at `horizon`, its step not yet late: each earlier step used up its time."""
    return _live(about, 1.0, choose)


def late(about: Circumstances, choose: random.Random) -> History:
    """A dossier that missed its due moment by one late step, with everything the gate asks for."""
    work = [n for n, step in enumerate(about.version.steps) if step.kind == StepKind.WORK and step.limit]
    intake = next(n for n, step in enumerate(about.version.steps) if step.kind == StepKind.INTAKE)
    return _live(about, choose.uniform(0.2, 0.7), choose, late_at=choose.choice(work or [intake]))


def _is_office_work(step: StepModel) -> bool:
    return step.kind not in (StepKind.SUBMISSION, StepKind.HANDOVER)


def _live(about: Circumstances, pace: float, choose: random.Random, late_at: int | None = None) -> History:
    track = about.track
    life = History(about.version, about.case, about.received, about.due)
    now = about.received
    for place, step in enumerate(about.version.steps):
        people = about.officers(step)
        officer = people[int(choose.random() * len(people))] if people else None
        due = _step_due(now, step, about.calendar, track)
        if step.kind == StepKind.SUBMISSION:
            finish = now
        elif step.kind == StepKind.INTAKE and place != late_at:
            finish = _at_the_counter(about, now, step, pace, choose)
        elif step.kind == StepKind.HANDOVER:
            life.closed, due = now, None
            finish = about.calendar.reception.add(now, choose.randint(*FETCHED))
        elif place == late_at:
            life.lateness, finish = _be_late(place, due or now, about, track, choose)
        else:
            part = 1.0 if pace == 1.0 else pace * choose.uniform(0.55, 1.0)
            finish = track.add(now, int((step.minutes or WITHOUT_TIME) * part))
        life.runs.append(Run(step, officer, now, due, finish))
        now = finish
    life.closed = life.closed or now
    return life


def _at_the_counter(
    about: Circumstances, now: int, step: StepModel, pace: float, choose: random.Random
) -> int:
    """A few minutes while the applicant waits, on Saturdays too; never longer than the pace allows."""
    allowed = int((step.minutes or WITHOUT_TIME) * pace)
    return about.calendar.reception.add(now, min(choose.randint(*AT_THE_COUNTER), allowed))


def _step_due(start: int, step: StepModel, calendar: Calendar, track: Track) -> int | None:
    if step.limit is None:
        return None
    if step.limit.whole_days:
        return due_minute(start, step.limit, calendar)
    return track.add(start, step.limit.loose_minutes)


def _be_late(
    place: int, step_due: int, about: Circumstances, track: Track, choose: random.Random
) -> tuple[Lateness, int]:
    """The lateness and the minute at which the step was done at last: after the letter, and after the promise."""
    moments = [step_due]
    for low, high in (NOTICED, EXPLAINED, DRAFTED, SIGNED, SENT):
        moments.append(track.add(moments[-1], choose.randint(low, high)))
    _due, detected, explained, drafted, signed, sent = moments
    overdue = track.add(max(about.due, step_due), choose.randint(*OVERDUE_BY))
    finish = track.add(max(overdue, sent), choose.randint(5, 60))
    ahead = sum(step.minutes or WITHOUT_TIME for step in about.version.steps[place + 1 :])
    new_due = track.closing_of_day_after(track.add(finish, max(1, ahead)) // MINUTES_PER_DATE, 1)
    return Lateness(place, detected, explained, drafted, signed, sent, new_due), finish
