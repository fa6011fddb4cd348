"""The dossiers behind a number: exactly those that the figure counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.db.models import Q, QuerySet

from dossiers.models import Dossier
from dossiers.statistics.counting import WAITING_STATES, local_month
from dossiers.statistics.from_rows import (
    CLOSED_MEASURES,
    as_of,
    counted_dossiers,
    measure_condition,
)
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Question
from procedures.enums import Channel

Condition = Callable[[Question, Period], Q]


def _new(question: Question, period: Period) -> Q:
    return Q(received_at__gte=period.start, received_at__lt=period.end)


def _received_before(moment: dt.datetime) -> Q:
    """Said by the stored month, so that the planner takes the index of `closed_at`, which leaves far fewer rows."""
    month = local_month(moment)
    return Q(received_month__lt=month) | Q(received_month=month, received_at__lt=moment)


def _not_closed_before(moment: dt.datetime, now: dt.datetime) -> Q:
    still_open = Q(closed_at__isnull=True)
    return still_open if moment >= now else still_open | Q(closed_at__gte=moment)


def _carried_over(question: Question, period: Period) -> Q:
    return _received_before(period.start) & _not_closed_before(period.start, question.now)


def _received(question: Question, period: Period) -> Q:
    return _received_before(period.end) & _not_closed_before(period.start, question.now)


def _pending(question: Question, period: Period) -> Q:
    return _received_before(period.end) & _not_closed_before(period.end, question.now)


def _past_due(question: Question, period: Period) -> Q:
    stands_still = Q(closed_at__isnull=True, state__in=sorted(WAITING_STATES))
    return _pending(question, period) & Q(due_at__lt=as_of(question, period)) & ~stands_still


def _within_due(question: Question, period: Period) -> Q:
    return _pending(question, period) & ~_past_due(question, period)


def _closed(question: Question, period: Period) -> Q:
    return Q(closed_at__gte=period.start, closed_at__lt=period.end, received_at__isnull=False)


def _resolved(question: Question, period: Period) -> Q:
    return _closed(question, period) & ~measure_condition("without_result")


def _kept(question: Question, period: Period) -> Q:
    return _resolved(question, period) & ~measure_condition("overdue")


def _closed_as(measure: str) -> Condition:
    return lambda question, period: _closed(question, period) & measure_condition(measure)


def _by_channel(channel: str) -> Condition:
    return lambda question, period: _new(question, period) & Q(channel=channel)


CONDITIONS: Mapping[str, Condition] = {
    "received": _received,
    "carried_over": _carried_over,
    "new": _new,
    "resolved": _resolved,
    "kept": _kept,
    "pending": _pending,
    "within_due": _within_due,
    "past_due": _past_due,
    **{measure: _closed_as(measure) for measure in CLOSED_MEASURES},
    **{channel: _by_channel(channel) for channel in Channel.values},
}
"""Which dossiers each measure of `Figures` counts, by its name."""


def dossiers_behind(measure: str, question: Question, period: Period) -> QuerySet[Dossier]:
    """The dossiers that `getattr(figures, measure)` counts.

    Raises:
        KeyError: no figure is called that.
    """
    condition = CONDITIONS[measure](question, period)
    return counted_dossiers().filter(condition, **question.conditions())
