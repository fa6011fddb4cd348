"""A template from the first word to the issued version, through the forms that people use."""

import pytest
from django.urls import reverse
from django.utils import translation

from audits.models import ChecklistTemplate, StandardClause
from audits.template_viewsets import TemplateEditView
from document_control.append_only import AppendOnlyError
from document_control.errors import NotIssuedError
from document_control.models import ControlledDocument, IssuedVersion
from tests.factories.admin import form_values, make_admin, shown_messages, soup
from tests.factories.office import make_office

QUESTION = "Sổ tiếp dân có ghi đủ nội dung và người giải quyết không?"


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def admin(db):
    return make_admin()


def url(name, *args):
    return reverse(ChecklistTemplate.snippet_viewset.get_url_name(name), args=args)


def inline(number, clause, question, look_at="Sổ tiếp dân"):
    prefix = f"questions-{number}-"
    return {
        f"{prefix}clause": StandardClause.objects.get(number=clause).pk,
        f"{prefix}question": question,
        f"{prefix}look_at": look_at,
        f"{prefix}method": "Xem hồ sơ",
        f"{prefix}asked": "Cán bộ một cửa",
        f"{prefix}id": "",
        f"{prefix}ORDER": number + 1,
        f"{prefix}DELETE": "",
    }


def written(client, *rows, **changes):
    """Post the form of a new template as a browser would; the stored template."""
    values = form_values(client.get(url("add")), form_id="w-editor-form")
    values |= {"title": "Phiếu hỏi tiếp dân", "code": "PH-TD-01", "summary": "Cho đợt tiếp dân."}
    values |= {"unit": make_office().ward.pk, "change_reason": "Ban hành lần đầu."}
    values["questions-TOTAL_FORMS"] = len(rows)
    for number, row in enumerate(rows):
        values |= inline(number, *row)
    response = client.post(url("add"), {**values, **changes})
    assert response.status_code == 302, soup(response).select(".error-message")
    return ChecklistTemplate.objects.get(code="PH-TD-01")


def decide(client, template, action="approve", comment=""):
    """Press a button of the approval screen as it stands, also where the screen does not offer it."""
    address = reverse("approval", args=["phieu-hoi", template.pk])
    template = ChecklistTemplate.objects.get(pk=template.pk)
    state = template.workflow_states.latest("created_at").current_task_state
    values = {"task_state": state.pk, "revision": template.latest_revision_id}
    return client.post(address, {**values, "action": action, "comment": comment})


def offers_a_decision(client, template):
    page = soup(client.get(reverse("approval", args=["phieu-hoi", template.pk])))
    return bool(page.select("#quyet-dinh form"))


def submit(client, template):
    return client.post(reverse("approval-submit", args=["phieu-hoi", template.pk]))


def issued(admin, *rows):
    """A template issued the long way; the reviewer is a head of unit, because the ISO secretary wrote it."""
    template = written(admin.client("iso_secretary"), *(rows or [("8.2", QUESTION)]))
    assert submit(admin.client("iso_secretary"), template).status_code == 302
    assert decide(admin.client("head_of_unit"), template).status_code == 302
    assert decide(admin.client("leader"), template).status_code == 302
    return ChecklistTemplate.objects.get(pk=template.pk)


def test_a_template_becomes_an_issued_version_with_hash_and_signatures(admin):
    template = issued(admin, ("8.2", QUESTION), ("7.5", "Sổ có được lưu đúng thời hạn không?"))
    version = IssuedVersion.objects.get(document=template.document)
    assert version.document.kind == "checklist"
    assert version.content_hash == version.compute_content_hash()
    assert version.chain_hash == version.compute_chain_hash()
    assert [row["duty"] for row in version.approvals] == ["drafted", "reviewed", "approved"]
    assert len({row["name"] for row in version.approvals}) == 3
    assert [row["clause"] for row in version.snapshot["questions"]] == ["8.2", "7.5"]
    assert template.live
    assert template.live_revision_id == version.source_revision_id
    with pytest.raises(AppendOnlyError):
        version.delete()


def test_a_draft_is_registered_and_waits_in_nobodys_inbox(admin):
    template = written(admin.client("iso_secretary"), ("8.2", QUESTION))
    row = ControlledDocument.objects.get(code="PH-TD-01")
    assert template.document_id == row.pk
    assert not template.live
    page = admin.client("iso_secretary").get(reverse("approvals"))
    assert "PH-TD-01" in page.content.decode()
    assert "Duyệt" not in page.content.decode()


def test_every_step_shows_its_text_to_the_one_who_must_act(admin):
    template = written(admin.client("iso_secretary"), ("8.2", QUESTION))
    submit(admin.client("iso_secretary"), template)
    inbox = admin.client("head_of_unit").get(reverse("workspace")).content.decode()
    address = reverse("approval", args=["phieu-hoi", template.pk])
    assert address in inbox
    screen = admin.client("head_of_unit").get(address).content.decode()
    assert "1 câu hỏi" in screen or "1 question" in screen
    preview = admin.client("head_of_unit").get(reverse("approval-preview", args=["phieu-hoi", template.pk]))
    assert QUESTION in preview.content.decode()


def test_the_drafter_neither_reviews_nor_approves(admin):
    template = written(admin.client("iso_secretary"), ("8.2", QUESTION))
    submit(admin.client("iso_secretary"), template)
    assert decide(admin.client("iso_secretary"), template).status_code == 409
    assert not offers_a_decision(admin.client("iso_secretary"), template)
    assert offers_a_decision(admin.client("head_of_unit"), template)
    decide(admin.client("head_of_unit"), template)
    assert decide(admin.client("iso_secretary"), template).status_code == 409
    assert decide(admin.client("head_of_unit"), template).status_code == 409
    assert decide(admin.client("root"), template).status_code == 409
    assert not IssuedVersion.objects.filter(document=template.document).exists()


def test_a_text_with_mistakes_is_not_submitted(admin):
    template = written(admin.client("iso_secretary"), ("8.2", QUESTION, ""), ("7.5", QUESTION))
    response = submit(admin.client("iso_secretary"), template)
    assert response.status_code == 409
    said = response.content.decode()
    assert template.workflow_states.count() == 0
    assert said.count("#tab-questions") >= 2


def test_the_editors_own_submit_button_checks_as_well(admin):
    client = admin.client("iso_secretary")
    template = written(client, ("8.2", QUESTION, ""))
    address = url("edit", template.pk)
    values = form_values(client.get(address), form_id="w-editor-form")
    client.post(address, {**values, "action-submit": "1"})
    assert template.workflow_states.count() == 0


def test_nobody_publishes_by_hand(admin):
    for who in ("iso_secretary", "root"):
        client = admin.client(who)
        template = ChecklistTemplate.objects.first() or written(client, ("8.2", QUESTION))
        address = url("edit", template.pk)
        assert "action-publish" not in client.get(address).content.decode()
        values = form_values(client.get(address), form_id="w-editor-form")
        client.post(address, {**values, "action-publish": "1"})
        template.refresh_from_db()
        assert not template.live
    with pytest.raises(NotIssuedError):
        template.get_latest_revision().publish()


def test_a_return_goes_back_with_its_reason_and_changes_start_anew(admin):
    client = admin.client("iso_secretary")
    template = written(client, ("8.2", QUESTION))
    submit(client, template)
    decide(admin.client("head_of_unit"), template, "reject", "Thiếu câu hỏi về lưu trữ.")
    screen = client.get(reverse("approval", args=["phieu-hoi", template.pk])).content.decode()
    assert "Thiếu câu hỏi về lưu trữ." in screen


def test_changing_the_text_under_review_voids_the_decision(admin):
    client = admin.client("iso_secretary")
    template = written(client, ("8.2", QUESTION))
    submit(client, template)
    decide(admin.client("head_of_unit"), template)
    address = url("edit", template.pk)
    values = form_values(client.get(address), form_id="w-editor-form")
    client.post(address, {**values, "title": "Phiếu hỏi tiếp dân định kỳ"})
    assert decide(admin.client("leader"), template).status_code == 409
    assert not IssuedVersion.objects.filter(document=template.document).exists()


# --- Two people write at the same time --------------------------------------------------------------------
def edited_by_two(admin):
    """A template that two people opened before the first of them saved; the second with what both forms say."""
    first, second = admin.client("iso_secretary"), admin.client("root")
    template = written(first, ("7.5", QUESTION))
    address = url("edit", template.pk)
    forms = [form_values(client.get(address), form_id="w-editor-form") for client in (first, second)]
    assert first.post(address, forms[0] | {"summary": "Của người thứ nhất."}).status_code == 302
    return template, second, forms[1]


def test_the_second_writer_loses_nothing_and_overwrites_nothing(admin):
    template, second, opened = edited_by_two(admin)
    address = url("edit", template.pk)
    mine = opened | {"summary": "Của người thứ hai.", "questions-0-question": "Câu hỏi tôi viết?"}
    for _attempt in range(2):  # saving again without having compared is refused again
        response = second.post(address, mine)
        assert response.status_code == 200
        assert latest(template).summary == "Của người thứ nhất."
        said = " ".join(shown_messages(response))
        assert "Chưa lưu" in said and str(admin.people.by_role["iso_secretary"]) in said
        mine = form_values(response, form_id="w-editor-form")
        assert mine["summary"] == "Của người thứ hai."
        assert mine["questions-0-question"] == "Câu hỏi tôi viết?"
        assert mine["loaded_revision_id"] == opened["loaded_revision_id"]
    compare = soup(response).select_one(".messages a")["href"]
    assert "Của người thứ nhất." in second.get(compare).content.decode()
    tick = soup(response).select_one(".messages input[type=checkbox]")
    assert tick["form"] == "w-editor-form"
    assert second.post(address, mine | {tick["name"]: tick["value"]}).status_code == 302
    assert latest(template).summary == "Của người thứ hai."
    assert latest(template).questions.get().question == "Câu hỏi tôi viết?"


def test_submitting_over_an_unseen_version_is_refused_too(admin):
    template, second, opened = edited_by_two(admin)
    values = opened | {"summary": "Của người thứ hai.", "action-submit": "1"}
    assert second.post(url("edit", template.pk), values).status_code == 200
    template.refresh_from_db()
    assert template.current_workflow_state is None and latest(template).summary == "Của người thứ nhất."


def test_of_two_saves_at_the_same_moment_the_second_is_refused(admin, monkeypatch):
    template = written(admin.client("iso_secretary"), ("7.5", QUESTION))
    address, client = url("edit", template.pk), admin.client("root")
    opened = form_values(client.get(address), form_id="w-editor-form")

    def overtaken(view):
        """Somebody saves right after the look at the latest version."""
        view.is_out_of_date, view.latest_revision  # noqa: B018
        draft = latest(template)
        draft.summary = "Của người thứ nhất."
        draft.save_revision(user=admin.people.by_role["iso_secretary"])
        return False

    monkeypatch.setattr(TemplateEditView, "_overwrites_unseen_text", overtaken)
    response = client.post(address, opened | {"summary": "Của người thứ hai."})
    assert response.status_code == 200 and "Chưa lưu" in " ".join(shown_messages(response))
    assert form_values(response, form_id="w-editor-form")["summary"] == "Của người thứ hai."
    assert latest(template).summary == "Của người thứ nhất."


@pytest.mark.parametrize("loaded", ["", "x", "-1", "9" * 30])
def test_a_mangled_version_is_no_error(admin, loaded):
    template, second, opened = edited_by_two(admin)
    response = second.post(url("edit", template.pk), opened | {"loaded_revision_id": loaded})
    assert response.status_code in (200, 302)


def latest(template):
    return ChecklistTemplate.objects.get(pk=template.pk).get_latest_revision_as_object()


def test_issued_templates_are_read_from_the_master_list(admin):
    template = issued(admin)
    listed = admin.client("specialist").get(reverse("master-list")).content.decode()
    address = reverse("checklist-template", args=[template.document_id])
    assert f'href="{address}"' in listed
    page = admin.client("specialist").get(address)
    assert page.status_code == 200
    assert QUESTION in page.content.decode()
    assert "1.0" in page.content.decode()


@pytest.mark.parametrize("role", ["one_stop_officer", "specialist", "leader", "internal_auditor"])
def test_only_the_iso_secretary_writes_templates(admin, role):
    template = written(admin.client("iso_secretary"), ("8.2", QUESTION))
    for address in (url("add"), url("edit", template.pk), url("delete", template.pk)):
        assert admin.client(role).get(address).status_code in (302, 403)


def test_an_issued_template_is_withdrawn_with_a_reason(admin):
    template = issued(admin)
    address = reverse("document-withdraw", args=[template.document_id])
    values = form_values(admin.client("leader").get(address))
    values |= {"reason": "Nhập vào phiếu chung.", "basis": "12/QĐ-UBND", "understood": "on"}
    response = admin.client("leader").post(address, values)
    assert response.status_code == 302
    template.refresh_from_db()
    assert not template.live
    assert ControlledDocument.objects.get(pk=template.document_id).chain_length == 2


def test_an_issued_template_is_never_deleted_a_draft_may_be(admin):
    template = issued(admin)
    response = admin.client("root").post(url("delete", template.pk))
    assert response.status_code in (302, 403)
    assert ChecklistTemplate.objects.filter(pk=template.pk).exists()
    draft = ChecklistTemplate.objects.create(title="Nháp", code="PH-XX", unit=template.unit)
    admin.client("iso_secretary").post(url("delete", draft.pk))
    assert not ChecklistTemplate.objects.filter(pk=draft.pk).exists()
    assert not ControlledDocument.objects.filter(code="PH-XX").exists()


def test_the_second_version_says_what_changed(admin):
    template = issued(admin)
    client = admin.client("iso_secretary")
    address = url("edit", template.pk)
    values = form_values(client.get(address), form_id="w-editor-form")
    assert values["change_reason"] == ""
    values |= inline(1, "7.5", "Sổ lưu bao lâu?") | {"questions-TOTAL_FORMS": 2}
    client.post(address, {**values, "change_reason": "Thêm câu hỏi về lưu trữ."})
    submit(client, template)
    screen = client.get(reverse("approval", args=["phieu-hoi", template.pk])).content.decode()
    assert "Sổ lưu bao lâu?" in screen
    decide(admin.client("head_of_unit"), template)
    decide(admin.client("leader"), template)
    second = IssuedVersion.objects.get(document=template.document, revision=1)
    assert second.affected_sections == ["7.5"]
