"""Writing a text in the administration: tabs, checks on submit, two editors, lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks

from document_control.models import IssuedVersion
from organisation.models import OfficeSettings
from procedures.editor.page_states import PageStanding, state_words
from procedures.models import InternalProcessPage, ProcedurePage
from tests.factories.admin import (
    form_values,
    make_admin,
    make_draft,
    make_issued,
    messages_of,
    shown_messages,
    soup,
)
from tests.factories.documents import at, make_office, make_process_page
from tests.factories.workflow import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_admin()


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def tab_names(response):
    return [tab.get_text(strip=True).removesuffix("()") for tab in soup(response).select("[role=tab]")]


def test_both_kinds_of_text_open_with_vietnamese_tabs_and_labels(admin):
    client = admin.client("specialist")
    response = client.get(edit_url(make_draft(admin)))
    names = tab_names(response)
    assert {"Việc gì, cho ai", "Giấy tờ", "Thời hạn, các bước", "Nộp, phí, kết quả", "Tài liệu ISO"} <= set(
        names
    )
    labels = [label.get_text(" ", strip=True) for label in soup(response).select("label, .w-panel__heading")]
    for english in ("Step", "Paper", "Duration", "Legal basis", "Owner unit", "What is done", "Fee"):
        assert not any(label.startswith(english) for label in labels), english
    process = make_process_page()
    process.save_revision(user=admin.people.author)
    assert "Việc gì, khi nào" in tab_names(client.get(edit_url(process)))


def test_a_new_text_can_be_written_and_submitted_in_one_go_without_doubling_rows(admin):
    office = make_office()
    OfficeSettings.objects.filter(pk=office.settings.pk).update(office=office.ward)
    whole = form_values(admin.client("specialist").get(edit_url(make_draft(admin))))
    address = reverse(
        "wagtailadmin_pages:add", args=["procedures", "procedurepage", admin.parts.procedures.pk]
    )
    client = admin.client("specialist")
    empty = form_values(client.get(address))
    assert empty["unit"] == str(office.ward.pk)
    values = {k: v for k, v in whole.items() if not k.endswith("-id") and not k.startswith("loaded_revision")}
    for prefix in {k.removesuffix("-INITIAL_FORMS") for k in values if k.endswith("-INITIAL_FORMS")}:
        values[f"{prefix}-INITIAL_FORMS"] = "0"
    values |= {
        "title": "Thủ tục soạn mới",
        "code": "QT-TP-88",
        "slug": "soan-moi",
        "change_reason": "Ban hành lần đầu.",
        "action-submit": "1",
    }
    response = client.post(address, values)
    assert response.status_code == 302, shown_messages(response)
    page = ProcedurePage.objects.get(code="QT-TP-88")
    assert page.current_workflow_state is not None
    assert latest(page).steps.count() == int(values["steps-TOTAL_FORMS"])
    assert latest(page).components.count() == int(values["components-TOTAL_FORMS"])


def test_steps_over_the_limit_are_refused_on_submit_with_nothing_lost_but_may_be_saved(admin):
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(edit_url(page))) | {
        "change_reason": "Thử nghiệm",
        "steps-1-duration_value": "900",
        "summary": "Câu vừa gõ.",
    }
    response = client.post(edit_url(page), values | {"action-submit": "1"})
    assert response.status_code == 200
    assert "quá thời hạn" in " ".join(shown_messages(response))
    again = form_values(response)
    assert again["steps-1-duration_value"].startswith("900")
    assert again["summary"] == "Câu vừa gõ."
    assert ProcedurePage.objects.get(pk=page.pk).current_workflow_state is None
    response = client.post(edit_url(page), values)
    assert response.status_code == 302
    assert latest(page).summary == "Câu vừa gõ."


def test_amounts_are_read_as_they_are_written_here(admin):
    """ "5.000" is five thousand đồng; Django's own field cuts the zeros off and keeps five."""
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(edit_url(page)))
    assert "fees-0-amount" in values
    typed = values | {"fees-0-amount": "5.000", "steps-1-duration_value": "0,5"}
    assert client.post(edit_url(page), typed).status_code == 302
    assert latest(page).fees.first().amount == 5000
    assert str(latest(page).steps.all()[1].duration_value) in ("0.5", "0.50")
    again = form_values(client.get(edit_url(page)))
    assert (again["fees-0-amount"], again["steps-1-duration_value"]) == ("5000", "0,5")
    refused = client.post(edit_url(page), again | {"fees-0-amount": "5,5"})
    assert refused.status_code == 200
    assert latest(page).fees.first().amount == 5000


def test_small_whole_numbers_are_read_alike(admin):
    """ "1.000" copies are a thousand; Django's own field reads one of them."""
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(edit_url(page)))
    assert client.post(edit_url(page), values | {"components-0-copy_count": "1.000"}).status_code == 302
    assert latest(page).components.first().copy_count == 1000
    again = form_values(client.get(edit_url(page)))
    assert again["components-0-copy_count"] == "1000"
    assert client.post(edit_url(page), again | {"components-0-copy_count": "1,5"}).status_code == 200
    assert latest(page).components.first().copy_count == 1000


def test_a_submitted_text_needs_a_reason_for_the_change(admin):
    page = make_draft(admin)
    client = admin.client("specialist")
    values = form_values(client.get(edit_url(page))) | {"change_reason": "", "action-submit": "1"}
    response = client.post(edit_url(page), values)
    assert response.status_code == 200
    assert "lý do sửa đổi" in " ".join(shown_messages(response)).lower()


def test_the_second_editor_loses_nothing_and_overwrites_nothing(admin):
    page = make_draft(admin)
    first, second = admin.client("specialist"), admin.client("iso_secretary")
    opened_first, opened_second = (form_values(c.get(edit_url(page))) for c in (first, second))
    assert first.post(edit_url(page), opened_first | {"summary": "Của người thứ nhất."}).status_code == 302
    mine = opened_second | {"summary": "Của người thứ hai.", "steps-1-title": "Bước tôi viết"}
    for _attempt in range(2):  # saving again without having compared is refused again
        response = second.post(edit_url(page), mine)
        assert response.status_code == 200
        assert latest(page).summary == "Của người thứ nhất."
        said = " ".join(shown_messages(response))
        assert "Chưa lưu" in said
        assert str(admin.people.author) in said
        shown = form_values(response)
        assert shown["summary"] == "Của người thứ hai."
        assert shown["steps-1-title"] == "Bước tôi viết"
        assert shown["loaded_revision_id"] == opened_second["loaded_revision_id"]
        mine = shown
    compare = soup(response).select_one(".messages a")["href"]
    assert "Của người thứ nhất." in second.get(compare).content.decode()
    tick = soup(response).select_one(".messages input[type=checkbox]")
    assert tick["form"] == "page-edit-form"
    response = second.post(edit_url(page), mine | {tick["name"]: tick["value"]})
    assert response.status_code == 302
    assert latest(page).summary == "Của người thứ hai."
    assert page.revisions.count() >= 3  # the text of the first is still among the drafts


def test_a_submission_over_an_unseen_version_is_refused_too(admin):
    page = make_draft(admin)
    client = admin.client("iso_secretary")
    opened = form_values(client.get(edit_url(page)))
    draft = latest(page)
    draft.summary = "Mới hơn"
    draft.save_revision(user=admin.people.author)
    values = opened | {"change_reason": "Gửi", "action-submit": "1"}
    assert client.post(edit_url(page), values).status_code == 200
    assert ProcedurePage.objects.get(pk=page.pk).current_workflow_state is None


@pytest.mark.parametrize("how", ["save", "action-submit", "automatic"])
def test_of_two_saves_at_the_same_moment_the_second_is_told(admin, how):
    page = make_draft(admin)
    client = admin.client("iso_secretary")
    opened = form_values(client.get(edit_url(page)))

    def somebody_is_faster(request, shown):
        """Between the look at the latest version, which was taken already, and the save."""
        draft = latest(page)
        draft.summary = "Của người nhanh hơn."
        draft.save_revision(user=admin.people.author)

    mine = opened | {"summary": "Của tôi.", "change_reason": "Sửa."}
    headers = {"accept": "application/json"} if how == "automatic" else {}
    with hooks.register_temporarily("before_edit_page", somebody_is_faster):
        values = mine | ({how: "1"} if how == "action-submit" else {})
        response = client.post(edit_url(page), values, headers=headers)
    assert latest(page).summary == "Của người nhanh hơn."
    assert ProcedurePage.objects.get(pk=page.pk).current_workflow_state is None
    if how == "automatic":
        assert response.json()["success"] is False
        return
    said = " ".join(shown_messages(response))
    assert "Chưa lưu" in said and str(admin.people.author) in said
    shown = form_values(response)
    assert (shown["summary"], shown["loaded_revision_id"]) == ("Của tôi.", opened["loaded_revision_id"])


def test_the_list_says_code_state_and_version(admin):
    make_issued()
    waiting = make_draft(admin)
    submit(waiting, admin.people.author)
    client = admin.client("specialist")
    response = client.get(reverse("procedure_pages:index"))
    text = soup(response).find("main").get_text(" ", strip=True)
    for words in ("QT-TP-01", "Đang có hiệu lực", "1.0", "QT-TP-31", "Đang ở bước xem xét"):
        assert words in text
    few = _queries(client)
    for number in range(4):
        make_draft(admin, code=f"QT-TP-4{number}", title=f"Thủ tục {number}", short_title=f"Thủ tục {number}")
    assert _queries(client) <= few + 1


def _queries(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("procedure_pages:index"))
    return len(queries)


def test_the_list_of_processes_opens(admin):
    process = make_process_page()
    process.save_revision(user=admin.people.author)
    response = admin.client("iso_secretary").get(reverse("process_pages:index"))
    assert InternalProcessPage.objects.get().code in response.content.decode()


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (PageStanding(False, "", None, "", False, True), "Bản thảo"),
        (PageStanding(False, "", None, "Xem xét", False, True), "Đang ở bước xem xét"),
        (PageStanding(False, "", None, "", True, True), "Bị trả lại, chờ sửa"),
        (PageStanding(True, "2.1", None, "", False, False), "Đang có hiệu lực"),
        (PageStanding(True, "2.1", None, "", False, True), "Đang có hiệu lực · có bản thảo mới"),
        (PageStanding(True, "", at("2027-03-01"), "", False, False), "Chờ hiệu lực từ 01/03/2027"),
        (PageStanding(True, "", None, "", False, False), "Đã rút"),
    ],
)
def test_states_in_words(standing, words):
    assert state_words(standing) == words


def test_editors_see_a_short_menu_and_no_english(admin):
    response = admin.client("specialist").get(reverse("wagtailadmin_home"))
    props = soup(response).select_one("#wagtail-sidebar-props").string
    for hidden in ('"name": "reports"', '"name": "help"', '"name": "images"', '"name": "settings"'):
        assert hidden not in props
    assert "procedure_pages" in props or "thu-tuc-hanh-chinh" in props
    assert messages_of(response) == []
    assert not IssuedVersion.objects.exists()
