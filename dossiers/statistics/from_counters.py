"""Figures of whole months from the month counters: one query, and one more while a period runs.

Counters know the competent unit only, and whole months only; they say exactly what the rows say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Sum

from dossiers.enums import UnitBasis
from dossiers.models import MonthCounter
from dossiers.statistics.counting import MEASURES, WAITING_STATES
from dossiers.statistics.figures import Figures
from dossiers.statistics.from_rows import open_dossiers
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Answer, Dimension, Group, Question
from procedures.enums import Channel

MonthSums = Mapping[int, Mapping[str, int]]
"""Sums by month and measure; what came in also by channel ("direct", "postal", "online")."""

_IN_PERIOD = (
    *Channel.values,
    "early",
    "on_time",
    "overdue",
    "overdue_with_new_date",
    "overdue_after_apology",
    "without_result",
)
_CLOSING = ("early", "on_time", "overdue", "without_result")


def can_answer(question: Question, periods: Iterable[Period]) -> bool:
    """Do the counters know this? Whole months, or months until a day that is not over: nothing lies behind it."""
    if question.basis != UnitBasis.COMPETENT:
        return False
    return all(
        period.is_whole_months or (period.first.day == 1 and period.end > question.now) for period in periods
    )


def figures_from_counters(
    question: Question, periods: Sequence[Period], dimension: Dimension = Dimension.NONE
) -> Answer:
    """The figures of each group in each period."""
    sums = _sums(question, max(period.last_month for period in periods), dimension)
    past_due_now: Mapping[Group, int] = {}
    if any(period.end > question.now for period in periods):
        past_due_now = _past_due_now(question, dimension)
    return {
        group: [fold(months, period, _running(past_due_now, group, period, question)) for period in periods]
        for group, months in sums.items()
    }


def _running(
    past_due_now: Mapping[Group, int], group: Group, period: Period, question: Question
) -> int | None:
    return past_due_now.get(group, 0) if period.end > question.now else None


def _sums(question: Question, last_month: int, dimension: Dimension) -> dict[Group, MonthSums]:
    """The counters up to a month, by group, month and channel; one query."""
    counters = MonthCounter.objects.filter(**question.conditions(), month__lte=last_month).order_by()
    columns = [question.column_of(dimension)] if dimension else []
    lines = counters.values_list(*dict.fromkeys([*columns, "month", "channel"])).annotate(
        *(Sum(measure) for measure in MEASURES)
    )
    groups: dict[Group, dict[int, dict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for line in lines:
        keys, amounts = line[: -len(MEASURES)], line[-len(MEASURES) :]
        channel, month = (keys[0], keys[1]) if dimension == Dimension.CHANNEL else (keys[-1], keys[-2])
        months = groups[keys[0] if dimension else None][month]
        months[channel] += amounts[0]
        for measure, amount in zip(MEASURES, amounts, strict=True):
            months[measure] += amount
    return dict(groups)


def _past_due_now(question: Question, dimension: Dimension) -> dict[Any, int]:
    """How many open dossiers are past due at this moment, by group; reads only those that are."""
    rows = open_dossiers(question).filter(due_at__lt=question.now)
    rows = rows.exclude(state__in=sorted(WAITING_STATES)).order_by()
    if dimension == Dimension.NONE:
        return {None: rows.count()}
    return dict(rows.values_list(question.column_of(dimension)).annotate(Count("pk")))


def fold(months: MonthSums, period: Period, past_due_now: int | None = None) -> Figures:
    """The figures of one period from the sums of its months and of all months before. Pure.

    Args:
        past_due_now: what is past due at this moment, for a period that still runs; months know their ends only.
    """
    values: dict[str, int] = dict.fromkeys(_IN_PERIOD, 0)
    carried_over = pending = past_due = 0
    for month, sums in months.items():
        if month > period.last_month:
            continue
        balance = sums.get("received", 0) - sum(sums.get(measure, 0) for measure in _CLOSING)
        pending += balance
        past_due += sums.get("fell_due", 0) - sums.get("settled", 0)
        if month < period.first_month:
            carried_over += balance
        else:
            for measure in _IN_PERIOD:
                values[measure] += sums.get(measure, 0)
    if past_due_now is not None:
        past_due = past_due_now
    return Figures(carried_over=carried_over, **values, within_due=pending - past_due, past_due=past_due)
