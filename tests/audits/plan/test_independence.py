"""Nobody audits his own unit, a unit he leads, or steps of his own post (B6), whenever it could be slipped in."""

import datetime as dt

import pytest

from audits.enums import TeamRole
from audits.errors import AuditError
from audits.models import AuditMember
from audits.selectors.independence import Audited, Independence
from audits.services import life
from audits.services.plans import change_plan, create_audit, set_team
from tests.audits.factories import (
    FIRST,
    LAST,
    NOW,
    OPENING,
    details_of,
    fresh,
    hold,
    moved,
    planned,
    worker,
)
from tests.factories.documents import issue, issue_procedure
from tests.factories.office import at
from tests.factories.snapshots import household_business

pytestmark = pytest.mark.django_db


def reasons(audit, *people):
    found = Independence(Audited.of(audit)).reasons(people)
    return [" ".join(found[person.pk]) for person in people]


def name(audit, cast, person, role=TeamRole.MEMBER):
    audit = fresh(audit)
    team = {cast.lead: TeamRole.LEAD, person: role}
    return set_team(cast.secretary, audit.pk, audit.lock_version, team, NOW)


@pytest.fixture
def audit(cast):
    return planned(cast)


def test_an_auditor_of_the_unit_is_refused_with_the_reason(cast, audit):
    """B6: auditor of unit X is refused a place on an audit of unit X."""
    own = worker("cung-don-vi", "internal_auditor", cast.audited)
    with pytest.raises(AuditError) as refusal:
        name(audit, cast, own)
    text = str(refusal.value)
    assert own.get_full_name() in text and "Phòng Kinh tế" in text
    assert not AuditMember.objects.filter(user=own).exists()
    assert set(fresh(audit).team.values_list("user", flat=True)) == {cast.lead.pk, cast.member.pk}


def test_an_auditor_of_a_unit_below_is_refused(cast, audit):
    with pytest.raises(AuditError):
        name(audit, cast, worker("don-vi-duoi", "internal_auditor", cast.section))


def test_whoever_leads_the_unit_is_refused(cast, audit):
    leading = worker("lanh-dao-danh-gia", "internal_auditor", cast.other)
    hold(leading, cast.ward, "Phó Chủ tịch", "leader")
    with pytest.raises(AuditError, match=leading.get_full_name()):
        name(audit, cast, leading)


def test_a_head_of_another_unit_may_audit(cast, audit):
    head = worker("truong-khac", "internal_auditor", cast.other)
    hold(head, cast.other, "Chánh Văn phòng", "head_of_unit")
    name(audit, cast, head)


def test_whoever_acts_for_somebody_of_the_unit_is_refused(cast, audit):
    acting = worker("lam-thay", "internal_auditor", cast.other)
    hold(acting, cast.audited, since=FIRST, until=LAST, acting_for=cast.head)
    [said] = reasons(audit, acting)
    assert cast.head.get_full_name() in said and "23/11/2026" in said
    with pytest.raises(AuditError):
        name(audit, cast, acting)


@pytest.mark.parametrize(
    ("since", "until", "is_barred"),
    [
        (LAST, None, True),
        (LAST + dt.timedelta(days=1), None, False),
        (dt.date(2026, 1, 1), FIRST, True),
        (dt.date(2026, 1, 1), FIRST - dt.timedelta(days=1), False),
    ],
)
def test_posts_that_begin_or_end_around_the_audit(cast, audit, since, until, is_barred):
    moving = worker("chuyen-den", "internal_auditor", cast.other)
    hold(moving, cast.audited, since=since, until=until)
    assert bool(reasons(audit, moving)[0]) == is_barred


def test_nobody_audits_what_he_did_in_the_sampled_period(cast):
    audit = planned(cast, sample_from=dt.date(2026, 8, 1), sample_to=dt.date(2026, 10, 31))
    moving = worker("vua-chuyen", "internal_auditor", cast.other)
    hold(moving, cast.audited, since=dt.date(2026, 1, 1), until=dt.date(2026, 9, 15))
    assert reasons(audit, moving) != [""]


@pytest.fixture
def procedure(cast):
    snapshot = household_business()
    return issue_procedure(now=at("2016-02-01 08:00"), slug="qt", **snapshot)


def test_a_post_named_by_the_steps_is_refused(cast, procedure):
    audit = planned(cast, documents=[procedure.document])
    counter = worker("mot-cua-danh-gia", "internal_auditor", cast.other)
    hold(counter, cast.other, "công chức bộ phận MỘT CỬA")
    [said] = reasons(audit, counter)
    assert procedure.document.code in said
    with pytest.raises(AuditError, match=procedure.document.code):
        name(audit, cast, counter)


def test_a_version_that_takes_effect_during_the_audit_counts_too(cast, procedure):
    steps = list(procedure.steps.all())
    for step in steps:
        if step.role.code == "specialist":
            step.position = "Chuyên viên mới"
    procedure.steps = steps
    issue(procedure, now=at("2026-11-23 12:00"))
    audit = planned(cast, documents=[procedure.document])
    new = worker("chuyen-vien-moi", "internal_auditor", cast.other)
    hold(new, cast.other, "Chuyên viên mới")
    assert procedure.document.code in reasons(audit, new)[0]


def test_observers_only_look_on(cast, audit):
    name(audit, cast, cast.specialist, TeamRole.OBSERVER)
    assert fresh(audit).team.get(user=cast.specialist).role == TeamRole.OBSERVER


def test_a_changed_plan_is_checked_against_its_team(cast, audit):
    with pytest.raises(AuditError, match=cast.lead.get_full_name()):
        change_plan(cast.secretary, audit.pk, audit.lock_version, details_of(cast, unit=cast.other), NOW)
    assert fresh(audit).unit == cast.audited


def test_an_auditor_plans_only_what_he_may_audit(cast):
    audit = create_audit(cast.lead, details_of(cast), NOW)
    assert audit.team.get().role == TeamRole.LEAD and audit.team.get().user == cast.lead
    with pytest.raises(AuditError):
        create_audit(cast.lead, details_of(cast, unit=cast.other), NOW)


MOMENTS = {
    "planning": lambda a, c: life.submit_plan(c.secretary, a.pk, a.lock_version, NOW),
    "submitted": lambda a, c: life.approve_plan(c.leader, a.pk, a.lock_version, NOW),
    "approved": lambda a, c: life.start_audit(c.lead, a.pk, a.lock_version, OPENING, told_directly=True),
}


@pytest.mark.parametrize("state", MOMENTS)
def test_posts_that_change_afterwards_stop_the_next_move(cast, audit, state):
    """Somebody of the team comes into the unit after he was named: submission, approval and opening refuse."""
    if state != "planning":
        audit = moved(audit, state, cast)
    hold(cast.member, cast.audited, since=FIRST)
    with pytest.raises(AuditError, match=cast.member.get_full_name()):
        MOMENTS[state](fresh(audit), cast)
    assert fresh(audit).state == state


def test_a_plan_whose_team_broke_is_taken_back_and_approved_anew(cast, audit):
    audit = moved(audit, "approved", cast)
    hold(cast.member, cast.audited, since=FIRST)
    life.revise_plan(cast.lead, audit.pk, audit.lock_version, "Thành viên chuyển đơn vị.", NOW)
    audit = fresh(audit)
    assert audit.state == "planning" and audit.approved_by is None and audit.signatory == {}
    set_team(cast.secretary, audit.pk, audit.lock_version, {cast.lead: TeamRole.LEAD}, NOW)
    assert moved(audit, "running", cast).approved_by == cast.leader


def test_people_without_a_post_of_an_auditor_are_refused(cast, audit):
    clerk = worker("van-thu", "clerk", cast.other)
    with pytest.raises(AuditError, match=clerk.get_full_name()):
        name(audit, cast, clerk)


def test_as_many_queries_for_many_people(cast, audit, django_assert_num_queries, procedure):
    people = [worker(f"nguoi-{number}", "internal_auditor", cast.other) for number in range(6)]
    audit = planned(cast, documents=[procedure.document])
    asked = Independence(Audited.of(audit))
    with django_assert_num_queries(5):
        asked.reasons(people)
