"""The API opens no way around the workflow, and shows only what is public and in force."""

import json

import pytest
import time_machine
from wagtail.models import APIToken

from document_control.models import IssuedVersion
from organisation.models import User
from procedures.models import ProcedurePage
from tests.factories import documents as make
from tests.factories.documents import at
from tests.factories.workflow import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(db):
    return fresh(make.issue_procedure(now=at("2026-01-05 08:00")))


@pytest.fixture
def call(client):
    """A call with a superuser's token: the strongest there is."""
    root = User.objects.create_superuser("root", password="mat-khau-thu-1")
    _token, key = APIToken.create_token(user=root, name="test")

    def send(method, path, body=None):
        return client.generic(
            method,
            f"/api/v3/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )

    return send


def test_the_token_works_at_all(call, issued):
    assert call("GET", "whoami/").status_code == 200
    assert call("PATCH", f"pages/{issued.pk}/", {"title": "Nháp mới"}).status_code in (200, 422)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "pages/{pk}/actions/publish/", {}),
        ("POST", "pages/{pk}/actions/unpublish/", {}),
        ("POST", "pages/{parent}/actions/unpublish/", {"recursive": True}),
        ("DELETE", "pages/{pk}/", {}),
        ("DELETE", "pages/{pk}/actions/delete/", {}),
        ("DELETE", "pages/{parent}/", {}),
        ("POST", "pages/{pk}/actions/copy/", {"slug": "x1", "keep_live": True}),
        ("POST", "pages/{pk}/actions/create_alias/", {"slug": "x2"}),
    ],
)
def test_nothing_official_changes_by_the_strongest_token(call, issued, method, path, body):
    changed = issued.get_latest_revision_as_object()
    changed.summary = "Chưa duyệt"
    changed.save_revision()
    before = fresh(issued).summary
    response = call(method, path.format(pk=issued.pk, parent=issued.get_parent().pk), body)
    assert response.status_code < 500
    page = fresh(issued)
    assert page.live
    assert page.summary == before
    assert IssuedVersion.objects.count() == 1
    assert not ProcedurePage.objects.exclude(pk=issued.pk).filter(live=True).exists()


def test_a_page_created_by_the_api_is_a_draft(call, issued):
    response = call(
        "POST",
        "pages/",
        {
            "type": "procedures.ProcedurePage",
            "parent_id": issued.get_parent().pk,
            "title": "Thủ tục qua API",
            "code": "QT-API-01",
            "unit": issued.unit_id,
            "publish": True,
        },
    )
    assert response.status_code < 500
    assert not ProcedurePage.objects.exclude(pk=issued.pk).filter(live=True).exists()


def test_procedures_in_force_are_public(client, issued):
    listed = client.get("/api/v3/procedures/").json()
    assert [item["code"] for item in listed["items"]] == [issued.code]
    one = client.get(f"/api/v3/procedures/{issued.code}/").json()
    assert one["edition"] == "1.0"
    assert one["snapshot"]["title"] == issued.title


def test_only_the_text_that_holds_on_the_day_is_given(client, issued):
    make.rewrite(issued, summary="Bản sau")
    make.issue(issued, now=at("2026-01-10 08:00"), effective_from=at("2026-03-01 00:00"))
    with time_machine.travel(at("2026-02-01 08:00"), tick=False):
        assert client.get(f"/api/v3/procedures/{issued.code}/").json()["edition"] == "1.0"
        later = client.get(f"/api/v3/procedures/{issued.code}/?day=2026-03-01").json()
    assert (later["edition"], later["snapshot"]["summary"]) == ("1.1", "Bản sau")


def test_staff_documents_and_drafts_are_not_given(client, issued):
    process = make.make_process_page()
    make.issue(process, now=at("2026-01-05 08:00"))
    draft = make.make_procedure_page(code="QT-TP-99", short_title="Nháp", title="Nháp")
    for code in (process.code, draft.code):
        assert client.get(f"/api/v3/procedures/{code}/").status_code == 404
    assert client.get("/api/v3/procedures/").json()["total"] == 1


@pytest.mark.parametrize(
    "query", ["?day=x", "?day=9999-99-99", "?limit=-5", "?limit=1e9", "?offset=99999999999999"]
)
def test_odd_questions_get_an_answer(client, issued, query):
    assert client.get(f"/api/v3/procedures/{query}").status_code < 500
