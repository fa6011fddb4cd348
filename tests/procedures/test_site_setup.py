"""A new installation: groups with exactly their rights, pages, workflow; running it again adds nothing."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Site, Workflow

from document_control.models import ApprovalTask, ReviewTask
from organisation.enums import PermissionRole
from organisation.models import AdminLevel, User
from procedures.models import OnlineLevel
from procedures.setup.group_rights import rights_of
from procedures.setup.site_setup import ensure_site

WRITERS = {"specialist", "head_of_unit", "iso_secretary"}


@pytest.fixture
def parts(db):
    return ensure_site()


def member(role):
    user = User.objects.create_user(f"u-{role}", password="x")
    user.groups.add(Group.objects.get(name=role))
    return user


def test_page_tree(parts):
    tree = [(p.depth, p.slug, p.specific_class.__name__) for p in Page.objects.order_by("path")]
    assert tree == [
        (1, "root", "Page"),
        (2, "trang-chu", "HomePage"),
        (3, "thu-tuc", "ProcedureIndexPage"),
        (3, "quy-trinh-noi-bo", "InternalProcessIndexPage"),
    ]
    site = Site.objects.get()
    assert site.is_default_site and site.root_page_id == parts.home.pk
    assert PageViewRestriction.objects.get().page_id == parts.processes.pk


def test_only_our_groups_and_workflow_are_left(parts):
    assert set(Group.objects.values_list("name", flat=True)) == set(PermissionRole.values)
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Xem xét và phê duyệt"]
    tasks = [t.task.specific for t in parts.workflow.workflow_tasks.order_by("sort_order")]
    assert [type(t) for t in tasks] == [ReviewTask, ApprovalTask]
    assert {g.name for g in tasks[0].groups.all()} == {"iso_secretary", "head_of_unit"}
    assert {g.name for g in tasks[1].groups.all()} == {"leader"}
    assert parts.procedures.get_workflow() == parts.processes.get_workflow() == parts.workflow


def test_nobody_may_publish_and_only_writers_write(parts):
    rights = GroupPagePermission.objects.values_list("group__name", "permission__codename")
    assert {codename for _group, codename in rights} == {"add_page", "change_page"}
    assert {group for group, _codename in rights} == WRITERS
    for role in PermissionRole.values:
        tester = parts.procedures.permissions_for_user(member(role))
        assert tester.can_add_subpage() == (role in WRITERS), role
        assert not tester.can_publish_subpage(), role


@pytest.mark.parametrize("role", PermissionRole.values)
def test_each_role_has_exactly_its_rights(parts, role):
    assert member(role).get_all_permissions() == set(rights_of(role))


def test_separation_of_the_technical_role(parts):
    administrator = member("administrator")
    assert administrator.has_perm("organisation.change_user")
    for right in (
        "document_control.withdraw_document",
        "procedures.change_formtemplate",
        "document_control.change_legalact",
    ):
        assert not administrator.has_perm(right)
    assert member("iso_secretary").has_perm("document_control.withdraw_document")
    assert not member("leader").has_perm("wagtailadmin.access_admin")


def test_lists_fixed_by_law(parts):
    assert set(AdminLevel.objects.values_list("code", flat=True)) == {
        "central",
        "province",
        "district",
        "ward",
    }
    assert OnlineLevel.objects.count() == 7


def test_running_again_adds_nothing_and_keeps_what_people_changed(parts):
    parts.home.title = "Trang của phường"
    parts.home.save()
    site = Site.objects.get()
    site.site_name, site.hostname = "Phường Thử", "thu.example"
    site.save()
    models = [
        m
        for m in apps.get_models()
        if m._meta.app_label in {"auth", "wagtailcore", "organisation", "procedures"}
    ]
    before = {m._meta.label: m._base_manager.count() for m in models}
    again = ensure_site()
    assert {m._meta.label: m._base_manager.count() for m in models} == before
    assert again.home.title == "Trang của phường"
    site.refresh_from_db()
    assert (site.site_name, site.hostname) == ("Phường Thử", "thu.example")
