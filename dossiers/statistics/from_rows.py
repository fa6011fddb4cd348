"""Exact figures straight from the dossiers, for any period and any of the three units.

Three queries however many periods: what came in, what was closed since, what is open. Each names the column that its
index begins with, so none reads the whole table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dossiers.enums import Outcome
from dossiers.models import Dossier
from dossiers.statistics.counting import WAITING_STATES
from dossiers.statistics.figures import Figures
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Answer, Dimension, Question
from procedures.enums import Channel

Amounts = dict[str, Count]
_STANDS_STILL = Q(state__in=sorted(WAITING_STATES))


def figures_from_rows(
    question: Question, periods: Sequence[Period], dimension: Dimension = Dimension.NONE
) -> Answer:
    """The figures of each group in each period; three queries."""
    parts = (
        (_new(question, periods), _came_in),
        (closed_since(question, min(period.start for period in periods)), _closed),
        (open_dossiers(question), _open),
    )
    groups: dict[Any, list[dict[str, int]]] = defaultdict(lambda: [defaultdict(int) for _p in periods])
    for rows, amounts_of in parts:
        amounts = {
            f"{name}_{number}": amount
            for number, period in enumerate(periods)
            for name, amount in amounts_of(question, period).items()
        }
        for line in _lines(question, rows, dimension, amounts):
            for name, value in line.items():
                measure, _dash, number = name.rpartition("_")
                if number.isdigit():
                    groups[line.get("group")][int(number)][measure] += value
    return {group: [_figures(sums) for sums in lines] for group, lines in groups.items()}


def _figures(sums: Mapping[str, int]) -> Figures:
    values = dict(sums)
    pending = values.pop("pending", 0)
    return Figures(**values, within_due=pending - values.get("past_due", 0))


def _lines(
    question: Question, rows: QuerySet[Dossier], dimension: Dimension, amounts: Amounts
) -> Iterable[dict[str, Any]]:
    if dimension == Dimension.NONE:
        return [rows.aggregate(**amounts)]
    column = question.column_of(dimension)
    return [
        {"group": line.pop(column), **line} for line in rows.order_by().values(column).annotate(**amounts)
    ]


# --- Which dossiers -----------------------------------------------------------------------------------------------
def counted_dossiers() -> QuerySet[Dossier]:
    """Dossiers that count: not the receipt that only joins others (`counting.contributions` says the same)."""
    return Dossier.objects.filter(is_group=False)


def _counted(question: Question) -> QuerySet[Dossier]:
    return counted_dossiers().filter(**question.conditions())


def _new(question: Question, periods: Sequence[Period]) -> QuerySet[Dossier]:
    start = min(period.start for period in periods)
    return _counted(question).filter(
        received_at__gte=start, received_at__lt=max(period.end for period in periods)
    )


def closed_since(question: Question, moment: Any) -> QuerySet[Dossier]:
    """Dossiers closed at `moment` or later that had been received."""
    return _counted(question).filter(closed_at__gte=moment, received_at__isnull=False)


def open_dossiers(question: Question) -> QuerySet[Dossier]:
    """Dossiers received and still open."""
    return _counted(question).filter(closed_at__isnull=True, received_at__isnull=False)


# --- What is counted of them --------------------------------------------------------------------------------------
def _came_in(question: Question, period: Period) -> Amounts:
    within = Q(received_at__gte=period.start, received_at__lt=period.end)
    return {channel: Count("pk", filter=within & Q(channel=channel)) for channel in Channel.values}


def _closed(question: Question, period: Period) -> Amounts:
    within = Q(closed_at__gte=period.start, closed_at__lt=period.end)
    later = Q(closed_at__gte=period.end, received_at__lt=period.end)
    amounts = {
        outcome: Count("pk", filter=within & measure_condition(outcome)) for outcome in CLOSED_MEASURES
    }
    return amounts | {
        "carried_over": Count("pk", filter=Q(closed_at__gte=period.start, received_at__lt=period.start)),
        "pending": Count("pk", filter=later),
        "past_due": Count("pk", filter=later & Q(due_at__lt=as_of(question, period))),
    }


def _open(question: Question, period: Period) -> Amounts:
    there = Q(received_at__lt=period.end)
    return {
        "carried_over": Count("pk", filter=Q(received_at__lt=period.start)),
        "pending": Count("pk", filter=there),
        "past_due": Count("pk", filter=there & Q(due_at__lt=as_of(question, period)) & ~_STANDS_STILL),
    }


CLOSED_MEASURES = (*Outcome.values, "overdue_with_new_date", "overdue_after_apology")


def measure_condition(measure: str) -> Q:
    """Which closed dossiers a measure counts."""
    if measure == "overdue_with_new_date":
        return Q(outcome=Outcome.OVERDUE, reappointed_due_at__isnull=False)
    if measure == "overdue_after_apology":
        return Q(outcome=Outcome.OVERDUE, closed_at__gt=F("reappointed_due_at"))
    return Q(outcome=measure)


def as_of(question: Question, period: Period) -> Any:
    """The moment at which pending dossiers of a period are judged."""
    return min(period.end, question.now)
