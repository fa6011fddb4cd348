"""Whom findings and actions of an office concern: its people and its units today."""

from __future__ import annotations

from django.db.models import QuerySet

from audits.policies import AuditPolicy
from organisation.models import Assignment, Unit, User
from organisation.selectors import units_under


def office_people(policy: AuditPolicy) -> QuerySet[User]:
    """Active people with a post of the office today, by name."""
    held = Assignment.objects.valid_on(policy.day).filter(post__unit__in=_unit_ids(policy))
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True, is_superuser=False).order_by(
        "last_name", "first_name", "pk"
    )


def office_units(policy: AuditPolicy) -> QuerySet[Unit]:
    """The office and the units below it today, in the order they were set up."""
    return Unit.objects.filter(pk__in=_unit_ids(policy)).order_by("pk")


def _unit_ids(policy: AuditPolicy) -> frozenset[int]:
    """The office named in the settings with what is below it; without one, wherever the person belongs."""
    if policy.office_id is None:
        return policy.office_ids
    return units_under([policy.office_id], policy.tree) & policy.office_ids
