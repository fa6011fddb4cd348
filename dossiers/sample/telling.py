"""One sample dossier, run through the services by the people of the ward, at office hours of past days."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.timezone import localdate

from document_control.models import IssuedVersion
from dossiers.enums import DossierState, StepKind
from dossiers.models import Dossier, LateIncident
from dossiers.selectors.clock import add_office_minutes, calendar_over
from dossiers.services import intake as reception
from dossiers.services.intake import Applicant, Intake, checklist
from dossiers.services.intake_data import Paper
from dossiers.services.steps import complete_step
from organisation.models import Unit, User
from organisation.selectors import assignments_on
from organisation.vietnamese_format import MINUTES_PER_HOUR
from organisation.worktime.calendar import to_moment
from organisation.worktime.track import MINUTES_PER_DATE, Track
from procedures.enums import Channel
from procedures.snapshot_reading import parts

NAMESPACE = uuid.UUID("3c3f26f4-6b9f-4b0e-9a33-6b1d7ff6a5c1")
LONGEST_PAST = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Ward:
    """Where the sample dossiers are, who works there, and the moment of loading."""

    office: Unit
    counter: Unit
    people: dict[str, User]
    now: dt.datetime
    choose: random.Random

    def moment(self, back: int, minute: int) -> dt.datetime:
        """So many office minutes after the opening of a past working day; on day 0 so many before the loading.

        Before the office has been open for an hour, and on days off, the last working day is day 0.
        """
        calendar = calendar_over(self.office, self.now - LONGEST_PAST, self.now)
        track, at = calendar.ordinary, calendar.minute_of(self.now)
        day = localdate(self.now).toordinal()
        if track.between(day * MINUTES_PER_DATE, at) < MINUTES_PER_HOUR:
            day -= 1
        left = back
        while (closing := track.closing_on(day)) is None or left:
            left -= closing is not None
            day -= 1
        if back:
            return to_moment(track.add(day * MINUTES_PER_DATE, minute + 1))
        return to_moment(track.add(day * MINUTES_PER_DATE, self._open_until(day, at, track) - minute))

    @staticmethod
    def _open_until(day: int, at: int, track: Track) -> int:
        return track.between(day * MINUTES_PER_DATE, min(at, (day + 1) * MINUTES_PER_DATE))

    def later(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """So many office minutes later."""
        return add_office_minutes(self.office, start, max(1, minutes))

    def leader_beside(self, *others: int | None) -> User:
        """A leader who is none of these people."""
        day = localdate(self.now)
        leaders = [
            user
            for user in self.people.values()
            if user.pk not in others and assignments_on(user, day).filter(post__role__code="leader").exists()
        ]
        return sorted(leaders, key=lambda user: user.username)[0]


@dataclass(slots=True)
class Tale:
    """A dossier on its way."""

    ward: Ward
    dossier: Dossier
    now: dt.datetime

    def fresh(self) -> Dossier:
        """As it is stored now."""
        self.dossier = Dossier.objects.select_related("current_step__officer", "version").get(
            pk=self.dossier.pk
        )
        return self.dossier

    def pass_time(self, minutes: int) -> dt.datetime:
        """Let office time pass, not beyond the moment of loading."""
        self.now = min(self.ward.later(self.now, minutes), self.ward.now)
        return self.now

    def incident(self) -> LateIncident:
        """Its latest lateness."""
        return LateIncident.objects.filter(dossier=self.dossier).latest("pk")

    def act(self, verb: Callable[..., object], actor: User, **details: object) -> None:
        """Do one thing to the dossier now."""
        dossier = self.fresh()
        verb(actor, dossier.pk, dossier.lock_version, self.now, **details)

    def answer(self, verb: Callable[..., object], actor: User, **details: object) -> None:
        """Do one thing to its latest lateness now."""
        dossier = self.fresh()
        verb(actor, self.incident().pk, dossier.lock_version, self.now, **details)

    def complete(self, share: float) -> bool:
        """Finish the step in hand after a share of its time; False when that moment has not come yet."""
        step = self.fresh().current_step
        if step is None or step.officer is None:
            return False
        minutes = int(share * _minutes_of(step.duration_value, step.duration_unit))
        if self.ward.later(self.now, minutes) > self.ward.now:
            return False
        self.pass_time(minutes)
        result = f"{self.dossier.pk}/{self.now.year}" if step.kind == StepKind.ISSUING else ""
        self.act(complete_step, step.officer, result_number=result)
        return True

    def run_to_specialist(self, share: float = 0.1) -> None:
        """Finish steps until a specialist has the dossier."""
        while getattr(self.fresh().current_step, "role_code", "") != "specialist" and self.complete(share):
            pass

    def hurry_to(self, kind: StepKind, minutes_ago: int) -> None:
        """From shortly before the loading on, finish steps every few minutes until one of this kind is in hand."""
        self.now = max(self.now, self.ward.now - dt.timedelta(minutes=minutes_ago))
        while getattr(self.fresh().current_step, "kind", "") != kind:
            self.act(complete_step, self.worker())
            self.now += dt.timedelta(minutes=3)

    def worker(self) -> User:
        """Who has the step in hand."""
        step = self.fresh().current_step
        if step is None or step.officer is None:
            raise LookupError(f"nobody has {self.dossier} in hand")
        return step.officer

    def run_to(self, until: DossierState | StepKind, share: float = 0.4) -> None:
        """Finish steps until the dossier has this state, or a step of this kind in hand."""
        while (
            self.fresh().state != until
            and getattr(self.dossier.current_step, "kind", "") != until
            and self.complete(share)
        ):
            pass


def _minutes_of(value: object, unit: str) -> int:
    per_unit = {"working_day": 480, "working_hour": 60, "minute": 1}.get(unit, 60)
    return int(float(str(value)) * per_unit) if value else 30


def intake_of(
    ward: Ward, version: IssuedVersion, name: str, channel: Channel = Channel.DIRECT, key: str = ""
) -> Intake:
    """A complete intake of an invented applicant; `key` tells several of one applicant apart."""
    cases = [str(case["code"]) for case in parts(version.snapshot, "cases")]
    case = cases[0] if cases else ""
    group = ward.choose.randint(1, 24)
    applicant = Applicant(
        name, address=f"Tổ dân phố số {group}, {ward.office.short_name}", phone="0900 000 000"
    )
    papers: list[Paper] = [{**paper, "is_there": True} for paper in checklist(version, case)]
    return Intake(
        version=version,
        applicant=applicant,
        channel=channel,
        received_by=ward.counter,
        competent_unit=ward.office,
        case_code=case,
        papers=papers,
        request_key=uuid.uuid5(NAMESPACE, f"{name} {key}"),
    )


def receive(ward: Ward, code: str, name: str, back: int, minute: int) -> Tale:
    """A dossier of the procedure received so many working days ago."""
    now = ward.moment(back, minute)
    version = IssuedVersion.objects.in_force_at(now).get(document__code=code)
    officer = ward.people["motcua"]
    return Tale(ward, reception.receive(officer, intake_of(ward, version, name), now), now)
