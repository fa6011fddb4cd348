"""Role by verb: who takes unmarked papers, who hands out numbered copies (DOMAIN 1.5 and 9)."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from document_control.models import IssuedVersion
from organisation.models import UnitParent, User
from procedures.setup.site_setup import ensure_site
from publications.enums import Marking
from publications.models import Distribution
from publications.policies import PublicationPolicy, marking_for, may_download
from tests.factories.documents import (
    at,
    cancel,
    issue,
    issue_procedure,
    make_office,
    make_people,
    make_process_page,
    make_unit,
    make_user,
    rewrite,
    withdraw,
)

pytestmark = pytest.mark.django_db

NOW = at("2026-11-21 09:00")
SECRETARY, LEADER, CLERK, ADMIN = "iso_secretary", "leader", "clerk", "administrator"
ROLES = (
    "one_stop_officer",
    "specialist",
    "head_of_unit",
    LEADER,
    SECRETARY,
    "internal_auditor",
    CLERK,
    ADMIN,
)

MAY = {
    "take an unmarked paper": {SECRETARY, LEADER},
    "see the distribution": set(ROLES) - {ADMIN},
    "edit the distribution": {SECRETARY},
    "make a controlled copy": {SECRETARY, CLERK},
}


@pytest.fixture
def people():
    made = make_people()
    ensure_site()
    return made


@pytest.fixture
def page(people):
    return issue_procedure(now=at("2026-10-01 08:00"))


def versions(page):
    return list(IssuedVersion.objects.filter(document=page.document))


@pytest.mark.parametrize("role", ROLES)
def test_role_by_verb(people, page, role):
    policy, document = PublicationPolicy(people.by_role[role]), page.document
    (version,) = versions(page)
    assert {
        "take an unmarked paper": policy.marking_for(version, NOW) == Marking.NONE,
        "see the distribution": policy.may_see_distribution(document),
        "edit the distribution": policy.may_edit_distribution(document),
        "make a controlled copy": policy.may_make_controlled_copy(document),
    } == {verb: role in roles for verb, roles in MAY.items()}


def test_visitors_take_marked_papers_of_public_documents(page):
    (version,) = versions(page)
    assert may_download(AnonymousUser(), version, NOW)
    assert marking_for(AnonymousUser(), version, NOW) == Marking.UNCONTROLLED
    assert not PublicationPolicy(AnonymousUser()).may_see_distribution(page.document)


def test_the_list_reaches_a_person_and_a_unit_with_the_units_below_it(people, page):
    (version,) = versions(page)
    division, team, other = (make_unit(slug, slug) for slug in ("phong-tu-phap", "to-ho-tich", "phong-khac"))
    UnitParent.objects.create(unit=team, parent=division, valid_from=dt.date(2025, 7, 1))
    in_team, in_other = make_user("to", "specialist", team), make_user("khac", "specialist", other)
    assert marking_for(in_team, version, NOW) == Marking.UNCONTROLLED
    Distribution.objects.create(document=page.document, unit=division)
    assert marking_for(in_team, version, NOW) == Marking.NONE
    assert marking_for(in_other, version, NOW) == Marking.UNCONTROLLED
    Distribution.objects.create(document=page.document, person=in_other)
    assert marking_for(in_other, version, NOW) == Marking.NONE


def test_the_list_of_another_document_counts_for_nothing(people, page):
    other = make_process_page()
    Distribution.objects.create(document=other.document, person=people.author)
    assert marking_for(people.author, versions(page)[0], NOW) == Marking.UNCONTROLLED


def test_a_left_colleague_on_the_list_is_a_visitor_again(people, page):
    Distribution.objects.create(document=page.document, person=people.author)
    people.author.is_active = False
    assert marking_for(people.author, versions(page)[0], NOW) == Marking.UNCONTROLLED


def test_the_list_opens_no_document(people):
    page = make_process_page(audience="restricted", unit=make_unit("phong-khac", "Phòng khác"))
    version = issue(page, now=at("2026-10-01 08:00"))
    Distribution.objects.create(document=page.document, person=people.author)
    assert not may_download(people.author, version, NOW)
    assert may_download(people.reviewer, version, NOW)


def test_old_papers_say_so_even_to_the_keeper(people, page):
    rewrite(page, title="Thủ tục đăng ký khai sinh (mới)")
    issue(page, now=at("2026-11-01 08:00"), effective_from=at("2026-12-01 00:00"))
    old, new = versions(page)
    keeper = people.reviewer
    assert [marking_for(keeper, v, NOW) for v in (old, new)] == [Marking.NONE, Marking.NONE]
    assert marking_for(people.author, new, NOW) == Marking.UNCONTROLLED  # approved, so no draft
    day = at("2026-12-01 00:00")
    assert [marking_for(keeper, v, day) for v in (old, new)] == [Marking.OBSOLETE, Marking.NONE]
    withdraw(page, now=at("2026-12-10 08:00"))
    assert marking_for(keeper, new, at("2026-12-10 08:00")) == Marking.OBSOLETE


def test_a_cancelled_version_never_held(people, page):
    rewrite(page, title="Thủ tục đăng ký khai sinh (mới)")
    version = issue(page, now=at("2026-11-01 08:00"), effective_from=at("2026-12-01 00:00"))
    cancel(page, version, now=NOW)
    assert marking_for(people.reviewer, version, NOW) == Marking.OBSOLETE


def test_a_text_that_was_not_issued_is_a_draft_for_everybody(people):
    assert marking_for(people.reviewer, None, NOW) == Marking.DRAFT


def test_files_of_old_staff_versions_need_the_right_to_read_them(people):
    page = make_process_page(audience="staff")
    issue(page, now=at("2026-10-01 08:00"))
    rewrite(page, title="Quy trình mới")
    issue(page, now=at("2026-11-01 08:00"))
    old, new = versions(page)
    assert [may_download(people.author, v, NOW) for v in (old, new)] == [False, True]
    assert [may_download(people.reviewer, v, NOW) for v in (old, new)] == [True, True]
    assert not may_download(AnonymousUser(), new, NOW)


def test_a_superuser_hands_out_nothing(page):
    policy = PublicationPolicy(User.objects.create_superuser("goc", password="x"))
    assert not policy.may_edit_distribution(page.document)
    assert not policy.may_make_controlled_copy(page.document)
    assert policy.marking_for(versions(page)[0], NOW) == Marking.UNCONTROLLED


def test_one_marking_costs_a_handful_of_queries(people, page, django_assert_max_num_queries):
    (version,) = versions(page)
    make_office()
    with django_assert_max_num_queries(7):
        marking_for(people.author, version, NOW)
