"""The figures of an effectiveness check: a procedure of a unit before the finding and after the verification."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from audits.enums import VerificationOutcome
from audits.models import EffectivenessCheck
from audits.rules.effectiveness import ComparedPeriods, compared_periods
from dossiers.enums import Punctuality, StepState
from dossiers.models import DossierStep
from dossiers.statistics.answers import figures_of, units_of
from dossiers.statistics.figures import Rate
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import Question


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two periods.

    Attributes:
        on_time: dossiers resolved on time, of those resolved.
        late_steps: steps that ended late, of the steps finished.
    """

    period: Period
    on_time: Rate
    late_steps: Rate

    def as_json(self) -> dict[str, Any]:
        """Both shares with numerator and denominator."""
        return {"on_time": self.on_time.as_json(), "late_steps": self.late_steps.as_json()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after; `after` is None while its period has not begun."""

    periods: ComparedPeriods
    before: Side
    after: Side | None

    def as_json(self) -> dict[str, Any]:
        """As kept with the judgement."""
        return {"before": self.before.as_json(), "after": self.after.as_json() if self.after else None}


def comparison_of(check: EffectivenessCheck, now: dt.datetime) -> Comparison:
    """What the records say now about the procedure and unit of an action; seven queries at most.

    Without a finding, or with one that speaks of no procedure, all dossiers of the unit count.
    """
    action = check.action
    finding = action.finding
    verified_at = (
        action.verifications.filter(outcome=VerificationOutcome.EFFECTIVE)
        .order_by("-pk")
        .values_list("verified_at", flat=True)[0]
    )
    verified_on = localdate(verified_at)
    periods = compared_periods(
        localdate(finding.raised_at if finding else action.created_at),
        verified_on,
        (check.due_on - verified_on).days,
        localdate(now),
    )
    wanted = [Period(periods.before_from, periods.before_to)]
    if periods.counted_to is not None:
        wanted.append(Period(periods.after_from, periods.counted_to))
    unit_ids = units_of([finding.unit_id if finding else action.unit_id], localdate(now))
    document_id = finding.document_id if finding else None
    figures = figures_of(Question(now=now, unit_ids=unit_ids, document_id=document_id), wanted)
    late = _late_steps(wanted, unit_ids, document_id)
    sides = [
        Side(period, one.on_time_rate, rate) for period, one, rate in zip(wanted, figures, late, strict=True)
    ]
    return Comparison(periods, sides[0], sides[1] if len(sides) > 1 else None)


def _late_steps(periods: list[Period], unit_ids: frozenset[int], document_id: int | None) -> list[Rate]:
    """Steps that ended late in each period, of the steps finished in it; one query."""
    steps = DossierStep.objects.filter(state=StepState.DONE, dossier__competent_unit__in=unit_ids)
    if document_id is not None:
        steps = steps.filter(dossier__document_id=document_id)
    counts: dict[str, Count] = {}
    for number, period in enumerate(periods):
        within = Q(finished_at__gte=period.start, finished_at__lt=period.end)
        counts[f"late_{number}"] = Count("pk", filter=within & Q(punctuality=Punctuality.OVERDUE))
        counts[f"all_{number}"] = Count("pk", filter=within)
    found = steps.aggregate(**counts)
    return [Rate(found[f"late_{number}"], found[f"all_{number}"]) for number in range(len(periods))]
