"""Whose objectives and reviews these are, and who can be named in them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from audits.policies import LEADER, SECRETARY
from organisation.models import Assignment, OfficeSettings, Post, Unit, User
from organisation.selectors import unit_tree, units_under


def reviewed_office() -> Unit | None:
    """The office of the default site: the one whose system is reviewed; None when none is chosen."""
    chosen = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    return chosen.office if chosen else None


def units_of_office(office: Unit, day: dt.date) -> QuerySet[Unit]:
    """The office and every unit below it that exists on the day."""
    return Unit.objects.valid_on(day).filter(pk__in=units_under([office.pk], unit_tree(day))).order_by("name")


def people_of_office(office: Unit, day: dt.date, *roles: str) -> QuerySet[User]:
    """Active people who hold a post (with one of the roles, when some are given) in the office on the day."""
    held = Assignment.objects.valid_on(day).filter(
        post__in=Post.objects.valid_on(day), post__unit__in=units_of_office(office, day)
    )
    if roles:
        held = held.filter(post__role__code__in=roles)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people.order_by("first_name", "last_name")


def leaders(office: Unit, day: dt.date) -> QuerySet[User]:
    """Who can chair a review."""
    return people_of_office(office, day, LEADER)


def secretaries(office: Unit, day: dt.date) -> QuerySet[User]:
    """Who can keep a review and its minutes."""
    return people_of_office(office, day, SECRETARY)
