"""Corrective actions: given, planned, evidenced, verified by somebody else, reopened, extended, cancelled."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from audits.enums import ActionState, CheckState, FindingSource, FindingState, Grade, VerificationOutcome
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import ActionVerification, AuditSettings, CorrectiveAction, EffectivenessCheck
from audits.services import actions, findings
from tests.audits.actions.office import (
    NOW,
    accepted,
    done,
    fresh,
    given,
    in_state,
    make_audit_office,
    planned,
    raised,
    verified,
)

pytestmark = pytest.mark.django_db
LATER = dt.date(2027, 1, 15)
NOT_EFFECTIVE = VerificationOutcome.NOT_EFFECTIVE


@pytest.fixture
def office(db):
    return make_audit_office()


def say(verb, actor, action, **values):
    action = fresh(action)
    return verb(actor, action.pk, action.lock_version, now=NOW, **values)


# --- Giving ---------------------------------------------------------------------------------------------
def test_an_action_of_a_finding_takes_its_source(office):
    action = given(raised(source=FindingSource.COMPLAINT, reference="PA-1"))
    assert (action.code, action.source, action.state) == ("HĐ-2026-001", "complaint", ActionState.OPEN)


@pytest.mark.parametrize("source", [FindingSource.INDEX, FindingSource.REVIEW])
def test_index_and_review_give_actions_without_a_finding(office, source):
    action = given(source=source, actor=office.leader)
    assert (action.finding, action.source) == (None, source)
    with pytest.raises(AuditError):
        given()


@pytest.mark.parametrize("who", ["worker", "auditor", "own_auditor"])
def test_who_gives_no_actions(office, who):
    for finding, source in ((raised(), None), (None, FindingSource.REVIEW)):
        with pytest.raises(NotAllowedError):
            given(finding, actor=getattr(office, who), source=source)


def test_a_head_gives_actions_in_his_own_unit_only(office):
    assert given(raised(), actor=office.head).created_by == office.head
    with pytest.raises(NotAllowedError):
        given(raised(unit=office.other), actor=office.head)
    with pytest.raises(NotAllowedError):
        given(source=FindingSource.REVIEW, unit=office.other, actor=office.head)


def test_what_an_action_needs(office):
    with pytest.raises(AuditError):
        given(raised(), due_on=dt.date(2026, 11, 20))
    office.worker.is_active = False
    office.worker.save()
    with pytest.raises(AuditError):
        given(raised(), owner=office.worker)


def test_a_finding_that_ended_gets_no_more_actions(office):
    finding = raised(grade=Grade.OBSERVATION)
    findings.close(office.auditor, finding.pk, fresh(finding).lock_version, note="Đã nhắc.", now=NOW)
    with pytest.raises(AuditError):
        given(finding)


# --- Planning and carrying out --------------------------------------------------------------------------
def test_the_last_why_is_the_root_cause(office):
    action = planned(
        given(raised()),
        whys=[
            {"why": "Vì sao trễ?", "answer": "Nghỉ phép"},
            {"why": "", "answer": "  "},
            {"why": "Vì sao không ai thay?", "answer": "Chưa phân công"},
        ],
    )
    assert action.root_cause == "Chưa phân công" and len(action.whys) == 2
    assert action.state == ActionState.PLANNED


def test_a_nonconformity_needs_its_root_cause_and_everything_a_plan(office):
    action = given(raised())
    with pytest.raises(AuditError):
        planned(action, whys=[], root_cause="")
    with pytest.raises(AuditError):
        planned(action, plan=" ")
    observation = given(raised(grade=Grade.OBSERVATION))
    assert planned(observation, whys=[]).state == ActionState.PLANNED


@pytest.mark.parametrize("who", ["colleague", "head", "secretary", "auditor", "leader"])
def test_only_the_owner_carries_out(office, who):
    actor, action = getattr(office, who), planned(given(raised()))
    for verb, values in (
        (actions.plan_action, {"correction": "", "whys": [], "root_cause": "x", "plan": "x"}),
        (actions.report_done, {"note": "x"}),
        (actions.add_evidence, {"title": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}),
        (actions.remove_evidence, {"evidence_id": 1}),
    ):
        with pytest.raises(NotAllowedError):
            say(verb, actor, action, **values)


def test_evidence_is_kept_once_and_taken_back_before_the_report(office):
    action = given(raised())
    file = SimpleUploadedFile("bang.pdf", b"%PDF-1.4 bang phan cong")
    evidence = say(actions.add_evidence, office.worker, action, title="Bảng phân công", file=file)
    assert evidence.size == 23 and len(evidence.sha256) == 64
    with pytest.raises(AuditError):
        say(actions.add_evidence, office.worker, action, title="Lại", file=file)
    say(actions.remove_evidence, office.worker, action, evidence_id=evidence.pk)
    assert fresh(evidence).removed_at == NOW
    say(actions.add_evidence, office.worker, action, title="Lại", file=file)


def test_reporting_comes_after_the_plan(office):
    action = given(raised())
    with pytest.raises(AuditError):
        done(action)
    planned(action)
    with pytest.raises(AuditError):
        say(actions.report_done, office.worker, action, note=" ")
    assert done(action).state == ActionState.DONE


# --- Verification ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["worker", "colleague", "head", "own_auditor", "leader"])
def test_neither_the_owner_nor_the_unit_nor_a_leader_verifies(office, who):
    action = in_state(ActionState.DONE, finding=raised())
    with pytest.raises(NotAllowedError):
        verified(action, getattr(office, who))
    assert not ActionVerification.objects.exists()


def test_an_owner_who_is_an_auditor_does_not_verify_his_own_action(office):
    action = in_state(ActionState.DONE, finding=raised(), owner=office.auditor)
    with pytest.raises(NotAllowedError):
        verified(action, office.auditor)
    assert verified(action, office.second_auditor).state == ActionState.VERIFIED


def test_an_action_of_the_whole_office_is_verified_by_somebody_of_a_division(office):
    """Only posts directly in the office count; otherwise nobody at all could verify."""
    action = in_state(
        ActionState.DONE, unit=office.desk.ward, owner=office.leader, source=FindingSource.REVIEW
    )
    with pytest.raises(NotAllowedError):
        verified(action, office.secretary)
    assert verified(action, office.auditor).state == ActionState.VERIFIED


def test_the_database_refuses_a_verification_by_the_owner(office):
    action = in_state(ActionState.DONE, finding=raised())
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionVerification.objects.create(
            action=action,
            round=1,
            owner=office.worker,
            verifier=office.worker,
            verified_at=NOW,
            outcome="effective",
            note="-",
        )


def test_effective_ends_the_action_and_plans_the_check(office):
    settings = AuditSettings.chosen()
    action = verified(in_state(ActionState.DONE, finding=raised()))
    assert action.state == ActionState.VERIFIED and action.ended_at == NOW
    check = EffectivenessCheck.objects.get()
    assert check.due_on == dt.date(2026, 11, 21) + dt.timedelta(days=settings.effectiveness_days)
    row = action.verifications.get()
    assert row.signatory["name"] == office.auditor.get_full_name() and row.signatory["unit"]


def test_not_effective_begins_the_next_round(office):
    action = in_state(ActionState.DONE, finding=raised())
    with pytest.raises(AuditError):
        verified(action, outcome=NOT_EFFECTIVE)
    assert fresh(action).state == ActionState.DONE and not ActionVerification.objects.exists()
    action = verified(action, outcome=NOT_EFFECTIVE, due_on=LATER)
    assert (action.state, action.round, action.due_on) == (ActionState.OPEN, 2, LATER)
    assert action.done_note == "" and action.plan and action.whys
    assert not EffectivenessCheck.objects.exists()
    assert verified(done(planned(action))).state == ActionState.VERIFIED
    assert [row.round for row in action.verifications.all()] == [1, 2]


def test_only_what_is_reported_is_verified(office):
    for state in (ActionState.OPEN, ActionState.PLANNED, ActionState.VERIFIED):
        with pytest.raises(NotAllowedError):
            verified(in_state(state, finding=raised()))


# --- Due dates and the end ------------------------------------------------------------------------------
def test_more_time_needs_a_reason_and_is_not_taken_by_the_owner(office):
    action = given(raised())
    say(actions.extend, office.head, action, due_on=LATER, reason="Chờ phần mềm.")
    assert fresh(action).due_on == LATER
    assert action.history.first().history_change_reason == "Chờ phần mềm."
    with pytest.raises(AuditError):
        say(actions.extend, office.head, action, due_on=LATER, reason="Chờ.")
    with pytest.raises(AuditError):
        say(actions.extend, office.head, action, due_on=LATER + dt.timedelta(1), reason="")
    for who in ("worker", "auditor", "own_auditor"):
        with pytest.raises(NotAllowedError):
            say(actions.extend, getattr(office, who), action, due_on=dt.date(2027, 2, 1), reason="Chờ.")
    own = given(raised(), owner=office.head)
    with pytest.raises(NotAllowedError):
        say(actions.extend, office.head, own, due_on=dt.date(2027, 2, 1), reason="Chờ.")


def test_cancelling_needs_the_secretary_and_a_reason(office):
    action = given(raised())
    with pytest.raises(AuditError):
        say(actions.cancel, office.secretary, action, reason="")
    for who in ("head", "worker", "auditor", "leader"):
        with pytest.raises(NotAllowedError):
            say(actions.cancel, getattr(office, who), action, reason="Thôi.")
    own = given(raised(), owner=office.secretary)
    with pytest.raises(NotAllowedError):
        say(actions.cancel, office.secretary, own, reason="Thôi.")
    say(actions.cancel, office.secretary, action, reason="Làm cách khác.")
    assert fresh(action).state == ActionState.CANCELLED
    with pytest.raises(NotAllowedError):
        say(actions.cancel, office.secretary, action, reason="Thôi.")


def test_the_database_keeps_actions_whole(office):
    action = given(raised())
    for broken in ({"state": "planned"}, {"state": "verified"}, {"state": "cancelled"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CorrectiveAction.objects.filter(pk=action.pk).update(**broken)


def test_two_people_at_the_same_moment(office):
    """Two auditors verify the same report: one decision stands, the other is told."""
    action = fresh(in_state(ActionState.DONE, finding=raised()))
    values = {"note": "Xem.", "now": NOW, "due_on": LATER}
    actions.verify(
        office.auditor, action.pk, action.lock_version, outcome=VerificationOutcome.EFFECTIVE, **values
    )
    with pytest.raises(StaleError):
        actions.verify(office.second_auditor, action.pk, action.lock_version, outcome=NOT_EFFECTIVE, **values)
    assert fresh(action).state == ActionState.VERIFIED and action.verifications.count() == 1


def test_a_closed_finding_is_closed_for_actions_given_at_the_same_moment(office):
    finding = accepted(raised())
    action = verified(in_state(ActionState.DONE, finding=finding))
    findings.close(office.auditor, finding.pk, fresh(finding).lock_version, note="", now=NOW)
    with pytest.raises(AuditError):
        given(finding)
    assert (
        fresh(finding).state == FindingState.CLOSED
        and action.effectiveness_checks.get().state == CheckState.DUE
    )
