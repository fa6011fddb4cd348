"""Figures that the system counts itself and proposes for a component: the questions put to the statistics.

A ward or district is asked by the dossiers it is competent for. A division of a ward is no competent unit: it is asked
by the dossiers whose handler works there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from audits.enums import IndexMeasure, IndexTarget
from audits.models import Assessment
from dossiers.enums import UnitBasis
from dossiers.models import LateIncident
from dossiers.statistics.answers import figures_by, figures_of
from dossiers.statistics.figures import Figures, Rate
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Dimension, Question
from organisation.models import Assignment
from organisation.selectors import UnitTree, units_under


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of a unit in a year; `question` says in words what was counted."""

    measure: str
    rate: Rate
    question: str

    def as_json(self) -> dict[str, Any]:
        """Kept beside the points that came of it."""
        return {"measure": self.measure, "question": self.question, **self.rate.as_json()}


def measured(
    assessment: Assessment, wanted: Iterable[str], tree: UnitTree, now: dt.datetime
) -> dict[str, Measured]:
    """The figures of a unit, and of all below it, from the first to the last day of the year scored.

    Args:
        wanted: keys of `IndexMeasure`; empty ones are passed over.

    Returns:
        By key; a figure of which there was nothing to count is left out, because nothing is not 0 %.
    """
    keys = {key for key in wanted if key}
    if not keys:
        return {}
    unit_ids = units_under([assessment.unit_id], tree)
    period = Period(dt.date(assessment.year, 1, 1), dt.date(assessment.year, 12, 31))
    found: dict[str, Rate] = {}
    if keys & _OF_DOSSIERS.keys():
        figures = _figures(assessment, unit_ids, period, tree, now)
        found |= {key: _OF_DOSSIERS[key](figures) for key in keys & _OF_DOSSIERS.keys()}
    if IndexMeasure.LETTERS_PRESENT in keys:
        found[IndexMeasure.LETTERS_PRESENT.value] = _letters(unit_ids, period)
    about = f"{assessment.unit.short_name}, {period.words}"
    return {
        key: Measured(key, rate, f"{about}: {IndexMeasure(key).label}")
        for key, rate in found.items()
        if rate.whole
    }


_OF_DOSSIERS: dict[str, Callable[[Figures], Rate]] = {
    IndexMeasure.ON_TIME_RATE.value: lambda figures: figures.on_time_rate,
    IndexMeasure.ONLINE_SHARE.value: lambda figures: figures.online_rate,
}


def _figures(
    assessment: Assessment, unit_ids: frozenset[int], period: Period, tree: UnitTree, now: dt.datetime
) -> Figures:
    if assessment.index_set.target_kind != IndexTarget.DIVISION:
        return figures_of(Question(now=now, unit_ids=unit_ids, basis=UnitBasis.COMPETENT), [period])[0]
    office_ids = units_under([assessment.office_id], tree)
    question = Question(now=now, unit_ids=office_ids, basis=UnitBasis.COMPETENT)
    by_handler = figures_by(Dimension.OFFICER, question, period)
    handlers = Assignment.objects.filter(post__unit__in=unit_ids).overlapping(period.first, period.last)
    return sum(
        (by_handler[pk] for pk in set(handlers.values_list("user_id", flat=True)) if pk in by_handler),
        Figures(),
    )


def _letters(unit_ids: frozenset[int], period: Period) -> Rate:
    """Late steps of the units' people for which a letter of apology was signed."""
    late = LateIncident.objects.filter(
        unit__in=unit_ids, detected_at__gte=period.start, detected_at__lt=period.end
    )
    return Rate(late.filter(letter__signed_at__isnull=False).count(), late.count())
