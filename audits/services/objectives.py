"""Quality objectives: drawn up, sent, approved, measured, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import Measure, MeasuredEvery, MeasureUnit, ObjectiveState, TargetOperator
from audits.errors import AuditError, NotAllowedError
from audits.measures import UNITS, is_counted
from audits.models import QualityObjective
from audits.policies import LEADER, AuditPolicy
from audits.review_policy import ReviewPolicy
from audits.services.locking import take
from dossiers.services.numbers import next_number
from organisation.models import Unit, User
from organisation.selectors import signature_of


@dataclass(frozen=True, slots=True)
class ObjectiveDetails:
    """What an objective says; `target` in `unit_of_measure`, `source_note` where its value is entered."""

    statement: str
    measure: Measure
    operator: TargetOperator
    target: Decimal
    unit_of_measure: MeasureUnit
    frequency: MeasuredEvery
    owner: User
    unit: Unit
    means: str = ""
    source_note: str = ""


def _policy(actor: User, now: dt.datetime) -> ReviewPolicy:
    return ReviewPolicy(AuditPolicy(actor, localdate(now)))


@transaction.atomic
def draw_up_objective(
    actor: User, office: Unit, year: int, details: ObjectiveDetails, now: dt.datetime
) -> QualityObjective:
    """A new objective of a year, being drawn up.

    Raises:
        NotAllowedError: the person does not keep objectives of this office.
        AuditError: the details do not fit together.
    """
    policy = _policy(actor, now)
    if not policy.keeps_objectives or office.pk not in policy.audits.office_ids:
        raise NotAllowedError(_("Objectives are drawn up by the ISO secretary."))
    _check(details)
    number = next_number(f"objective:{year}")
    return QualityObjective.objects.create(
        office=office, year=year, code=f"MT-{year}-{number:02}", drawn_up_by=actor, **_fields(details)
    )


@transaction.atomic
def change_objective(
    actor: User, objective_id: int, lock_version: int, details: ObjectiveDetails, now: dt.datetime
) -> QualityObjective:
    """Change what an objective says while it is being drawn up; whoever changes it has drawn it up.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; the details do not fit together; changed
            meanwhile.
    """
    objective = take(QualityObjective, objective_id, lock_version)
    if not _policy(actor, now).may_change(objective):
        raise NotAllowedError(_("An objective is changed by the ISO secretary while it is being drawn up."))
    _check(details)
    for name, value in _fields(details).items():
        setattr(objective, name, value)
    objective.drawn_up_by = actor
    objective.save()
    return objective


def _fields(details: ObjectiveDetails) -> dict[str, Any]:
    return {field.name: getattr(details, field.name) for field in fields(details)}


def _check(details: ObjectiveDetails) -> None:
    expected = UNITS.get(details.measure)
    if expected is not None and details.unit_of_measure != expected:
        words = _("This measure is counted in %(unit)s. Choose that unit.")
        raise AuditError(words % {"unit": MeasureUnit(expected).label})
    if details.unit_of_measure == MeasureUnit.PERCENT and details.target > 100:
        raise AuditError(_("A share is 100 percent at most."))
    if details.target < 0:
        raise AuditError(_("Write a target of zero or more."))
    if not is_counted(details.measure) and not details.source_note.strip():
        raise AuditError(_("The system does not count this measure. Write where the value comes from."))


@transaction.atomic
def submit_objective(actor: User, objective_id: int, lock_version: int, now: dt.datetime) -> QualityObjective:
    """Send an objective to the leader.

    Raises:
        NotAllowedError, StaleError: not now or not this person; changed meanwhile.
    """
    objective = take(QualityObjective, objective_id, lock_version)
    if not _policy(actor, now).may_change(objective):
        raise NotAllowedError(_("An objective is sent for approval by the ISO secretary."))
    objective.state, objective.submitted_at, objective.return_reason = ObjectiveState.SUBMITTED, now, ""
    objective.save()
    return objective


@transaction.atomic
def approve_objective(
    actor: User, objective_id: int, lock_version: int, now: dt.datetime
) -> QualityObjective:
    """The leader approves; from then on the objective is measured.

    Raises:
        NotAllowedError, StaleError: not now or not this person; changed meanwhile.
    """
    objective = take(QualityObjective, objective_id, lock_version)
    if not _policy(actor, now).may_approve(objective):
        raise NotAllowedError(_("An objective is approved by a leader who did not draw it up."))
    objective.state, objective.approved_at, objective.approved_by = ObjectiveState.APPROVED, now, actor
    objective.signatory = signature_of(actor, localdate(now), [LEADER])
    objective.save()
    return objective


@transaction.atomic
def send_back_objective(
    actor: User, objective_id: int, lock_version: int, reason: str, now: dt.datetime
) -> QualityObjective:
    """The leader sends an objective back, saying why.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; no reason; changed meanwhile.
    """
    objective = take(QualityObjective, objective_id, lock_version)
    if not _policy(actor, now).may_approve(objective):
        raise NotAllowedError(_("An objective is sent back by a leader who did not draw it up."))
    if not reason.strip():
        raise AuditError(_("Write what is to be changed."))
    objective.state, objective.return_reason, objective.submitted_at = (
        ObjectiveState.DRAFT,
        reason.strip(),
        None,
    )
    objective.save()
    return objective


@transaction.atomic
def close_objective(
    actor: User, objective_id: int, lock_version: int, note: str, now: dt.datetime
) -> QualityObjective:
    """End an objective: its year is over, or another one took its place. Its values stay.

    Raises:
        NotAllowedError, AuditError, StaleError: not now or not this person; no note; changed meanwhile.
    """
    objective = take(QualityObjective, objective_id, lock_version)
    if not _policy(actor, now).may_close(objective):
        raise NotAllowedError(_("An approved objective is closed by the ISO secretary."))
    if not note.strip():
        raise AuditError(_("Write why the objective is closed."))
    objective.state, objective.closed_at, objective.closed_by = ObjectiveState.CLOSED, now, actor
    objective.close_note = note.strip()
    objective.save()
    return objective
