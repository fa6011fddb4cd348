"""Role groups follow the posts held today, and end with the assignment, the post and the unit."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from organisation.models import Assignment, Post, Role, Unit, UnitSuccession, User
from organisation.services import sync_all_roles, sync_role_groups, sync_user_roles
from tests.factories.documents import make_role, make_unit

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 21)


@pytest.fixture
def ward():
    sync_role_groups()
    return make_unit("phuong-cu", "Phường Cũ")


def hire(username, ward, role="specialist", *, since=dt.date(2026, 1, 1), until=None, **more):
    user, _ = User.objects.get_or_create(username=username)
    post, _ = Post.objects.get_or_create(
        slug=f"{ward.slug}-{role}",
        defaults={"unit": ward, "title": role, "role": Role.objects.get(code=role)},
    )
    return Assignment.objects.create(user=user, post=post, valid_from=since, valid_to=until, **more)


def groups_of(user):
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def run(**options):
    out = StringIO()
    call_command("sync_roles", stdout=out, **options)
    return out.getvalue()


def test_rights_end_with_the_assignment(ward):
    user = hire("long", ward, until=DAY).user
    sync_user_roles(user, DAY)
    assert groups_of(user) == {"specialist"}
    sync_user_roles(user, DAY + dt.timedelta(days=1))
    assert groups_of(user) == set()


def test_rights_end_with_a_merged_unit_and_come_back_with_a_new_assignment(ward):
    user = hire("long", ward).user
    Unit.objects.filter(pk=ward.pk).update(valid_to=dt.date(2026, 6, 30))
    sync_user_roles(user, dt.date(2026, 6, 30))
    assert groups_of(user) == {"specialist"}
    sync_all_roles(dt.date(2026, 7, 1))
    assert groups_of(user) == set()
    merged = make_unit("phuong-moi", "Phường Mới")
    UnitSuccession.objects.create(old_unit=ward, new_unit=merged, share="whole")
    sync_all_roles(dt.date(2026, 7, 1))
    assert groups_of(user) == set()  # nobody is taken over silently (DOMAIN 8.7)
    hire("long", merged, since=dt.date(2026, 7, 1))
    sync_all_roles(dt.date(2026, 7, 1))
    assert groups_of(user) == {"specialist"}


def test_acting_for_somebody_gives_the_role_for_its_days(ward):
    chair = hire("chu-tich", ward, "leader").user
    deputy = hire("pho", ward, "specialist").user
    hire("pho", ward, "leader", since=DAY, until=DAY, acting_for=chair, basis="QĐ 12/QĐ-UBND")
    sync_all_roles(DAY)
    assert groups_of(deputy) == {"specialist", "leader"}
    sync_all_roles(DAY + dt.timedelta(days=1))
    assert groups_of(deputy) == {"specialist"}


def test_inactive_people_lose_every_role_and_other_groups_stay(ward):
    user = hire("long", ward).user
    user.groups.add(Group.objects.create(name="ban-an-toan"))
    User.objects.filter(pk=user.pk).update(is_active=False)
    sync_all_roles(DAY)
    assert groups_of(user) == {"ban-an-toan"}


def test_everybody_role_reaches_people_without_a_post(ward):
    Role.objects.filter(code="clerk").update(is_everyone=True)
    user = User.objects.create(username="moi")
    sync_all_roles(DAY)
    assert groups_of(user) == {"clerk"}


def test_one_pass_and_person_by_person_agree(ward):
    people = [hire(f"u{i}", ward, role).user for i, role in enumerate(["specialist", "leader", "clerk"])]
    sync_all_roles(DAY)
    whole = [groups_of(user) for user in people]
    for user in people:
        user.groups.clear()
        sync_user_roles(user, DAY)
    assert [groups_of(user) for user in people] == whole


def test_the_command_says_what_changed_and_then_nothing(ward):
    hire("long", ward, since=dt.date(2026, 12, 1))
    assert "không có thay đổi" in run(date="2026-11-30")
    assert "long: +specialist" in run(date="2026-12-01")
    assert "không có thay đổi" in run(date="2026-12-01")
    assert "long: -specialist" in run(date="2026-11-30")
    assert set(Group.objects.values_list("name", flat=True)) >= {"leader", "iso_secretary", "administrator"}


def test_the_command_refuses_a_wrong_date(ward):
    with pytest.raises(CommandError, match="2026-11-21"):
        run(date="21/11/2026")


def test_signing_in_recomputes_the_roles(ward):
    with time_machine.travel("2026-11-20 09:00+07:00", tick=False):
        user = hire("long", ward, until=dt.date(2026, 11, 20)).user
        assert groups_of(user) == {"specialist"}
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        Client().force_login(user)
        assert groups_of(user) == set()


def test_a_running_session_loses_the_role_the_next_day(ward, settings):
    with time_machine.travel("2026-11-20 09:00+07:00", tick=False):
        user = hire("long", ward, until=dt.date(2026, 11, 20)).user
        client = Client()
        client.force_login(user)
        client.get("/healthz")
        assert groups_of(user) == {"specialist"}
    with time_machine.travel("2026-11-21 00:01+07:00", tick=False):
        client.get("/healthz")
        assert groups_of(user) == set()


def test_a_role_without_a_group_gives_no_right(ward):
    make_role("citizen")
    user = hire("dan", ward, "citizen").user
    sync_all_roles(DAY)
    assert groups_of(user) == set()
