"""Corrective actions read for the register and for their page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from audits.enums import CheckState
from audits.models import ActionEvidence, ActionVerification, CorrectiveAction, EffectivenessCheck
from audits.policies import AuditPolicy
from audits.rules.action_states import ENDED

OPEN_ONES, OVERDUE = "mo", "qua-han"


@dataclass(frozen=True, slots=True)
class WantedActions:
    """What the register is narrowed by; empty values narrow nothing."""

    unit: int | None = None
    source: str = ""
    state: str = ""
    is_own: bool = False
    year: int | None = None


def overdue(today: dt.date) -> Q:
    """Actions whose due date is over and which have not ended; what waits for verification is in time or late too."""
    return Q(due_on__lt=today) & ~Q(state__in=ENDED)


def actions_in(policy: AuditPolicy, wanted: WantedActions, today: dt.date) -> QuerySet[CorrectiveAction]:
    """The actions the person may read: overdue first, then by due date; those that ended last."""
    rows = policy.readable_actions()
    conditions = {"unit_id": wanted.unit, "source": wanted.source, "created_at__year": wanted.year}
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    if wanted.is_own:
        rows = rows.filter(owner=policy.user.pk)
    if wanted.state == OPEN_ONES:
        rows = rows.exclude(state__in=ENDED)
    elif wanted.state == OVERDUE:
        rows = rows.filter(overdue(today))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    order = Case(
        When(overdue(today), then=Value(0)),
        When(state__in=ENDED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.select_related("finding", "unit", "owner").order_by(order, "due_on", "pk")


def for_page(actions: QuerySet[CorrectiveAction]) -> QuerySet[CorrectiveAction]:
    """With everything the page of one action shows."""
    return actions.select_related(
        "finding__unit", "finding__document", "unit", "owner", "created_by"
    ).prefetch_related(
        Prefetch("evidence", ActionEvidence.objects.filter(removed_at=None).select_related("added_by")),
        Prefetch("verifications", ActionVerification.objects.select_related("verifier")),
        Prefetch("effectiveness_checks", EffectivenessCheck.objects.select_related("checked_by")),
    )


def open_check(action: CorrectiveAction) -> EffectivenessCheck | None:
    """The planned check of the figures, if there is one; reads what `for_page` read."""
    for check in action.effectiveness_checks.all():
        if check.state == CheckState.DUE:
            check.action = action
            return check
    return None


def years_of_actions(policy: AuditPolicy) -> list[int]:
    """Years in which actions were given, the latest first."""
    return [
        day.year for day in policy.readable_actions().order_by().dates("created_at", "year", order="DESC")
    ]
