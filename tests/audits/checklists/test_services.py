"""Making, sampling, filling and taking back checklists."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.enums import AnswerOutcome, AuditState, Grade, QuestionKind
from audits.errors import AuditError, NotAllowedError
from audits.models import AuditChecklist, ItemAnswer, SampledDossier
from audits.rules.sampling import draw
from audits.selectors.checklists import population, procedure_choices
from audits.services import checklists as services
from dossiers.enums import DossierState, GateMode, PauseKind, StepKind
from dossiers.models import DossierSettings
from dossiers.services import pausing
from dossiers.services.intake import checklist as intake_papers
from tests.audits.checklists.factories import NOW, auditor, make_audit, receive_many, second_auditor
from tests.dossiers.factories import (
    at,
    complete,
    fresh,
    issued_version,
    make_desk,
    make_worker,
    receive,
    run_to,
    run_to_kind,
)
from tests.factories.documents import issue as issue_page
from tests.factories.office import make_office

pytestmark = pytest.mark.django_db


def added(audit=None, version=None, actor=None):
    audit = audit or make_audit()
    return services.add_from_procedure(audit, version or issued_version(), actor=actor or auditor(), now=NOW)


def drawn(checklist, **given):
    return services.draw_sample(checklist, actor=auditor(), now=NOW, **given)


def answered(item, grade=Grade.CONFORM):
    ItemAnswer.objects.create(
        uid=uuid.uuid4(),
        item=item,
        grade=grade,
        based_on=0,
        outcome=AnswerOutcome.APPLIED,
        answered_at=NOW,
        answered_by=auditor(),
        received_at=NOW,
    )
    type(item).objects.filter(pk=item.pk).update(grade=grade, answered_at=NOW, answered_by=auditor())


def reissued():
    """A second version of the procedure under another title, in force since this morning."""
    page = issued_version().document.processpage.specific
    page.title = "Tên mới của thủ tục"
    return issue_page(page, now=at("2026-11-20 07:00"), reason="Đổi tên.")


def item_of(checklist, kind, step=None):
    return checklist.items.get(kind=kind, **({"step_number": step} if step else {}))


# --- making -----------------------------------------------------------------------------------------------------


def test_a_checklist_is_frozen_to_the_version_it_was_made_from():
    checklist = added()
    before = list(checklist.items.values_list("number", "question"))
    assert checklist.version == issued_version()
    assert [number for number, _words in before] == list(range(1, len(before) + 1))
    first = checklist.version
    assert reissued() != first
    services.refresh_facts(checklist, actor=auditor(), now=NOW)
    assert list(checklist.items.values_list("number", "question")) == before
    assert AuditChecklist.objects.get().version == first


def test_the_same_version_is_added_once():
    checklist = added()
    with pytest.raises(AuditError, match=r"already|đã có"):
        added(checklist.audit)
    assert AuditChecklist.objects.count() == 1


@pytest.mark.parametrize(
    "state", [AuditState.PLANNING, AuditState.SUBMITTED, AuditState.APPROVED, AuditState.RUNNING]
)
def test_checklists_are_prepared_until_the_report(state):
    assert added(make_audit(state)).pk


@pytest.mark.parametrize("state", [AuditState.REPORTED, AuditState.CLOSED])
def test_nothing_is_added_after_the_report(state):
    with pytest.raises(NotAllowedError):
        added(make_audit(state))


@pytest.mark.parametrize(
    "role", ["one_stop_officer", "specialist", "head_of_unit", "leader", "clerk", "administrator"]
)
def test_only_the_team_and_the_secretary_prepare(role):
    with pytest.raises(PermissionDenied):
        added(actor=make_desk().by_role[role])


def test_an_auditor_of_the_audited_unit_prepares_nothing():
    audit = make_audit()
    own = make_worker("auditor-3", "internal_auditor", audit.unit)
    audit.team.create(user=own)
    with pytest.raises(NotAllowedError):
        added(audit, actor=own)


def test_no_checklist_comes_from_a_template_that_is_a_procedure():
    audit = make_audit()
    with pytest.raises(AuditError):
        services.add_from_template(audit, issued_version(), actor=auditor(), now=NOW)


def test_it_is_taken_back_while_nothing_is_answered():
    receive_many(2)
    checklist = added()
    drawn(checklist)
    services.remove_checklist(checklist, actor=auditor())
    assert not AuditChecklist.objects.exists()
    assert not SampledDossier.objects.exists()


def test_answers_keep_checklist_and_sample():
    receive_many(3)
    checklist = added()
    drawn(checklist, seed="a")
    answered(checklist.items.first())
    with pytest.raises(AuditError):
        services.remove_checklist(checklist, actor=auditor())
    with pytest.raises(AuditError):
        drawn(checklist, seed="b")
    assert AuditChecklist.objects.get().sample_seed == "a"


# --- sampling ---------------------------------------------------------------------------------------------------


def test_the_sample_is_the_draw_of_the_seed_over_the_population():
    dossiers = receive_many(12)
    checklist = added()
    sample = drawn(checklist, size=5, seed="2026-02")
    codes = [row.dossier.code for row in sample]
    assert codes == draw([dossier.code for dossier in dossiers], 5, "2026-02")
    checklist.refresh_from_db()
    assert (checklist.population, checklist.sample_size, checklist.sample_seed) == (12, 5, "2026-02")
    drawn(checklist, size=3)
    again = drawn(checklist, size=5, seed="2026-02")
    assert [row.dossier.code for row in again] == codes
    seeds = [row.sample_seed for row in checklist.history.all() if row.sample_seed]
    assert seeds[0] == seeds[2] == "2026-02"
    assert len(set(seeds)) == 2


def test_without_a_size_the_advised_number_is_drawn():
    receive_many(7)
    assert len(drawn(added())) == 5


def test_only_dossiers_of_the_period_the_unit_and_the_version_are_drawn():
    inside = receive(now=at("2026-11-02 08:30"))
    receive(now=at("2026-10-30 16:30"))
    receive(now=at("2026-12-01 08:30"))
    other = issued_version(code="QT-KT-09", title="Thủ tục khác", short_title="Thủ tục khác")
    receive(now=at("2026-11-03 08:30"), version=other)
    audit = make_audit()
    assert list(population(audit, issued_version())) == [inside]
    elsewhere = make_audit(unit=make_desk().division, code="ĐG-2026-03")
    assert inside not in population(elsewhere, issued_version()) or inside.steps.filter(
        unit=make_desk().division
    )


@pytest.mark.parametrize("size", [0, -1, 201])
def test_a_silly_size_is_refused(size):
    receive_many(2)
    with pytest.raises(AuditError):
        drawn(added(), size=size)


def test_no_period_and_no_dossiers_are_said():
    audit = make_audit(sample_from=None, sample_to=None)
    checklist = added(audit)
    with pytest.raises(AuditError):
        drawn(checklist)
    with pytest.raises(AuditError):
        drawn(added(make_audit(code="ĐG-2026-05")))


def test_choices_count_the_dossiers_of_each_version():
    first = issued_version()
    receive_many(6)
    audit = make_audit()
    second = reissued()
    receive(now=at("2026-11-20 09:00"), version=second)
    found = [(c.version, c.in_force, c.dossiers, c.advised) for c in procedure_choices(audit, NOW)]
    assert found == [(second, True, 1, 1), (first, False, 6, 5)]


# --- facts ------------------------------------------------------------------------------------------------------


def test_a_late_step_is_found_with_minutes_used_and_allowed():
    dossier = receive(now=at("2026-11-16 08:30"))
    intake = dossier.current_step
    DossierSettings.objects.create(site=make_office().site, gate_mode=GateMode.OFF)
    complete(dossier, now=at("2026-11-18 11:30"))
    checklist = added()
    drawn(checklist)
    item = item_of(checklist, QuestionKind.TIME, intake.number)
    (line,) = item.facts["lines"]
    assert line["ok"] is False
    assert "làm 2 ngày 3 giờ" in line["value"]
    assert line["dossier"] == dossier.code
    assert item.suggested_grade == Grade.MINOR_NC
    assert dossier.code in item.suggested_note
    stored = SampledDossier.objects.get().facts["steps"]
    assert next(step["used"] for step in stored if step["number"] == intake.number) == 2 * 480 + 180


def test_what_fits_is_suggested_as_conforming():
    dossier = receive(now=at("2026-11-16 08:30"))
    run_to(dossier, DossierState.READY, at("2026-11-16 08:40"))
    checklist = added()
    drawn(checklist)
    for item in checklist.items.filter(kind__in=[QuestionKind.PERSON, QuestionKind.TIME]):
        assert item.suggested_grade == Grade.CONFORM, (item.question, item.facts)
        assert "1/1" in item.suggested_note
    letters = item_of(checklist, QuestionKind.LETTERS)
    assert letters.suggested_grade == Grade.CONFORM


def test_pauses_are_not_working_time():
    dossier = run_to_kind(receive(now=at("2026-11-16 08:30")), StepKind.WORK, at("2026-11-16 09:00"))
    step = dossier.current_step
    pausing.pause(
        step.officer,
        dossier.pk,
        dossier.lock_version,
        at("2026-11-16 10:00"),
        kind=PauseKind.SUPPLEMENT,
        reason="Thiếu giấy tờ.",
        items=["Bản sao giấy khai sinh"],
    )
    dossier = fresh(dossier)
    pausing.resume(step.officer, dossier.pk, dossier.lock_version, at("2026-11-18 10:00"), "Đã nộp đủ")
    complete(dossier, now=at("2026-11-18 11:00"))
    checklist = added()
    drawn(checklist)
    (line,) = item_of(checklist, QuestionKind.TIME, step.number).facts["lines"]
    assert line["ok"] is True
    assert "làm 2 giờ," in line["value"]


def test_nothing_of_the_applicant_is_kept():
    receive_many(3)
    checklist = added()
    drawn(checklist)
    kept = str([row.facts for row in checklist.sample.all()]) + str(
        list(checklist.items.values_list("facts", "suggested_note"))
    )
    for secret in ("Nguyễn Văn An", "12 phố An Hòa", "0900000000"):
        assert secret not in kept


def test_an_officer_without_the_post_is_noticed():
    dossier = receive(now=at("2026-11-16 08:30"))
    officer = dossier.current_step.officer
    number = dossier.current_step.number
    officer.assignments.update(valid_to=dt.date(2026, 11, 1))
    checklist = added()
    drawn(checklist)
    item = item_of(checklist, QuestionKind.PERSON, number)
    assert item.facts["failed"] == 1
    assert item.suggested_grade == Grade.MINOR_NC


def test_missing_papers_and_fees_are_told():
    version = issued_version()
    dossier = receive(now=at("2026-11-16 08:30"))
    papers = [{**paper, "is_there": False} for paper in intake_papers(version, dossier.case_code)]
    type(dossier).objects.filter(pk=dossier.pk).update(papers=papers, fee_amount=123)
    checklist = added()
    drawn(checklist)
    assert item_of(checklist, QuestionKind.RECORDS).suggested_grade == Grade.MINOR_NC
    fees = item_of(checklist, QuestionKind.FEES)
    assert fees.facts["lines"][0]["ok"] is False
    assert "123 đồng" in fees.suggested_note


def test_facts_of_answered_questions_stay():
    receive_many(2)
    checklist = added()
    drawn(checklist)
    item = item_of(checklist, QuestionKind.PERSON, checklist.items.first().step_number)
    answered(item)
    type(item).objects.filter(pk=item.pk).update(suggested_note="như lúc trả lời")
    services.refresh_facts(checklist, actor=second_auditor(), now=NOW)
    item.refresh_from_db()
    assert item.suggested_note == "như lúc trả lời"


def test_the_number_of_queries_does_not_grow_with_the_sample():
    receive_many(9)
    checklist = added()
    drawn(checklist, size=2)
    counts = []
    for size in (2, 9):
        drawn(checklist, size=size)
        with CaptureQueriesContext(connection) as queries:
            services.fill_facts(checklist, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
