"""Makes the dossiers of a plan day by day and writes them in batches of whole days; memory holds one batch."""

from __future__ import annotations

import datetime as dt
import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from dossiers.bulk_tables import MomentTexts, insert, take_ids
from dossiers.generation import spread
from dossiers.generation.histories import Circumstances, History, in_time, late, left_open
from dossiers.generation.office import CaseModel, Office, VersionModel
from dossiers.generation.plans import Plan, Quotas, draw_quotas
from dossiers.generation.rows import Named, RowMaker, Rows
from dossiers.models import ApologyLetter, Dossier, DossierEvent, DossierStep, LateIncident, Sequence
from dossiers.rules.codes import dossier_code
from organisation.worktime import due_minute
from organisation.worktime.calendar import to_moment
from procedures.enums import Channel

BATCH = 2_000
TRIES = 40
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """One dossier before it has a code."""

    day: dt.date
    life: History
    channel: str
    stands_in: bool


@dataclass(slots=True)
class Maker:
    """Draws the dossiers of a plan; the same plan, seed and office give the same codes and moments."""

    plan: Plan
    office: Office
    seed: int
    choose: random.Random = field(init=False)
    horizon: int = field(init=False)
    _offers: dict[dt.date, list[tuple[VersionModel, bool]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.choose = random.Random(f"{self.plan.name} {self.seed}")  # noqa: S311
        self.horizon = self.office.calendar.minute_of(self.plan.horizon)

    def days(self) -> Iterator[list[Made]]:
        """All dossiers, a day at a time, each day in order of reception."""
        days = spread.open_days(self.office.calendar, self.plan.first, self._last_day())
        shares = spread.per_day(days, self.plan.total, self.choose)
        quotas = draw_quotas(self.plan, self.choose, shares)
        number = 0
        for day, count in zip(days, shares, strict=True):
            minutes = spread.minutes_of(day, count, self.office.calendar.reception, self.choose)
            made = [self._make(day, minute, number + place, quotas) for place, minute in enumerate(minutes)]
            number += count
            yield sorted(made, key=lambda one: one.life.received)

    def _last_day(self) -> dt.date:
        """The last day of reception: where everything must be done by the horizon, the last one of work before it."""
        day, ordinary = self.plan.last, self.office.calendar.ordinary
        while self.plan.still_open is not None and ordinary.closing_on(day.toordinal()) is None:
            day -= dt.timedelta(days=1)
        return day

    def _make(self, day: dt.date, minute: int, number: int, quotas: Quotas) -> Made:
        stays_open = number in quotas.left_open
        about, stands_in = self._circumstances(day, min(minute, self.horizon - 1), stays_open)
        if number in quotas.late:
            life = late(about, self.choose)
        elif stays_open:
            life = left_open(about, self.horizon, self.choose)
        else:
            bound = about.due if self.plan.still_open is None else self.horizon
            life = in_time(about, bound, self.choose)
        return Made(day, life, self._channel(about.version, number, quotas), stands_in)

    def _channel(self, version: VersionModel, number: int, quotas: Quotas) -> str:
        if quotas.online is not None:
            is_online = number in quotas.online
        else:
            is_online = Channel.ONLINE in version.channels and self.choose.random() < 0.22
        return (Channel.ONLINE if is_online else Channel.DIRECT).value

    def _circumstances(self, day: dt.date, minute: int, stays_open: bool) -> tuple[Circumstances, bool]:
        """Procedure, case and due moment; near the end of a plan such that it is done, or is not, by then."""
        offers = self._offered(day)
        midnight = minute - minute % 1440
        for _try in range(TRIES):
            version, stands_in = self.choose.choices(offers, [offer[0].weight for offer in offers])[0]
            if stays_open:
                version, stands_in = max(offers, key=lambda offer: offer[0].longest_minutes)
            case = self.choose.choice(version.cases)
            about = self._about(day, minute, version, case)
            if self.plan.still_open is None or stays_open or about.due <= self.horizon:
                return about, stands_in
            minute = self.office.calendar.reception.next_start(midnight) + self.choose.randint(5, 200)
        raise LookupError("no procedure can be done by the end of the plan")

    def _about(self, day: dt.date, minute: int, version: VersionModel, case: CaseModel) -> Circumstances:
        calendar, people = self.office.calendar, self.office.people
        return Circumstances(
            version,
            case,
            minute,
            due_minute(minute, case.limit, calendar),
            calendar,
            lambda step: people.for_step(step.role, step.position, day) if step.role != "citizen" else [],
        )

    def _offered(self, day: dt.date) -> list[tuple[VersionModel, bool]]:
        """The versions received on a day (as they stood at its first minute)."""
        if day not in self._offers:
            morning = to_moment(day.toordinal() * 1440)
            found = (procedure.at(morning) for procedure in self.office.procedures)
            self._offers.clear()
            self._offers[day] = [offer for offer in found if offer]
        return self._offers[day]


def write(maker: Maker, report: Progress) -> int:
    """Write every dossier of the plan; each batch is a transaction, so what a broken-off run leaves is whole.

    Returns:
        how many dossiers were written.
    """
    done = 0
    with _no_search_for_cycles():
        for batch in write_batches(maker):
            done += len(batch.dossiers)
            report(done, maker.plan.total)
    return done


def write_batches(maker: Maker) -> Iterator[Rows]:
    """Write batch by batch, and give what was written of each."""
    rows = RowMaker(
        office=maker.office,
        horizon=maker.horizon,
        moments=MomentTexts(),
        origin={"generated": True, "plan": maker.plan.name, "seed": maker.seed},
        whole_log=maker.plan.has_whole_logs,
        choose=maker.choose,
    )
    for made in _batches(maker):
        yield write_batch(made, rows)


def _batches(maker: Maker) -> Iterator[list[Made]]:
    """What is drawn, in whole days."""
    waiting: list[Made] = []
    for day in maker.days():
        waiting += day
        if len(waiting) >= BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rows are flat: what is written is freed by counting references, and looking for cycles among millions of rows
    takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_batch(made: list[Made], maker: RowMaker) -> Rows:
    """Give these dossiers codes and keys and store them; one transaction."""
    batch = Rows()
    with transaction.atomic():
        codes = _codes(made, maker.office)
        dossiers = iter(take_ids(Dossier, len(made)))
        steps = iter(take_ids(DossierStep, sum(len(one.life.runs) for one in made)))
        late = sum(one.life.lateness is not None for one in made)
        incidents = iter(take_ids(LateIncident, late) if late else ())
        for one, code in zip(made, codes, strict=True):
            first_step = next(steps)
            for _run in one.life.runs[1:]:
                next(steps)
            incident = next(incidents) if one.life.lateness else 0
            named = Named(next(dossiers), first_step, incident, code, one.channel, one.stands_in)
            maker.add(one.life, named, batch)
        store(batch)
    return batch


def store(batch: Rows) -> None:
    """Write the rows of a batch, table by table."""
    insert(Dossier, batch.dossiers)
    insert(DossierStep, batch.steps)
    insert(DossierEvent, batch.events)
    insert(LateIncident, batch.incidents)
    insert(ApologyLetter, batch.letters)


def _codes(made: list[Made], office: Office) -> list[str]:
    """Codes in order of reception, after those that each day has already."""
    names = {one.day: f"dossier:{office.code}:{one.day}" for one in made}
    last = dict(Sequence.objects.filter(name__in=names.values()).values_list("name", "last"))
    codes = []
    for one in made:
        name = names[one.day]
        last[name] = last.get(name, 0) + 1
        codes.append(dossier_code(office.code, one.day, last[name]))
    Sequence.objects.bulk_create(
        [Sequence(name=name, last=number) for name, number in last.items()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["last"],
    )
    return codes


def gather_statistics() -> None:
    """Let the database look at what it holds now; without it its plans are those of an empty table."""
    with connection.cursor() as cursor:
        for model in (Dossier, DossierStep, DossierEvent, LateIncident):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
