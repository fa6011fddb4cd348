"""Published figures beside what the system computes for the same unit and period. They are never mixed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from django.db.models import Q

from dossiers.enums import ReportedMeasure
from dossiers.models import ReportedFigure
from dossiers.statistics.answers import figures_by_in
from dossiers.statistics.figures import Figures, Rate
from dossiers.statistics.forms import Asked
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Dimension
from organisation.selectors import units_under
from organisation.vietnamese_format import format_number, format_percent

MEASURES = {
    ReportedMeasure.RECEIVED: "new",
    ReportedMeasure.RESOLVED: "resolved",
    ReportedMeasure.ON_TIME: "kept",
    ReportedMeasure.OVERDUE: "overdue",
    ReportedMeasure.PENDING: "pending",
    ReportedMeasure.ON_TIME_RATE: "on_time_rate",
    ReportedMeasure.ONLINE_RATE: "online_rate",
}
"""The computed figure that says the same as a published one."""


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A published figure and, for the same unit and period, the computed one (empty where nothing was entered)."""

    figure: ReportedFigure
    period: Period
    published: str
    computed: str


def published_lines(asked: Asked) -> list[PublishedLine]:
    """What was published of the chosen unit, those below it, and of units outside the register; newest first."""
    own = Q(unit__in=asked.question.unit_ids) | Q(unit__isnull=True)
    figures = list(ReportedFigure.objects.filter(own).select_related("unit"))
    periods = list(dict.fromkeys(Period(figure.first_day, figure.last_day) for figure in figures))
    if not figures:
        return []
    plain = dataclasses.replace(asked.question, field_code="", document_id=None, handler_id=None, channel="")
    by_unit = figures_by_in(Dimension.UNIT, plain, periods)
    lines = []
    for figure in figures:
        period = Period(figure.first_day, figure.last_day)
        computed = ""
        if figure.unit_id is not None:
            ids = units_under([figure.unit_id], asked.tree)
            number = periods.index(period)
            computed = _words(
                figure.measure, sum((by_unit[pk][number] for pk in ids & by_unit.keys()), Figures())
            )
        lines.append(PublishedLine(figure, period, published_words(figure), computed))
    return lines


def _words(measure: str, figures: Figures) -> str:
    if figures == Figures():
        return ""
    value = getattr(figures, MEASURES[ReportedMeasure(measure)])
    if isinstance(value, Rate):
        return f"{value} ({format_number(value.part)}/{format_number(value.whole)})"
    return format_number(value)


def published_words(figure: ReportedFigure) -> str:
    """The value as it is said: "hơn 440.000" stays approximate, rates carry their sign."""
    words = format_percent(figure.value) if figure.is_rate else format_number(figure.value)
    return f"khoảng {words}" if figure.is_approximate else words
