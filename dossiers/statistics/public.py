"""What citizens see of the figures: on-time rates per unit and finished month, and nothing that shows one person.

The figures carry no personal data. Still, "one dossier, too late" of a small unit in one month tells a neighbour how
the dossier of somebody they know fared. Hence three rules:

- A unit stands alone only from `LEAST` resolved dossiers a month on; smaller ones are put together, and a larger one
  joins them where the rest would otherwise follow by subtraction.
- Only finished months: a figure that grows by the day tells how yesterday's one dossier ended.
- Only months, no quarters or years per unit: periods that overlap give away by subtraction what was withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dossiers.statistics.answers import figures_by, figures_of, rolled_up
from dossiers.statistics.figures import Figures
from dossiers.statistics.periods import Period, month_of, months_until
from dossiers.statistics.questions import Dimension, Question
from organisation.models import Unit
from organisation.selectors import unit_tree, units_under
from organisation.vietnamese_format import upper_first, vietnamese_sort_key

LEAST = 5
"""Fewest resolved dossiers that are shown by themselves."""
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One unit, or several small ones together (`name` is empty)."""

    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class PublicResults:
    """The results of one month: lines of units, the whole office, and the months before of the whole office.

    Attributes:
        total: None when fewer than `LEAST` dossiers were resolved in all.
        months: finished months, oldest first; figures are None where too few were resolved.
    """

    period: Period
    lines: list[PublicLine]
    total: Figures | None
    months: list[tuple[Period, Figures | None]]


def finished_months(today: dt.date) -> list[Period]:
    """The months that are offered, oldest first."""
    last_month = month_of(today).first - dt.timedelta(days=1)
    return months_until(last_month, MONTHS_SHOWN)


def public_results(office: Unit, period: Period, now: dt.datetime, today: dt.date) -> PublicResults:
    """The results of one of the `finished_months`; four queries."""
    tree = unit_tree(min(period.last, today))
    question = Question(now=now, unit_ids=units_under([office.pk], tree))
    months = finished_months(today)
    found = figures_of(question, months)
    shares = rolled_up(figures_by(Dimension.UNIT, question, period), office.pk, tree)
    names = dict(Unit.objects.filter(pk__in=shares).values_list("pk", "short_name"))
    lines = [PublicLine(upper_first(names[pk]), figures) for pk, figures in shares.items()]
    total = sum(shares.values(), Figures())
    return PublicResults(
        period,
        grouped(lines) if total.resolved >= LEAST else [],
        shown(total),
        [(month, shown(figures)) for month, figures in zip(months, found, strict=True)],
    )


def shown(figures: Figures) -> Figures | None:
    """The figures, unless they are of too few dossiers."""
    return figures if figures.resolved >= LEAST else None


def grouped(lines: Iterable[PublicLine]) -> list[PublicLine]:
    """Units large enough in alphabetical order, then the small ones together. Pure.

    What is put together comes to `LEAST` at least, so that nothing follows from the sum.
    """
    together = Figures()
    alone = []
    for line in sorted(lines, key=lambda line: (line.figures.resolved, line.name)):
        if not line.figures.resolved:
            continue
        if line.figures.resolved < LEAST or 0 < together.resolved < LEAST:
            together += line.figures
        else:
            alone.append(line)
    alone.sort(key=lambda line: vietnamese_sort_key(line.name))
    return [*alone, PublicLine("", together)] if together.resolved else alone
