"""Writes over the organisation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction

from organisation.enums import PermissionRole
from organisation.models import Role, User
from organisation.selectors import due_role_groups, roles_of


@transaction.atomic
def sync_role_groups() -> dict[str, Group]:
    """Make sure that every permission role exists and has its group; returns groups by role code.

    The group is named by the role's code, so that a renamed role keeps its rights.
    """
    groups: dict[str, Group] = {}
    for order, choice in enumerate(PermissionRole):
        group, _created = Group.objects.get_or_create(name=choice.value)
        role, _created = Role.objects.get_or_create(
            code=choice.value, defaults={"name": str(choice.label), "sort_order": order}
        )
        if role.group_id != group.pk:
            role.group = group
            role.save(update_fields=["group"])
        groups[choice.value] = group
    return groups


@transaction.atomic
def sync_user_roles(user: User, day: dt.date) -> bool:
    """Give a person exactly the role groups of the posts held on `day`; other groups are left alone.

    Returns:
        True when the membership changed. Rights end with the assignment, and with the unit (DOMAIN 8.7).
    """
    role_groups = set(Group.objects.filter(role__isnull=False).values_list("pk", flat=True))
    due = set(roles_of(user, day).filter(group__isnull=False).values_list("group", flat=True))
    has = set(user.groups.filter(pk__in=role_groups).values_list("pk", flat=True))
    if due == has:
        return False
    user.groups.remove(*(has - due))
    user.groups.add(*(due - has))
    return True


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What a synchronisation changed for one person, as role codes in order."""

    user: User
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@transaction.atomic
def sync_all_roles(day: dt.date) -> list[RoleChange]:
    """Give everybody exactly the role groups due on `day`; groups that are no role are left alone.

    Returns:
        Those whose membership changed, by user name. A second run with the same day changes nothing.
    """
    codes = dict(Role.objects.filter(group__isnull=False).values_list("group_id", "code"))
    due = due_role_groups(day)
    membership = User.groups.through.objects.filter(group_id__in=codes)
    has: dict[int, set[int]] = {}
    for user_id, group_id in membership.values_list("user_id", "group_id"):
        has.setdefault(user_id, set()).add(group_id)
    changes = []
    for user in User.objects.order_by("username"):
        wanted, present = due.get(user.pk, set()), has.get(user.pk, set())
        if wanted == present:
            continue
        if present - wanted:
            user.groups.remove(*(present - wanted))
        if wanted - present:
            user.groups.add(*(wanted - present))
        gained, lost = (tuple(sorted(codes[g] for g in ids)) for ids in (wanted - present, present - wanted))
        changes.append(RoleChange(user, gained, lost))
    return changes
