"""Texts of different models may have the same key: nothing of one reaches the other."""

import pytest
from django.urls import reverse
from django.utils import translation

from audits.models import ChecklistQuestion, ChecklistTemplate, StandardClause
from document_control.decisions import DecisionRefusedError, decide, submit
from document_control.policies import DocumentPolicy
from procedures.models import ProcessPage
from procedures.workspace.text_kinds import kind_by_slug, kind_of, register_url, text_of, text_url
from procedures.workspace.work_selectors import DRAFT, IN_REVIEW, texts_in_work
from tests.factories.admin import make_admin, make_draft
from tests.factories.office import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins():
    """A draft of a procedure and one of a template with the same key, by different authors."""
    admin = make_admin()
    page = make_draft(admin)
    template = ChecklistTemplate.objects.create(
        pk=page.pk, title="Phiếu", code="PH-01", unit=make_office().ward, change_reason="Lần đầu."
    )
    clause = StandardClause.objects.get(number="7.5")
    template.questions.set([ChecklistQuestion(clause=clause, question="Có lưu không?", look_at="Kho")])
    template.save_revision(user=admin.people.by_role["iso_secretary"])
    return admin, ProcessPage.objects.get(pk=page.pk), ChecklistTemplate.objects.get(pk=page.pk)


def test_authors_and_states_do_not_mix(twins):
    admin, _page, template = twins
    secretary = admin.people.by_role["iso_secretary"]
    submit(template, secretary)
    texts = {type(text.page): text for text in texts_in_work(DocumentPolicy(admin.people.approver))}
    assert texts[ProcessPage].author_ids == {admin.people.author.pk}
    assert texts[ProcessPage].state == DRAFT
    assert texts[ChecklistTemplate].author_ids == {secretary.pk}
    assert texts[ChecklistTemplate].state == IN_REVIEW
    assert texts[ProcessPage].url != texts[ChecklistTemplate].url


def test_a_decision_names_the_text_it_is_about(twins):
    admin, page, template = twins
    submit(template, admin.people.by_role["iso_secretary"])
    state = template.current_workflow_task_state
    with pytest.raises(DecisionRefusedError):
        decide(
            page.specific,
            task_state_id=state.pk,
            revision_id=state.revision_id,
            user=admin.people.by_role["head_of_unit"],
            action="approve",
        )
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_addresses_lead_to_the_right_text(twins):
    admin, page, template = twins
    client = admin.client("iso_secretary")
    with translation.override("vi"):
        assert b"PH-01" in client.get(text_url("approval", template)).content
        assert page.code.encode() in client.get(text_url("approval", page.specific)).content
    assert client.get(reverse("approval", args=["khong-co", page.pk])).status_code == 404
    assert client.get(reverse("approval", args=["phieu-hoi", 999_999])).status_code == 404


def test_the_register_knows_its_texts(twins):
    _admin, page, template = twins
    assert text_of(template.document) == template
    assert text_of(page.document).pk == page.pk
    assert kind_of(template) is kind_by_slug("phieu-hoi")
    assert register_url("checklist", "", 7) == reverse("checklist-template", args=[7])
    assert register_url("quality_policy", "", 7) == ""
