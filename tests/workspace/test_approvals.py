"""The approval screen: what it shows, who may decide, and what happens when two people act at once."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import TaskState

from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from organisation.models import User
from procedures.workspace.work_selectors import texts_in_work
from tests.factories.documents import at, issue, make_procedure_page, make_user
from tests.factories.workflow import act, fresh, submit

pytestmark = pytest.mark.django_db


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text_of(response):
    return " ".join(soup(response).find(id="main").get_text(" ").split())


def url_of(page, name="approval"):
    return reverse(name, args=[page.pk])


def decision(page, action, comment="", **changes):
    state = fresh(page).current_workflow_task_state
    return {
        "task_state": state.pk,
        "revision": state.revision_id,
        "action": action,
        "comment": comment,
    } | changes


@pytest.fixture
def changed(ward):
    """A procedure in force whose change of the summary waits for review."""
    page = ward.procedure()
    submit(page, ward.people.author, reason="Rút gọn tóm tắt.", summary="Tóm tắt mới.")
    return page


@pytest.fixture
def reviewed(ward, changed):
    act(changed, ward.people.reviewer)
    return changed


# --- What the screen says -------------------------------------------------------------------------------
def test_it_shows_consequences_path_and_what_comes_after(ward, browse, reviewed):
    body = text_of(browse(ward.people.approver).get(url_of(reviewed)))
    assert "Tóm tắt mới." in body
    assert "Rút gọn tóm tắt." in body
    assert ward.people.author.get_full_name() in body and ward.people.reviewer.get_full_name() in body
    assert "Có hiệu lực ngay khi phê duyệt" in body
    assert "Phê duyệt bản 1.1" in body
    assert "Kiểm tra tự động: đủ phần bắt buộc" in body


def test_a_planned_day_is_said(ward, browse):
    page = ward.procedure()
    submit(page, ward.people.author, planned_effective_from=at("2030-12-15 00:00"), summary="Mới.")
    body = text_of(browse(ward.people.reviewer).get(url_of(page)))
    assert "Tự có hiệu lực 00:00, 15/12/2030" in body


def test_a_first_issue_has_nothing_to_compare_with(ward, browse):
    page = make_procedure_page()
    submit(page, ward.people.author, reason="Ban hành lần đầu.")
    body = text_of(browse(ward.people.reviewer).get(url_of(page)))
    assert "Ban hành lần đầu" in body and "Xem xét bản 1.0" in body


# --- The whole way --------------------------------------------------------------------------------------
def test_from_draft_to_issued_version(ward, browse):
    page = ward.procedure()
    draft = fresh(page).get_latest_revision_as_object()
    draft.summary, draft.change_reason = "Tóm tắt mới.", "Rút gọn tóm tắt."
    draft.save_revision(user=ward.people.author)
    author = browse(ward.people.author)
    assert "Gửi duyệt" in text_of(author.get(url_of(page)))
    assert author.post(url_of(page, "approval-submit")).status_code == 302
    reviewer = browse(ward.people.reviewer)
    passed = reviewer.post(url_of(page), decision(page, "approve"), follow=True)
    assert "đã chuyển phê duyệt" in text_of(passed)
    approver = browse(ward.people.approver)
    response = approver.post(url_of(page), decision(page, "approve"))
    assert response["Location"] == url_of(page, "approval-result")
    version = page.document.issuedversions.latest("chain_index")
    assert (str(version.number), version.snapshot["summary"]) == ("1.1", "Tóm tắt mới.")
    result = text_of(approver.get(response["Location"]))
    assert version.check_code_display in result and "Đã ban hành bản 1.1" in result
    assert approver.get(url_of(page))["Location"] == response["Location"]


def test_a_sign_that_papers_cannot_print_is_named_before_anybody_reads_the_draft(ward, browse):
    page = ward.procedure()
    draft = fresh(page).get_latest_revision_as_object()
    draft.summary, draft.change_reason = "Nộp tại quầy số 1 😀.", "Rút gọn 🎉."
    draft.save_revision(user=ward.people.author)
    author = browse(ward.people.author)
    shown = text_of(author.get(url_of(page)))
    assert "“😀” (U+1F600): … Nộp tại quầy số 1 😀. …" in shown and "“🎉” (U+1F389)" in shown
    refused = author.post(url_of(page, "approval-submit"))
    assert refused.status_code == 409
    assert fresh(page).current_workflow_state is None


def test_a_return_needs_a_reason_and_tells_the_author(ward, browse, changed):
    reviewer = browse(ward.people.reviewer)
    refused = reviewer.post(url_of(changed), decision(changed, "reject", "  "))
    assert refused.status_code == 422
    assert "người soạn cần biết" in text_of(refused) or "Lý do" in text_of(refused)
    assert fresh(changed).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    done = reviewer.post(url_of(changed), decision(changed, "reject", "Ghi rõ nơi nộp."), follow=True)
    assert "Đã trả lại người soạn" in text_of(done)
    inbox = text_of(browse(ward.people.author).get(reverse("workspace")))
    assert "Ghi rõ nơi nộp." in inbox and "bị trả lại" in inbox


def test_a_text_returned_by_the_approver_is_reviewed_anew(ward, browse, reviewed):
    """Wagtail would resume at the approval; approval never comes before review of the text in hand."""
    approver = browse(ward.people.approver)
    approver.post(url_of(reviewed), decision(reviewed, "reject", "Sửa lại."))
    draft = fresh(reviewed).get_latest_revision_as_object()
    draft.summary = "Sửa theo góp ý."
    draft.save_revision(user=ward.people.author)
    browse(ward.people.author).post(url_of(reviewed, "approval-submit"))
    state = fresh(reviewed).current_workflow_task_state
    assert state.task.specific.duty == "review"


# --- Who may act ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("specialist", "Bước này thuộc vai trò khác."),
        ("iso_secretary", "Bước này thuộc vai trò khác."),
        ("internal_auditor", "Bước này thuộc vai trò khác."),
        ("administrator", "Quản trị hệ thống không xem xét, không phê duyệt."),
    ],
)
def test_whoever_may_not_act_sees_the_lock_with_its_reason(ward, browse, reviewed, role, words):
    client = browse(ward.user(role))
    page = soup(client.get(url_of(reviewed)))
    assert page.select_one("button[aria-disabled=true]") and not page.select("button[name=action]")
    assert words in page.get_text()
    response = client.post(url_of(reviewed), decision(reviewed, "approve"))
    assert response.status_code == 409
    assert reviewed.document.issuedversions.count() == 1


def test_a_superuser_never_approves(ward, browse, reviewed):
    root = User.objects.create_superuser("goc", password="x")
    client = browse(root)
    assert not soup(client.get(url_of(reviewed))).select("button[name=action]")
    assert client.post(url_of(reviewed), decision(reviewed, "approve")).status_code == 409
    assert client.get(reverse("document-withdraw", args=[reviewed.document_id])).status_code == 403
    assert reviewed.document.issuedversions.count() == 1


def test_the_author_never_decides_even_as_a_leader(ward, browse):
    page = ward.procedure()
    submit(page, ward.people.approver, summary="Lãnh đạo tự soạn.")
    act(page, ward.people.reviewer)
    client = browse(ward.people.approver)
    assert not soup(client.get(url_of(page))).select("button[name=action]")
    assert client.post(url_of(page), decision(page, "approve")).status_code == 409
    assert page.document.issuedversions.count() == 1


@pytest.mark.parametrize("role", ["one_stop_officer", "clerk"])
def test_drafts_are_closed_to_the_counter(ward, browse, reviewed, role):
    assert browse(ward.user(role)).get(url_of(reviewed)).status_code == 403
    assert reviewed.code not in text_of(browse(ward.user(role)).get(reverse("approvals")))


# --- Two people, two texts ------------------------------------------------------------------------------
def test_a_text_changed_meanwhile_is_not_decided(ward, browse, reviewed):
    stale = decision(reviewed, "approve")
    draft = fresh(reviewed).get_latest_revision_as_object()
    draft.summary = "Đổi vào phút chót."
    draft.save_revision(user=ward.people.author)
    response = browse(ward.people.approver).post(url_of(reviewed), stale)
    assert response.status_code == 409
    assert "chưa ghi quyết định nào" in text_of(response)
    assert reviewed.document.issuedversions.count() == 1


def test_a_forged_revision_is_not_decided(ward, browse, reviewed):
    data = decision(reviewed, "approve", revision=reviewed.revisions.first().pk)
    other = decision(reviewed, "approve", task_state=999999)
    client = browse(ward.people.approver)
    assert client.post(url_of(reviewed), data).status_code == 409
    assert client.post(url_of(reviewed), other).status_code == 409
    assert reviewed.document.issuedversions.count() == 1


def test_the_step_of_another_text_is_not_decided_here(ward, browse, reviewed):
    other = ward.procedure(code="QT-TP-77", short_title="Khác", national_code="1.001195")
    submit(other, ward.people.author, summary="x")
    act(other, ward.people.reviewer)
    response = browse(ward.people.approver).post(url_of(reviewed), decision(other, "approve"))
    assert response.status_code == 409
    assert IssuedVersion.objects.count() == 2


def test_the_second_of_two_approvers_is_told_who_was_first(ward, browse, reviewed):
    second = make_user("pho-chu-tich", "leader", ward.office.ward)
    data = decision(reviewed, "approve")
    browse(ward.people.approver).post(url_of(reviewed), data)
    response = browse(second).post(url_of(reviewed), data)
    assert response.status_code == 409
    assert f"{ward.people.approver.get_full_name()} đã quyết định bước này" in text_of(response)
    assert reviewed.document.issuedversions.count() == 2


def test_a_text_that_cannot_be_issued_stays_in_approval(ward, browse, reviewed):
    """A refusal at the end of the workflow undoes the approval too."""
    data = decision(reviewed, "approve")
    last = reviewed.document.issuedversions.get()
    draft = fresh(reviewed).get_latest_revision()
    draft.content["summary"] = last.snapshot["summary"]
    draft.save(update_fields=["content"])
    response = browse(ward.people.approver).post(url_of(reviewed), data)
    assert response.status_code == 409
    assert fresh(reviewed).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_a_decision_without_a_button_is_refused(ward, browse, reviewed):
    client = browse(ward.people.approver)
    for data in ({}, {"action": "publish", "task_state": "x", "revision": ""}, decision(reviewed, "delete")):
        assert client.post(url_of(reviewed), data).status_code == 422


# --- Submitting -----------------------------------------------------------------------------------------
def test_a_draft_with_mistakes_is_not_submitted_and_says_where(ward, browse):
    page = ward.procedure()
    draft = fresh(page).get_latest_revision_as_object()
    draft.change_reason, draft.citations = "", []
    draft.save_revision(user=ward.people.author)
    client = browse(ward.people.author)
    shown = soup(client.get(url_of(page)))
    links = [a["href"] for a in shown.select("#gui-duyet .notice a")]
    assert len(links) == 2 and all(f"/pages/{page.pk}/edit/#tab-" in link for link in links)
    assert len(set(links)) == 2
    response = client.post(url_of(page, "approval-submit"))
    assert response.status_code == 409
    assert fresh(page).current_workflow_state is None


def test_only_authors_submit(ward, browse):
    page = ward.procedure()
    draft = fresh(page).get_latest_revision_as_object()
    draft.summary, draft.change_reason = "Mới.", "Vì vậy."
    draft.save_revision(user=ward.people.author)
    colleague = make_user("nguoi-khac", "specialist", ward.office.ward)
    assert browse(colleague).post(url_of(page, "approval-submit")).status_code == 409
    author = browse(ward.people.author)
    assert author.get(url_of(page, "approval-submit")).status_code == 405
    assert author.post(url_of(page, "approval-submit")).status_code == 302
    assert author.post(url_of(page, "approval-submit")).status_code == 409


def test_an_issued_text_is_not_submitted_again(ward, browse):
    page = ward.procedure()
    assert browse(ward.people.author).post(url_of(page, "approval-submit")).status_code == 409


# --- Preview --------------------------------------------------------------------------------------------
def test_the_preview_shows_the_draft_and_says_that_it_is_one(ward, browse, reviewed):
    body = browse(ward.people.approver).get(url_of(reviewed, "approval-preview")).content.decode()
    assert "Tóm tắt mới." in body and "Bản thảo: chưa có hiệu lực" in body
    process = ward.process()
    submit(process, ward.people.author, trigger="Khi thử.")
    response = browse(ward.people.reviewer).get(url_of(process, "approval-preview"))
    assert response.status_code == 200 and "Khi thử." in response.content.decode()


# --- The inbox ------------------------------------------------------------------------------------------
def everybody(ward):
    return [*ward.people.by_role.values(), User.objects.create_superuser("goc", password="x")]


def test_what_waits_for_me_is_what_the_tasks_would_let_me_decide(ward, reviewed):
    """The bulk rule behind the inbox and each task's own refusal are one rule."""
    second = ward.procedure(code="QT-TP-02", short_title="Hai", national_code="1.001194")
    submit(second, ward.user("head_of_unit"), summary="Trưởng phòng soạn.")
    third = ward.process(code="QT-NB-03", short_title="Ba")
    submit(third, ward.people.reviewer, trigger="Khi cần.")
    act(third, ward.user("head_of_unit"))
    fourth = ward.process(code="QT-NB-04", short_title="Bốn")
    submit(fourth, ward.people.author, trigger="Khi cần.")
    act(fourth, ward.people.reviewer, "reject", "Chưa được.")
    for user in everybody(ward):
        waiting = {
            t.page.pk for t in texts_in_work(DocumentPolicy(user)) if t.waits_for(DocumentPolicy(user))
        }
        allowed = set()
        for page in (reviewed, second, third, fourth):
            state = fresh(page).current_workflow_task_state
            if state is not None and not state.task.specific.refusal(fresh(page), user):
                allowed.add(page.pk)
        assert waiting == allowed, user


def test_states_of_texts_in_work(ward, reviewed):
    draft = ward.process(code="QT-NB-05", short_title="Năm")
    fresh(draft).get_latest_revision_as_object().save_revision(user=ward.people.author)
    states = {t.page.pk: t.state for t in texts_in_work(DocumentPolicy(ward.people.reviewer))}
    assert states == {reviewed.pk: "in_approval", draft.pk: "draft"}


def test_an_issued_version_that_waits_for_its_day_is_no_draft(ward):
    page = ward.process()
    draft = fresh(page)
    draft.trigger = "Khi khác."
    draft.save()
    issue(draft, now=at("2026-03-01 08:00"), effective_from=at("2099-01-01 00:00"))
    assert texts_in_work(DocumentPolicy(ward.people.reviewer)) == []


def test_the_inbox_of_the_reviewer_and_the_counts_in_the_navigation(ward, browse, changed):
    client = browse(ward.people.reviewer)
    page = soup(client.get(reverse("workspace")))
    assert "Đọc và xem xét" in page.get_text()
    counts = [c.get_text(" ", strip=True) for c in page.select(".rail .count")]
    assert counts and all(count.startswith("1") for count in counts)
    other = soup(browse(ward.people.approver).get(reverse("workspace")))
    assert "Không có việc nào đang chờ" in other.get_text() and not other.select(".rail .count")
