"""Who may do a step: holders of the post, absences, load (DOMAIN section 11, "rõ người, rõ việc, rõ thời gian")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from dossiers.enums import StepState
from dossiers.models import Absence, DossierStep
from dossiers.policies import WORKERS
from dossiers.selectors.office import OfficeMap
from organisation.enums import PermissionRole
from organisation.models import Assignment, Post, Role, Unit, User


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post on a day.

    Attributes:
        place: how near the post is to what is wanted; the smaller the nearer. See `_place`.
        acting_for: key of the absent holder in whose stead the person acts.
    """

    user_id: int
    unit_id: int
    place: tuple[int, int]
    acting_for: int | None = None


def _title_distance(title: str, wanted: str) -> int:
    """0 the post of the procedure, 1 begins like it, 2 contains it, 3 another post of the same role."""
    title, wanted = title.casefold().strip(), wanted.casefold().strip()
    if not wanted or title == wanted:
        return 0
    if title.startswith(wanted):
        return 1
    return 2 if wanted in title else 3


def holders(role_code: str, position: str, circles: dict[int, int], day: dt.date) -> list[Holder]:
    """Active people who hold a post of a role in an office on a day, nearest post first; not who is acted for.

    Args:
        position: the post in words as the procedure says it; the nearest title wins.
        circles: how near each unit of the office stands (`OfficeMap.circles`).
    """
    rows = list(
        Assignment.objects.valid_on(day)
        .filter(post__in=Post.objects.valid_on(day), post__unit__in=Unit.objects.valid_on(day))
        .filter(post__role__code=role_code, post__unit__in=circles, user__is_active=True)
        .exclude(user__is_superuser=True)
        .values_list("user_id", "post_id", "post__unit_id", "post__title", "acting_for_id")
    )
    replaced = {(acting_for, post) for _user, post, _unit, _title, acting_for in rows if acting_for}
    found = [
        Holder(user, unit, (_title_distance(title, position), circles[unit]), acting_for)
        for user, post, unit, title, acting_for in rows
        if (user, post) not in replaced
    ]
    return sorted(found, key=lambda holder: (holder.place, holder.user_id))


def absent_on(user_ids: Iterable[int], day: dt.date) -> dict[int, int | None]:
    """Which of these people are away on a day, each with the key of the stand-in, if there is one."""
    rows = Absence.objects.filter(
        person__in=set(user_ids), first_day__lte=day, last_day__gte=day, cancelled_at__isnull=True
    )
    return dict(rows.order_by("pk").values_list("person_id", "stand_in_id"))


def open_steps_of(user_ids: Iterable[int]) -> dict[int, int]:
    """How many steps each of these people has in hand; people with none are left out."""
    rows = DossierStep.objects.filter(officer__in=set(user_ids), state=StepState.ACTIVE)
    return dict(rows.order_by().values_list("officer_id").annotate(steps=Count("pk")))


def choose_holder(
    found: Collection[Holder],
    day: dt.date,
    avoiding: Collection[int] = (),
    preferred: int | None = None,
    stand_in_role: str = "",
) -> Holder | None:
    """Of these holders the one who gets the step: the nearest post, not away, with the fewest steps in hand.

    Args:
        avoiding: people who should not have it as long as somebody else can (who drafted does not approve), and who
            never have it in the place of another.
        preferred: who should have it whenever possible (whoever had it before).
        stand_in_role: the role that somebody who stands in must hold himself; any that does steps when empty.

    Returns:
        None when nobody is there, and nobody stands in for those who are away.
    """
    if not found:
        return None
    away = absent_on([holder.user_id for holder in found], day)
    present = [holder for holder in found if holder.user_id not in away] or _stand_ins(
        found, away, day, stand_in_role
    )
    candidates = [holder for holder in present if holder.user_id not in avoiding] or [
        holder for holder in present if holder.acting_for is None
    ]
    if not candidates:
        return None
    if kept := next((holder for holder in candidates if holder.user_id == preferred), None):
        return kept
    nearest = min(holder.place for holder in candidates)
    tied = [holder for holder in candidates if holder.place == nearest]
    if len(tied) == 1:
        return tied[0]
    load = open_steps_of(holder.user_id for holder in tied)
    return min(tied, key=lambda holder: (load.get(holder.user_id, 0), holder.user_id))


def _stand_ins(
    found: Collection[Holder], away: dict[int, int | None], day: dt.date, role_code: str
) -> list[Holder]:
    """Whoever stands in for those who are away, as long as they are not away themselves."""
    wanted = {stand_in for stand_in in away.values() if stand_in}
    working = set(workers_among(wanted, day, role_code)) - set(absent_on(wanted, day))
    return [
        Holder(stand_in, holder.unit_id, holder.place, holder.user_id)
        for holder in found
        if (stand_in := away[holder.user_id]) in working and stand_in is not None
    ]


def workers_among(user_ids: Iterable[int], day: dt.date, role_code: str = "") -> dict[int, int]:
    """Those of these people who may do steps on a day, each with the unit of their first such post.

    Args:
        role_code: only posts of this role.
    """
    rows = workers(day, role_code).filter(user__in=set(user_ids))
    rows = rows.order_by(F("acting_for").desc(nulls_last=True), "-valid_from", "-pk")
    return dict(rows.values_list("user_id", "post__unit_id"))


def workers(day: dt.date, role_code: str = "") -> QuerySet[Assignment]:
    """Assignments by which people may do steps on a day; none of the technical role, whatever other posts they hold.

    Args:
        role_code: only posts of this role.
    """
    roles = Q(post__role__code=role_code) if role_code else Q(post__role__code__in=WORKERS)
    held = Assignment.objects.valid_on(day)
    technical = held.filter(post__role__code=PermissionRole.ADMINISTRATOR).values("user")
    return (
        held.filter(post__in=Post.objects.valid_on(day), post__unit__in=Unit.objects.valid_on(day))
        .filter(roles, user__is_active=True, user__is_superuser=False)
        .exclude(user__in=technical)
    )


def is_outside_role(role_code: str) -> bool:
    """Does nobody in the office hold such a post: another agency, a council, the software?"""
    return Role.objects.filter(code=role_code, is_external=True).exists()


def possible_officers(dossier_units: Iterable[int], day: dt.date, role_code: str = "") -> list[User]:
    """People whom a step may be given to, by name: for a choice on a form."""
    circles = OfficeMap(day).circles(*dossier_units)
    roles = [role_code] if role_code else sorted(WORKERS)
    held = (
        Assignment.objects.valid_on(day)
        .filter(post__in=Post.objects.valid_on(day), post__unit__in=circles)
        .filter(post__role__code__in=roles)
    )
    people = User.objects.filter(pk__in=held.values("user"), is_active=True, is_superuser=False)
    return list(people.order_by("last_name", "first_name", "pk"))
