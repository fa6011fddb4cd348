"""Reads objectives with what they reached: recorded values, and counted ones where nothing is recorded yet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from audits.enums import ObjectiveState
from audits.measures import Scope, counted, is_counted
from audits.models import ObjectiveMeasurement, QualityObjective
from audits.review_policy import ReviewPolicy
from audits.rules.objectives import Measured, Verdict, begun, finished, periods_of, verdict
from dossiers.statistics.periods import Period
from organisation.selectors import unit_tree, units_under

LIVE = "live"
"""Source of a value that is counted as the page is made, and not recorded."""

MeasurementKey = tuple[int, dt.date]
"""An objective and the first day of a period."""


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """What is known of one period.

    Attributes:
        source: automatic, entered, live, or empty when nothing is known.
        number: of the recorded row, 0 for none.
        is_over: the period has ended; before that a value is only how it stands.
    """

    period: Period
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    verdict: Verdict
    source: str
    number: int
    is_over: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective with the values of its periods that have begun, the earliest first."""

    objective: QualityObjective
    values: tuple[PeriodValue, ...]
    is_counted: bool

    @property
    def latest(self) -> PeriodValue | None:
        """The value that speaks for the objective: of the last period that is over, else how it stands now."""
        known = [value for value in self.values if value.value is not None]
        over = [value for value in known if value.is_over]
        return over[-1] if over else known[-1] if known else None

    @property
    def running(self) -> PeriodValue | None:
        """How the period that has not ended stands, beside a value that is final."""
        known = [value for value in self.values if value.value is not None and not value.is_over]
        return known[-1] if known and known[-1] is not self.latest else None

    @property
    def verdict(self) -> Verdict:
        return self.latest.verdict if self.latest else Verdict.NOT_MEASURED

    @property
    def missing(self) -> list[PeriodValue]:
        """Periods that are over and wait for somebody to enter their value."""
        return [value for value in self.values if value.is_over and not value.source and not self.is_counted]


def latest_measurements(objective_ids: Iterable[int]) -> dict[MeasurementKey, ObjectiveMeasurement]:
    """The row that counts of each objective and period; one query."""
    rows = ObjectiveMeasurement.objects.filter(objective__in=list(objective_ids))
    return {(row.objective_id, row.period_from): row for row in rows.order_by("number")}


def with_scopes(
    objectives: Sequence[QualityObjective], now: dt.datetime
) -> Iterator[tuple[QualityObjective, Scope]]:
    """Each objective with what is counted for it; those of one unit share it. One query, none for no objective."""
    if not objectives:
        return
    tree, today = unit_tree(localdate(now)), localdate(now)
    expected: dict[int, set[Period]] = defaultdict(set)
    for objective in objectives:
        expected[objective.unit_id] |= set(begun(periods_of(objective.year, objective.frequency), today))
    scopes = {
        unit_id: Scope(units_under([unit_id], tree), now, sorted(periods))
        for unit_id, periods in expected.items()
    }
    for objective in objectives:
        yield objective, scopes[objective.unit_id]


def readable_objectives(policy: ReviewPolicy) -> QuerySet[QualityObjective]:
    """The objectives the person may read, with the names a list shows."""
    rows = QualityObjective.objects.select_related("owner", "unit", "office")
    if not policy.sees_objectives:
        return rows.none()
    rows = rows.filter(office__in=policy.audits.office_ids)
    if policy.sees_drafts:
        return rows
    known = Q(state__in=[ObjectiveState.APPROVED, ObjectiveState.CLOSED])
    return rows.filter(known | Q(owner=policy.user.pk))


def cards(objectives: Sequence[QualityObjective], now: dt.datetime) -> list[ObjectiveCard]:
    """Objectives with their values. The number of queries grows with units and measures, not with values."""
    latest = latest_measurements([objective.pk for objective in objectives])
    return [_card(objective, scope, latest, now) for objective, scope in with_scopes(objectives, now)]


def _card(
    objective: QualityObjective,
    scope: Scope,
    latest: dict[MeasurementKey, ObjectiveMeasurement],
    now: dt.datetime,
) -> ObjectiveCard:
    today = localdate(now)
    is_judged = objective.state in (ObjectiveState.APPROVED, ObjectiveState.CLOSED)
    periods = begun(periods_of(objective.year, objective.frequency), today) if is_judged else []
    over = set(finished(periods, today))
    unknown = [period for period in periods if (objective.pk, period.first) not in latest]
    is_automatic = is_counted(objective.measure)
    counts_now = is_automatic and unknown and objective.state != ObjectiveState.CLOSED
    live = dict(zip(unknown, counted(objective.measure, scope, unknown), strict=True)) if counts_now else {}
    values = tuple(
        _value(objective, period, latest.get((objective.pk, period.first)), live.get(period), period in over)
        for period in periods
    )
    return ObjectiveCard(objective, values, is_automatic)


def _value(
    objective: QualityObjective,
    period: Period,
    row: ObjectiveMeasurement | None,
    live: Measured | None,
    is_over: bool,
) -> PeriodValue:
    value = row.value if row else live.value if live else None
    known = row or live
    return PeriodValue(
        period=period,
        value=value,
        numerator=known.numerator if known else None,
        denominator=known.denominator if known else None,
        verdict=verdict(value, objective.operator, objective.target),
        source=row.source if row else LIVE if live and value is not None else "",
        number=row.number if row else 0,
        is_over=is_over,
        note=row.note if row else "",
    )


def measurements_of(objective: QualityObjective) -> list[ObjectiveMeasurement]:
    """Every row of an objective, corrections included, the latest period and row first."""
    rows = objective.measurements.select_related("by").order_by("-period_from", "-number")
    return list(rows)
