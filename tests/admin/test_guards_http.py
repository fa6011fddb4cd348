"""Traps of the real administration, by HTTP: each is refused or harmless, told kindly, and never a fault."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from document_control.models import IssuedVersion
from procedures.models import ProcedurePage
from tests.factories.admin import (
    ROLES,
    form_values,
    make_admin,
    make_draft,
    make_issued,
    messages_of,
    shown_messages,
)
from tests.factories.documents import at, issue, rewrite
from tests.factories.workflow import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def url(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def facts(page):
    """What must not change: rows, liveness, versions."""
    row = ProcedurePage.objects.get(pk=page.pk)
    return (
        row.live,
        row.live_revision_id,
        row.title,
        row.get_parent().pk,
        IssuedVersion.objects.filter(document=row.document).count(),
        Page.objects.count(),
    )


@pytest.mark.parametrize("role", ROLES)
def test_posting_publish_only_saves_a_draft(admin, role):
    page = make_draft(admin)
    client = admin.client(role)
    shown = client.get(url("edit", page.pk), follow=True)
    values = form_values(shown) if role != "administrator" else {"title": "Khác"}
    values |= {"action-publish": "1", "title": "Tên mới"}
    response = client.post(url("edit", page.pk), values, follow=True)
    assert response.status_code == 200
    page.refresh_from_db()
    assert not page.live
    assert not IssuedVersion.objects.exists()
    if role != "administrator":
        assert any("Chưa công bố" in m for m in shown_messages(response))
        assert page.get_latest_revision_as_object().title == "Tên mới"


@pytest.mark.parametrize("role", ["root", "specialist", "iso_secretary"])
def test_posting_publish_on_a_new_page_only_makes_a_draft(admin, role):
    client = admin.client(role)
    address = url("add", "procedures", "procedurepage", admin.parts.procedures.pk)
    values = form_values(client.get(address)) | {
        "title": "Thủ tục mới",
        "code": "QT-TP-77",
        "slug": "thu-tuc-moi",
        "action-publish": "1",
    }
    response = client.post(address, values, follow=True)
    assert response.status_code == 200
    page = ProcedurePage.objects.get(code="QT-TP-77")
    assert not page.live
    assert any("Chưa công bố" in m for m in shown_messages(response))


@pytest.mark.parametrize("name", ["unpublish", "delete"])
def test_an_issued_page_is_neither_unpublished_nor_deleted(admin, name):
    page = make_issued()
    before = facts(page)
    for role in ROLES:
        for method in ("get", "post"):
            response = getattr(admin.client(role), method)(url(name, page.pk))
            assert response.status_code in (200, 302), (role, method)
            assert facts(page) == before, (role, method)
            assert "rút" in " ".join(messages_of(response)).lower()


def test_the_folder_of_issued_pages_is_not_deleted(admin):
    page = make_issued()
    before = facts(page)
    for role in ROLES:
        response = admin.client(role).post(url("delete", admin.parts.procedures.pk))
        assert response.status_code in (200, 302), role
        assert facts(page) == before, role
        assert messages_of(response), role


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_bulk_actions_leave_documents_alone(admin, action):
    page = make_issued()
    before = facts(page)
    home = reverse("wagtailadmin_home")
    values = {
        "include_descendants": "on",
        "chooser": admin.parts.processes.pk,
        "move_applied": "1",
        "next": home,
    }
    for role in ROLES:
        for target in (page, admin.parts.procedures):
            draft = make_draft(admin)
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            response = admin.client(role).post(f"{address}?id={target.pk}&id={draft.pk}&next={home}", values)
            assert response.status_code in (200, 302), (role, target)
            assert facts(page)[:5] == before[:5], (role, target)
            assert not ProcedurePage.objects.filter(code=draft.code, live=True).exists()
            ProcedurePage.objects.filter(code=draft.code).first() and draft.delete()


def test_an_approved_version_that_waits_is_not_unscheduled(admin):
    page = make_issued()
    rewrite(page, sets=3)
    version = issue(page, now=at("2026-11-20 08:00"), effective_from=at("2027-03-01 00:00"))
    Revision.objects.filter(pk=version.source_revision_id).update(approved_go_live_at=version.effective_from)
    for role in ROLES:
        response = admin.client(role).post(url("revisions_unschedule", page.pk, version.source_revision_id))
        assert response.status_code in (200, 302), role
        assert (
            Revision.objects.get(pk=version.source_revision_id).approved_go_live_at == version.effective_from
        )
        assert messages_of(response), role


@pytest.mark.parametrize("role", ["root", "specialist", "iso_secretary"])
def test_a_copy_is_a_draft_of_its_own_with_a_provisional_code(admin, role):
    page = make_issued()
    response = admin.client(role).get(url("copy", page.pk))
    assert b"publish_copies" not in response.content
    assert b'name="alias"' not in response.content
    values = {
        "new_title": "Bản sao khai sinh",
        "new_slug": "ban-sao-khai-sinh",
        "new_parent_page": admin.parts.procedures.pk,
        "publish_copies": "on",
        "alias": "on",
    }
    response = admin.client(role).post(url("copy", page.pk), values, follow=True)
    assert response.status_code == 200
    copy = ProcedurePage.objects.get(slug="ban-sao-khai-sinh")
    assert not copy.live
    assert copy.alias_of_id is None
    assert copy.document_id != page.document_id
    assert copy.code.startswith("BAN-SAO-")
    assert copy.get_latest_revision_as_object().code == copy.code
    shown = admin.client(role).get(url("edit", copy.pk))
    assert form_values(shown)["code"] == copy.code
    assert form_values(shown)["change_reason"] == ""


def test_an_issued_page_is_not_moved(admin):
    page = make_issued()
    before = facts(page)
    address = url("move_confirm", page.pk, admin.parts.processes.pk)
    for role in ROLES:
        response = admin.client(role).post(address)
        assert response.status_code in (200, 302), role
        assert facts(page) == before, role


@pytest.mark.parametrize("role", ["root", "specialist", "iso_secretary"])
def test_going_back_to_an_older_draft_makes_a_draft(admin, role):
    page = make_draft(admin)
    first = page.get_latest_revision()
    page.title = "Tên thứ hai"
    page.save_revision(user=admin.people.author)
    client = admin.client(role)
    address = url("revisions_revert", page.pk, first.pk)
    shown = client.get(address)
    assert shown.status_code == 200
    response = client.post(address, form_values(shown) | {"action-publish": "1"}, follow=True)
    assert response.status_code == 200
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "Thủ tục thử nghiệm"


def test_who_has_no_say_decides_nothing(admin):
    page = make_draft(admin)
    submit(page, admin.people.author)
    state = ProcedurePage.objects.get(pk=page.pk).current_workflow_task_state
    for role in ("root", "administrator", "specialist"):
        for action in ("approve", "reject"):
            for name in ("workflow_action", "collect_workflow_action_data"):
                address = url(name, page.pk, action, state.pk)
                response = admin.client(role).post(address, {"comment": "Đồng ý"}, follow=True)
                assert response.status_code in (200, 400, 403, 404), (role, name)
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not IssuedVersion.objects.exists()


def test_workflow_and_privacy_dialogs_answer(admin):
    page = make_draft(admin)
    submit(page, admin.people.author)
    for role in ROLES:
        client = admin.client(role)
        response = client.get(url("confirm_workflow_cancellation", page.pk))
        assert response.status_code in (200, 302), role
        response = client.get(url("set_privacy", page.pk), headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code in (302, 403), role


def test_the_editor_offers_no_closed_action(admin):
    page = make_issued()
    html = admin.client("root").get(url("edit", page.pk)).content.decode()
    for closed in ("action-publish", "/unpublish/", "/delete/", "/move/", "go_live_at"):
        assert closed not in html
    for offered in ("action-submit", f"/lam-viec/soan-va-duyet/{page.pk}/", page.official_path()):
        assert offered in html


def test_the_new_page_form_offers_no_publishing_even_to_superusers(admin):
    address = url("add", "procedures", "procedurepage", admin.parts.procedures.pk)
    assert b"action-publish" not in admin.client("root").get(address).content


def test_autosave_answers_in_json(admin):
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(url("edit", page.pk))) | {"title": "Tự lưu"}
    response = client.post(url("edit", page.pk), values, headers={"accept": "application/json"})
    assert json.loads(response.content)["success"]
    assert ProcedurePage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Tự lưu"
