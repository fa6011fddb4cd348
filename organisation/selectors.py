"""Reads over the organisation: who holds which post on a day, and the calendar of a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict

from django.db.models import QuerySet

from organisation.models import Assignment, Post, Role, Unit, UnitParent, User


class Signature(TypedDict):
    """How a person is named on an official record, frozen as text."""

    user_id: int | None
    username: str
    name: str
    post: str
    unit: str


def assignments_on(user: User, day: dt.date) -> QuerySet[Assignment]:
    """The posts a person holds on `day`, own posts before acting ones."""
    return (
        Assignment.objects.filter(user=user)
        .valid_on(day)
        .filter(post__in=Post.objects.valid_on(day), post__unit__in=Unit.objects.valid_on(day))
        .select_related("post__unit", "post__role")
        .order_by("acting_for_id", "valid_from", "pk")
    )


def signature_of(user: User, day: dt.date, preferred_roles: Iterable[str] = ()) -> Signature:
    """Name, post and unit of a person on `day`; of several posts the first with a preferred role wins."""
    return signature_from(user, assignments_on(user, day), preferred_roles)


def signature_from(
    user: User, assignments: Iterable[Assignment], preferred_roles: Iterable[str] = ()
) -> Signature:
    """As `signature_of`, from the posts of `assignments_on` that were read already."""
    held = list(assignments)
    wanted = list(preferred_roles)
    held.sort(key=lambda a: wanted.index(a.post.role.code) if a.post.role.code in wanted else len(wanted))
    post = held[0].post if held else None
    return {
        "user_id": user.pk,
        "username": user.get_username(),
        "name": user.get_full_name(),
        "post": post.title if post else "",
        "unit": post.unit.name if post else "",
    }


UnitTree = dict[int, list[int]]
"""Units directly below a unit, by its key."""


def unit_tree(day: dt.date) -> UnitTree:
    """Which unit stands directly under which on `day`, in one query."""
    children: UnitTree = {}
    for unit_id, parent_id in UnitParent.objects.valid_on(day).values_list("unit_id", "parent_id"):
        children.setdefault(parent_id, []).append(unit_id)
    return children


def units_under(unit_ids: Iterable[int], tree: UnitTree) -> frozenset[int]:
    """These units and every unit below them, however deep."""
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += tree.get(unit_id, [])
    return frozenset(found)


def roles_of(user: User, day: dt.date) -> QuerySet[Role]:
    """The roles a person has on `day` through the posts held, plus those that everybody has."""
    held = assignments_on(user, day).values("post__role")
    if not user.is_active:
        return Role.objects.none()
    return (Role.objects.filter(pk__in=held) | Role.objects.filter(is_everyone=True)).distinct()


def due_role_groups(day: dt.date) -> dict[int, set[int]]:
    """Group ids that every active person must have on `day`, by user id; three queries for the whole office."""
    held = (
        Assignment.objects.valid_on(day)
        .filter(post__in=Post.objects.valid_on(day), post__unit__in=Unit.objects.valid_on(day))
        .filter(post__role__group__isnull=False)
        .values_list("user_id", "post__role__group_id")
    )
    everybody = set(
        Role.objects.filter(is_everyone=True, group__isnull=False).values_list("group_id", flat=True)
    )
    due = {pk: set(everybody) for pk in User.objects.filter(is_active=True).values_list("pk", flat=True)}
    for user_id, group_id in held:
        if user_id in due:
            due[user_id].add(group_id)
    return due
