"""The sample's template: questions of our own for every clause, issued as people would issue it."""

from types import SimpleNamespace

import pytest

from audits.enums import AuditState, ChecklistKind
from audits.models import AuditChecklist, ChecklistTemplate
from audits.sample.checklists import load_sample_audit_checklists, load_sample_checklists
from audits.standard_clauses import CLAUSES, seed_standard_clauses
from document_control.models import IssuedVersion
from tests.audits.checklists.factories import make_audit, receive_many
from tests.dossiers.factories import make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    desk = make_desk()
    seed_standard_clauses()
    people = {
        "thukyiso": desk.by_role["iso_secretary"],
        "truongphong": desk.head,
        "lanhdao": desk.leader,
    }
    return SimpleNamespace(unit=desk.ward, people=people)


def test_the_template_is_issued_once_with_all_clauses(office):
    load_sample_checklists(office)
    load_sample_checklists(office)
    version = IssuedVersion.objects.get(document__kind="checklist")
    assert version.content_hash == version.compute_content_hash()
    assert len({row["name"] for row in version.approvals}) == 3
    questions = version.snapshot["questions"]
    assert len(questions) >= 40
    assert {row["clause"] for row in questions} == {number for number, _title in CLAUSES}
    template = ChecklistTemplate.objects.get()
    assert template.live
    assert template.get_latest_revision_as_object().submission_problems() == []


def test_audits_without_checklists_get_them(office):
    receive_many(6)
    audit = make_audit(AuditState.SUBMITTED)
    load_sample_checklists(office)
    load_sample_audit_checklists(office)
    load_sample_audit_checklists(office)
    by_kind = {row.kind: row for row in AuditChecklist.objects.filter(audit=audit)}
    assert set(by_kind) == {ChecklistKind.CLAUSES, ChecklistKind.PROCEDURE}
    assert by_kind[ChecklistKind.PROCEDURE].sample_size == 5
