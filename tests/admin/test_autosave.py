"""The automatic save and the buttons of one and the same editor."""

import pytest
from django.urls import reverse

from procedures.models import ProcedurePage
from tests.factories.admin import form_values, make_admin, make_draft, shown_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def autosave(client, page, values):
    """What the editor's script sends; the form itself goes on naming the version it was loaded from."""
    response = client.post(edit_url(page), values, headers={"accept": "application/json"})
    assert response.json()["success"], response.content
    return response.json()["revision_id"]


def latest(page):
    return ProcedurePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_what_was_saved_automatically_can_be_saved_and_submitted(admin):
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(edit_url(page))) | {"summary": "Vừa gõ.", "change_reason": "Sửa câu"}
    own = autosave(client, page, values)
    autosave(client, page, values | {"overwrite_revision_id": str(own)})
    response = client.post(edit_url(page), values)
    assert response.status_code == 302, shown_messages(response)
    response = client.post(edit_url(page), values | {"summary": "Gõ tiếp.", "action-submit": "1"})
    assert response.status_code == 302, shown_messages(response)
    assert latest(page).summary == "Gõ tiếp."
    assert ProcedurePage.objects.get(pk=page.pk).current_workflow_state is not None


def test_what_somebody_else_saved_after_an_automatic_save_is_not_overwritten(admin):
    page = make_draft(admin)
    first, second = admin.client("specialist"), admin.client("iso_secretary")
    mine = form_values(first.get(edit_url(page))) | {"summary": "Của tôi."}
    autosave(first, page, mine)
    theirs = form_values(second.get(edit_url(page))) | {"summary": "Của người khác."}
    assert second.post(edit_url(page), theirs).status_code == 302
    response = first.post(edit_url(page), mine)
    assert response.status_code == 200
    assert "Chưa lưu" in " ".join(shown_messages(response))
    assert latest(page).summary == "Của người khác."


def test_what_somebody_else_saves_automatically_into_the_version_loaded_is_not_overwritten(admin):
    page = make_draft(admin)
    first, second = admin.client("specialist"), admin.client("iso_secretary")
    typed = form_values(first.get(edit_url(page)))
    own = autosave(first, page, typed | {"summary": "Chữ thứ nhất."})
    opened = form_values(second.get(edit_url(page)))
    assert opened["loaded_revision_id"] == str(own)
    autosave(first, page, typed | {"summary": "Chữ thứ hai.", "overwrite_revision_id": str(own)})
    response = second.post(edit_url(page), opened | {"summary": "Đè lên."})
    assert response.status_code == 200
    assert latest(page).summary == "Chữ thứ hai."
