"""What objectives reached: counted at the end of each period, or entered; corrected by a further row.

A value that somebody entered stands until somebody enters another: counting never writes over it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import MeasurementSource, MeasureUnit, ObjectiveState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.measures import counted, is_counted
from audits.models import ObjectiveMeasurement, QualityObjective
from audits.policies import AuditPolicy
from audits.review_policy import ReviewPolicy
from audits.rules.objectives import Measured, finished, periods_of, rounded
from audits.selectors.objectives import latest_measurements, with_scopes
from dossiers.statistics.periods import Period
from organisation.models import User

COUNTED_AGAIN = "Đếm lại: số liệu của kỳ đã thay đổi."


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """A value as somebody tells it; with numerator and denominator where it is a share of answers or cases."""

    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


@transaction.atomic
def enter_value(
    actor: User,
    objective: QualityObjective,
    period: Period,
    entered: EnteredValue,
    *,
    seen: int,
    now: dt.datetime,
) -> ObjectiveMeasurement:
    """Enter what was reached in a period, or correct it.

    Args:
        period: one of the objective's periods that has begun.
        entered: a share is worked out from numerator and denominator when both are given.
        seen: number of the latest row the person saw, 0 for none; a correction says why.

    Raises:
        NotAllowedError, AuditError, StaleError: not this person; the value does not fit; entered meanwhile.
    """
    if not ReviewPolicy(AuditPolicy(actor, localdate(now))).may_enter_value(objective):
        raise NotAllowedError(_("Values are entered by the owner of the objective or the ISO secretary."))
    known = periods_of(objective.year, objective.frequency)
    if period not in known or period.first > localdate(now):
        raise AuditError(_("Choose a period of this objective that has begun."))
    measured = _told(objective, entered)
    latest = latest_measurements([objective.pk]).get((objective.pk, period.first))
    if (latest.number if latest else 0) != seen:
        raise StaleError(_("Somebody else entered a value for this period meanwhile. Look at it first."))
    if latest is not None and not entered.note.strip():
        raise AuditError(_("A value stands here already. Write why it is corrected."))
    return _add(objective, period, measured, MeasurementSource.ENTERED, entered.note, actor, seen, now)


def _told(objective: QualityObjective, entered: EnteredValue) -> Measured:
    part, whole = entered.numerator, entered.denominator
    is_share = objective.unit_of_measure == MeasureUnit.PERCENT
    if (part is None) != (whole is None):
        raise AuditError(_("Write both numbers of the share, or none of them."))
    if part is not None and whole is not None:
        if is_share and (whole == 0 or part > whole):
            raise AuditError(
                _("The part is larger than the whole, or the whole is zero. Check both numbers.")
            )
        if is_share:
            return Measured.share(part, whole)
    if entered.value is None:
        raise AuditError(_("Write the value that was reached."))
    if entered.value < 0 or (is_share and entered.value > 100):
        raise AuditError(
            _("Write a value from 0 to 100.") if is_share else _("Write a value of zero or more.")
        )
    return Measured(rounded(entered.value), part, whole)


def _add(
    objective: QualityObjective,
    period: Period,
    measured: Measured,
    source: MeasurementSource,
    note: str,
    by: User | None,
    after: int,
    now: dt.datetime,
) -> ObjectiveMeasurement:
    if measured.value is None:
        raise AuditError(_("There was nothing to count in this period."))
    try:
        with transaction.atomic():
            return ObjectiveMeasurement.objects.create(
                objective=objective,
                period_from=period.first,
                period_to=period.last,
                number=after + 1,
                value=measured.value,
                numerator=measured.numerator,
                denominator=measured.denominator,
                source=source,
                note=note.strip(),
                by=by,
                at=now,
            )
    except IntegrityError as error:
        raise StaleError(
            _("Somebody else entered a value for this period meanwhile. Look at it first.")
        ) from error


def count_objectives(
    objectives: Iterable[QualityObjective], now: dt.datetime, by: User | None = None
) -> list[ObjectiveMeasurement]:
    """Record what the system counts for every finished period of approved objectives.

    A period is recorded once, and again with a further row when its figures have changed since (a dossier entered
    later, say). Periods with nothing to count stay unmeasured.

    Returns:
        The rows that are new.
    """
    chosen = [o for o in objectives if o.state == ObjectiveState.APPROVED and is_counted(o.measure)]
    latest = latest_measurements([objective.pk for objective in chosen])
    added = []
    for objective, scope in with_scopes(chosen, now):
        periods = finished(periods_of(objective.year, objective.frequency), localdate(now))
        for period, measured in zip(periods, counted(objective.measure, scope, periods), strict=True):
            row = latest.get((objective.pk, period.first))
            if measured.value is None or (row is not None and not _has_changed(row, measured)):
                continue
            note, after = (COUNTED_AGAIN, row.number) if row else ("", 0)
            added.append(_add(objective, period, measured, MeasurementSource.AUTOMATIC, note, by, after, now))
    return added


def _has_changed(row: ObjectiveMeasurement, measured: Measured) -> bool:
    if row.source == MeasurementSource.ENTERED:
        return False
    return (row.value, row.numerator, row.denominator) != (
        measured.value,
        measured.numerator,
        measured.denominator,
    )
