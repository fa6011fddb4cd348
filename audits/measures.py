"""Measures of objectives that the system counts by itself: the register, and the door to it.

An app above adds a measure that has no source yet (satisfaction, say) in its `AppConfig.ready()`:

    register_measure(Measure.SATISFACTION, satisfied_share)

From then on its objectives are counted, and values entered earlier stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from audits.enums import Measure, MeasureUnit
from audits.rules.objectives import Measured
from dossiers.statistics.answers import figures_of
from dossiers.statistics.figures import Figures
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Question


class Scope:
    """Whose work is counted, and what is known of it already, so that several measures read the dossiers once.

    Args:
        unit_ids: units whose work counts, with those below them already among them.
        now: the moment the figures are of; a running period is counted until then.
        periods: all that will be asked for, so that the first question answers the others.
    """

    def __init__(self, unit_ids: frozenset[int], now: dt.datetime, periods: Sequence[Period] = ()) -> None:
        self.question = Question(now=now, unit_ids=unit_ids)
        self.unit_ids, self.now = unit_ids, now
        self._expected = frozenset(periods)
        self._figures: dict[Period, Figures] = {}

    def figures(self, periods: Sequence[Period]) -> list[Figures]:
        """The figures of dossiers in each period."""
        if missing := sorted((self._expected | set(periods)) - self._figures.keys()):
            self._figures |= dict(zip(missing, figures_of(self.question, missing), strict=True))
        return [self._figures[period] for period in periods]


MeasureSource = Callable[[Scope, Sequence[Period]], list[Measured]]
"""What was measured in each period, in the order asked; a number of queries that does not grow with the periods."""

_sources: dict[str, MeasureSource] = {}

UNITS: dict[str, MeasureUnit] = {
    Measure.ON_TIME_RATE: MeasureUnit.PERCENT,
    Measure.EARLY_RATE: MeasureUnit.PERCENT,
    Measure.ONLINE_SHARE: MeasureUnit.PERCENT,
    Measure.OVERDUE_COUNT: MeasureUnit.DOSSIERS,
    Measure.LATE_STEPS: MeasureUnit.STEPS,
    Measure.LETTERS_SENT_RATE: MeasureUnit.PERCENT,
    Measure.NAMED_PERSON: MeasureUnit.PERCENT,
    Measure.SATISFACTION: MeasureUnit.PERCENT,
}
"""The unit of each measure; a measure of the office's own names its unit itself."""


def register_measure(measure: Measure, source: MeasureSource) -> None:
    """Let an app count a measure; a second source for the same one is a mistake of the programmer.

    Raises:
        ValueError: another source is registered already, or the measure is the one that is always entered.
    """
    if measure == Measure.MANUAL or _sources.get(measure, source) is not source:
        raise ValueError(f"{measure} cannot be counted by {source}")
    _sources[measure] = source


def is_counted(measure: str) -> bool:
    """Does the system count this measure, so that nobody needs to enter it?"""
    return measure in _sources


def counted(measure: str, scope: Scope, periods: Sequence[Period]) -> list[Measured]:
    """The measure in each period.

    Raises:
        LookupError: nobody counts it.
    """
    return _sources[measure](scope, periods)
