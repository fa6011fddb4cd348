"""Audits made through the services: an office with two divisions, auditors outside the unit audited, plans.

cast = make_cast()
audit = planned(cast)                   # a plan with its team, not submitted
audit = moved(audit, "running", cast)   # as far as wanted
"""

import datetime as dt
from dataclasses import dataclass

from audits.enums import AuditState, TeamRole
from audits.models import Audit, StandardClause
from audits.services import life
from audits.services.plans import PlanDetails, create_audit, set_team
from audits.standard_clauses import seed_standard_clauses
from organisation.models import Assignment, OfficeSettings, Post, Unit, UnitParent, User
from organisation.services import sync_user_roles
from tests.factories.office import (
    LONG_AGO,
    at,
    make_office,
    make_office_hours,
    make_people,
    make_role,
    make_unit,
    make_user,
)

NOW = at("2026-11-09 09:00")
"""A Monday, two weeks before the audits of the tests."""
FIRST, LAST = dt.date(2026, 11, 23), dt.date(2026, 11, 24)
OPENING = at("2026-11-23 08:00")


@dataclass(frozen=True)
class Cast:
    """The ward, its units and who works there; `by_role` has one person per role, all in the ward itself."""

    ward: Unit
    audited: Unit
    section: Unit
    other: Unit
    secretary: User
    lead: User
    member: User
    head: User
    leader: User
    second_leader: User
    specialist: User
    by_role: dict


def make_cast():
    """Lead and secretary belong to the other division; the head to the one that is audited, which has a section."""
    office, people = make_office(), make_people()
    audited = make_unit("phong-kinh-te", "Phòng Kinh tế")
    other = make_unit("van-phong", "Văn phòng")
    section = make_unit("to-xay-dung", "Tổ Xây dựng")
    for unit, parent in ((audited, office.ward), (other, office.ward), (section, audited)):
        UnitParent.objects.get_or_create(unit=unit, parent=parent, valid_from=LONG_AGO)
    UnitParent.objects.get_or_create(unit=office.reception, parent=office.ward, valid_from=LONG_AGO)
    make_office_hours(office.ward)
    OfficeSettings.objects.filter(pk=office.settings.pk).update(office=office.ward)
    seed_standard_clauses()
    for user in people.by_role.values():
        sync_user_roles(user, NOW.date())
    return Cast(
        office.ward,
        audited,
        section,
        other,
        secretary=worker("thu-ky", "iso_secretary", other),
        lead=worker("danh-gia-1", "internal_auditor", other),
        member=worker("danh-gia-2", "internal_auditor", other),
        head=worker("truong-phong", "head_of_unit", audited),
        leader=worker("chu-tich", "leader", office.ward),
        second_leader=worker("pho-chu-tich", "leader", office.ward),
        specialist=worker("chuyen-vien", "specialist", audited),
        by_role=people.by_role,
    )


def worker(username, role_code, unit):
    """A person with a post of this role in the unit, an address, and the rights that come from it."""
    user = make_user(username, role_code, unit)
    if not user.email:
        user.email = f"{username}@example.vn"
        user.save()
    sync_user_roles(user, NOW.date())
    return user


def hold(user, unit, title="Chuyên viên", role="specialist", since=LONG_AGO, until=None, acting_for=None):
    """One more post for a person."""
    slug = f"{unit.slug}-{user.username}-{Post.objects.count()}"[:50]
    post = Post.objects.create(slug=slug, unit=unit, title=title, role=make_role(role), valid_from=LONG_AGO)
    return Assignment.objects.create(
        user=user,
        post=post,
        valid_from=since,
        valid_to=until,
        acting_for=acting_for,
        basis="Quyết định 1/QĐ-UBND" if acting_for else "",
    )


def details_of(cast, **changes):
    """A plan of the unit audited."""
    values = {
        "unit": cast.audited,
        "title": "Đăng ký kinh doanh",
        "starts_on": FIRST,
        "ends_on": LAST,
        "objective": "Xem việc thực hiện quy trình.",
        "clauses": list(StandardClause.objects.filter(number__in=["7.5", "8.5"])),
    }
    return PlanDetails(**values | changes)


def planned(cast, *, now=NOW, entry=None, team=None, **changes):
    """A plan with its team, not submitted."""
    audit = create_audit(cast.secretary, details_of(cast, **changes), now, entry=entry)
    roles = {cast.lead: TeamRole.LEAD, cast.member: TeamRole.MEMBER} if team is None else team
    set_team(cast.secretary, audit.pk, audit.lock_version, roles, now)
    return fresh(audit)


def moved(audit, state, cast, *, now=NOW):
    """The audit as far as this state."""
    steps = {
        AuditState.SUBMITTED: lambda a: life.submit_plan(cast.secretary, a.pk, a.lock_version, now),
        AuditState.APPROVED: lambda a: life.approve_plan(cast.leader, a.pk, a.lock_version, now),
        AuditState.RUNNING: lambda a: _run(a, cast, now),
        AuditState.REPORTED: lambda a: life.issue_report(
            cast.lead, a.pk, a.lock_version, "", "Đạt.", OPENING, unassessed=0
        ),
        AuditState.CLOSED: lambda a: life.close_audit(cast.lead, a.pk, a.lock_version, OPENING),
    }
    for name, step in steps.items():
        if fresh(audit).state == state:
            break
        if list(steps).index(name) > _place(steps, fresh(audit).state):
            step(fresh(audit))
    audit = fresh(audit)
    assert audit.state == state
    return audit


def _place(steps, state):
    return list(steps).index(state) if state in steps else -1


def _run(audit, cast, now):
    life.acknowledge_plan(cast.head, audit.pk, audit.lock_version, now)
    life.start_audit(cast.lead, audit.pk, fresh(audit).lock_version, OPENING)


def fresh(audit):
    """The audit as the next request sees it."""
    return Audit.objects.select_related("unit", "office", "entry__programme").get(pk=audit.pk)
