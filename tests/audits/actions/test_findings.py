"""Findings: who raises, answers, settles, takes back and closes them, and when that is refused."""

import pytest
from django.db import IntegrityError, transaction

from audits.enums import ActionState, AuditState, FindingSource, FindingState, Grade
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import Finding
from audits.services import actions, findings
from tests.audits.actions.office import (
    NOW,
    accepted,
    details,
    fresh,
    given,
    in_state,
    make_audit,
    make_audit_office,
    make_item,
    raised,
    verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make_audit_office()


def say(verb, actor, finding, **values):
    finding = fresh(finding)
    return verb(actor, finding.pk, finding.lock_version, now=NOW, **values)


# --- From a checklist -----------------------------------------------------------------------------------
def test_a_question_becomes_a_finding_with_everything_that_was_seen(office):
    item = make_item(make_audit(), Grade.MAJOR_NC)
    finding = findings.raise_from_item(office.auditor, item.pk, now=NOW)
    assert finding.code == "KPH-2026-001" and finding.state == FindingState.RAISED
    assert (finding.grade, finding.clause, finding.requirement) == (Grade.MAJOR_NC, "8.5.1", item.question)
    assert "trễ 3 giờ" in finding.evidence and item.note in finding.evidence
    assert finding.title == item.note.rstrip(".")
    assert finding.version == item.checklist.version and finding.document == finding.version.document
    assert finding.unit == office.division and finding.source == FindingSource.AUDIT


def test_numbers_run_by_kind_and_year(office):
    assert raised().code == "KPH-2026-001"
    assert raised(grade=Grade.OBSERVATION).code == "LY-2026-001"
    assert raised(grade=Grade.OPPORTUNITY).code == "LY-2026-002"
    assert raised().code == "KPH-2026-002"


def test_a_question_has_one_finding(office):
    item = make_item(make_audit())
    first = findings.raise_from_item(office.auditor, item.pk, now=NOW)
    with pytest.raises(AuditError, match=first.code):
        findings.raise_from_item(office.auditor, item.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            code="KPH-2026-099",
            source="audit",
            grade=Grade.MINOR_NC,
            audit=item.checklist.audit,
            item=item,
            unit=office.division,
            title="Hai lần",
            evidence="-",
            raised_at=NOW,
            raised_by=office.auditor,
        )


@pytest.mark.parametrize("grade", [Grade.CONFORM, Grade.NOT_APPLICABLE, Grade.NOT_CHECKED])
def test_what_conforms_or_was_not_assessed_is_no_finding(office, grade):
    item = make_item(make_audit(), grade)
    with pytest.raises(AuditError):
        findings.raise_from_item(office.auditor, item.pk, now=NOW)


def test_an_answer_in_conflict_waits(office):
    item = make_item(make_audit(), has_conflict=True)
    with pytest.raises(AuditError):
        findings.raise_from_item(office.auditor, item.pk, now=NOW)
    assert findings.raise_missing(office.auditor, item.checklist.audit_id, now=NOW) == []


def test_raising_what_is_missing_leaves_the_rest(office):
    audit = make_audit()
    first = make_item(audit, number=1)
    make_item(audit, Grade.CONFORM, number=2)
    second = make_item(audit, Grade.OBSERVATION, number=3)
    findings.raise_from_item(office.auditor, first.pk, now=NOW)
    assert [one.item_id for one in findings.raise_missing(office.auditor, audit.pk, now=NOW)] == [second.pk]
    assert findings.raise_missing(office.auditor, audit.pk, now=NOW) == []


@pytest.mark.parametrize("who", ["secretary", "second_auditor", "own_auditor", "head", "leader"])
def test_only_the_team_raises_findings_of_its_audit(office, who):
    item = make_item(make_audit())
    with pytest.raises(NotAllowedError):
        findings.raise_from_item(getattr(office, who), item.pk, now=NOW)


@pytest.mark.parametrize("state", [AuditState.PLANNING, AuditState.APPROVED, AuditState.CLOSED])
def test_findings_of_an_audit_are_raised_while_it_runs(office, state):
    item = make_item(make_audit(state))
    with pytest.raises(NotAllowedError):
        findings.raise_from_item(office.auditor, item.pk, now=NOW)


# --- From elsewhere -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "may"),
    [("secretary", True), ("auditor", True), ("head", False), ("leader", False), ("worker", False)],
)
def test_who_raises_findings_from_elsewhere(office, who, may):
    if may:
        assert raised(getattr(office, who)).raised_by == getattr(office, who)
        return
    with pytest.raises(NotAllowedError):
        raised(getattr(office, who))


def test_a_complaint_is_named_and_an_audit_has_its_own_way(office):
    with pytest.raises(AuditError):
        raised(source=FindingSource.COMPLAINT)
    assert raised(source=FindingSource.COMPLAINT, reference="PA-12").reference == "PA-12"
    with pytest.raises(AuditError):
        raised(source=FindingSource.AUDIT)
    with pytest.raises(AuditError):
        raised(evidence="  ")
    with pytest.raises(AuditError):
        raised(grade=Grade.CONFORM)


def test_long_titles_are_cut_and_nothing_is_lost(office):
    finding = raised(title="dài " * 100)
    assert len(finding.title) <= 200 and finding.title.endswith("…")


# --- Answers and disputes -------------------------------------------------------------------------------
def test_the_head_of_the_unit_accepts(office):
    finding = accepted(raised())
    assert finding.state == FindingState.ACCEPTED and finding.answered_by == office.head


@pytest.mark.parametrize("who", ["worker", "auditor", "secretary", "leader", "own_auditor"])
def test_nobody_else_answers(office, who):
    finding = raised()
    with pytest.raises(NotAllowedError):
        say(findings.answer, getattr(office, who), finding, accepts=True, words="")
    assert fresh(finding).state == FindingState.RAISED


def test_a_dispute_needs_words_and_is_settled_by_somebody_outside(office):
    finding = raised()
    with pytest.raises(AuditError):
        say(findings.answer, office.head, finding, accepts=False, words=" ")
    say(findings.answer, office.head, finding, accepts=False, words="Hồ sơ đã tạm dừng.")
    for who in ("head", "worker", "own_auditor", "auditor"):
        with pytest.raises(NotAllowedError):
            say(findings.settle_dispute, getattr(office, who), finding, stands=True, words="Giữ.")
    with pytest.raises(AuditError):
        say(findings.settle_dispute, office.leader, finding, stands=True, words="")
    settled = say(
        findings.settle_dispute, office.leader, finding, stands=True, words="Không có phiếu tạm dừng."
    )
    assert settled.state == FindingState.ACCEPTED and settled.ruled_by == office.leader


def test_a_dispute_that_is_right_takes_the_finding_back(office):
    finding = raised()
    say(findings.answer, office.head, finding, accepts=False, words="Nhầm hồ sơ.")
    settled = say(findings.settle_dispute, office.secretary, finding, stands=False, words="Đúng là nhầm.")
    assert settled.state == FindingState.CANCELLED and settled.close_note == "Đúng là nhầm."


def test_the_database_knows_that_nobody_rules_on_his_own_dispute(office):
    finding = raised()
    say(findings.answer, office.head, finding, accepts=False, words="Nhầm.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(ruled_by=office.head)


# --- The end --------------------------------------------------------------------------------------------
def test_a_nonconformity_closes_only_when_its_actions_were_verified(office):
    finding = raised()
    for obstacle in ("answer", "action", "verified"):
        with pytest.raises(AuditError):
            say(findings.close, office.auditor, finding, note="Xong.")
        if obstacle == "answer":
            accepted(finding)
        elif obstacle == "action":
            action = in_state(ActionState.DONE, finding=finding)
    verified(action)
    closed = say(findings.close, office.auditor, finding, note="")
    assert closed.state == FindingState.CLOSED and closed.closed_by == office.auditor


def test_cancelled_actions_alone_do_not_close_a_nonconformity(office):
    finding = accepted(raised())
    action = given(finding)
    actions.cancel(office.secretary, action.pk, action.lock_version, reason="Làm cách khác.", now=NOW)
    with pytest.raises(AuditError):
        say(findings.close, office.auditor, finding, note="Xong.")


def test_an_observation_closes_with_a_note(office):
    finding = raised(grade=Grade.OBSERVATION)
    with pytest.raises(AuditError):
        say(findings.close, office.auditor, finding, note="")
    assert say(findings.close, office.auditor, finding, note="Đã nhắc.").state == FindingState.CLOSED


@pytest.mark.parametrize("who", ["head", "worker", "own_auditor", "leader"])
def test_nobody_of_the_unit_closes(office, who):
    finding = raised(grade=Grade.OBSERVATION)
    with pytest.raises(NotAllowedError):
        say(findings.close, getattr(office, who), finding, note="Đã nhắc.")


def test_taking_back_needs_a_reason_and_no_open_action(office):
    finding = raised()
    with pytest.raises(AuditError):
        say(findings.take_back, office.secretary, finding, reason="")
    action = given(finding)
    with pytest.raises(AuditError):
        say(findings.take_back, office.secretary, finding, reason="Nhầm.")
    actions.cancel(office.secretary, action.pk, action.lock_version, reason="Nhầm.", now=NOW)
    assert say(findings.take_back, office.secretary, finding, reason="Nhầm.").state == FindingState.CANCELLED
    with pytest.raises(AuditError):
        say(findings.take_back, office.secretary, finding, reason="Nhầm.")


@pytest.mark.parametrize(
    ("who", "may"), [("second_auditor", False), ("head", False), ("secretary", True), ("auditor", True)]
)
def test_who_takes_back(office, who, may):
    finding = raised(office.auditor)
    if may:
        say(findings.take_back, getattr(office, who), finding, reason="Nhầm.")
        return
    with pytest.raises(NotAllowedError):
        say(findings.take_back, getattr(office, who), finding, reason="Nhầm.")


def test_two_people_at_the_same_moment(office):
    """The second of two decisions over the same page is refused and changes nothing."""
    finding = raised()
    seen = fresh(finding).lock_version
    findings.answer(office.head, finding.pk, seen, accepts=True, words="Rõ.", now=NOW)
    with pytest.raises(StaleError):
        findings.take_back(office.secretary, finding.pk, seen, reason="Nhầm.", now=NOW)
    assert fresh(finding).state == FindingState.ACCEPTED


def test_history_tells_who_did_what(office):
    finding = accepted(raised())
    assert [row.state for row in finding.history.all()] == [FindingState.ACCEPTED, FindingState.RAISED]
    assert details().title == finding.title
