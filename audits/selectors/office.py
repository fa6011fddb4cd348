"""The office whose system is audited, its units and who heads them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from organisation.enums import PermissionRole
from organisation.models import Assignment, OfficeSettings, Post, Unit, User
from organisation.selectors import unit_tree, units_under


def audited_office() -> Unit | None:
    """The office that the site speaks for; None before it is chosen."""
    chosen = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    return chosen.office if chosen else None


def units_of_year(office: Unit, year: int) -> list[Unit]:
    """Units below the office that exist in the year, in the order of their names; the office itself if it has none."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    ids: set[int] = set()
    for day in (first, dt.date(year, 7, 1), last):
        ids |= units_under([office.pk], unit_tree(day))
    units = Unit.objects.overlapping(first, last).filter(pk__in=ids - {office.pk})
    return list(units.order_by("name", "pk")) or [office]


def heads_of(unit_id: int, day: dt.date) -> QuerySet[User]:
    """Who heads the unit on a day (acting heads included); where it has no head, the nearest unit above with one."""
    above = {child: parent for parent, children in unit_tree(day).items() for child in children}
    seen: set[int] = set()
    current: int | None = unit_id
    while current is not None and current not in seen:
        seen.add(current)
        holders = Assignment.objects.valid_on(day).filter(
            post__in=Post.objects.valid_on(day).filter(unit=current),
            post__role__code=PermissionRole.HEAD_OF_UNIT.value,
            user__is_active=True,
        )
        if holders.exists():
            return User.objects.filter(pk__in=holders.values("user")).order_by("pk")
        current = above.get(current)
    return User.objects.none()


def leaders_of(office_id: int, day: dt.date) -> QuerySet[User]:
    """Leaders of the office on a day."""
    holders = Assignment.objects.valid_on(day).filter(
        post__unit__in=units_under([office_id], unit_tree(day)),
        post__role__code=PermissionRole.LEADER.value,
        user__is_active=True,
    )
    return User.objects.filter(pk__in=holders.values("user")).order_by("pk")
