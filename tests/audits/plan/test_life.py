"""From the draft of a programme to the closed audit: who may, when, with which reason, and what is kept."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits.enums import NONCONFORMITIES, ChecklistKind, FindingSource, Grade, TeamRole
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import (
    Audit,
    AuditChecklist,
    AuditItem,
    AuditProgramme,
    AuditSettings,
    Finding,
    ItemPhoto,
    StandardClause,
)
from audits.services import life, programmes
from audits.services.plans import SessionDetails, change_plan, create_audit, set_sessions, set_team
from document_control.canonical import sha256_of
from document_control.models import IssuedVersion
from dossiers.models import OutgoingMail
from tests.audits.factories import FIRST, NOW, OPENING, details_of, fresh, moved, planned
from tests.factories.documents import issue_procedure
from tests.factories.office import at
from tests.factories.snapshots import household_business

pytestmark = pytest.mark.django_db


# --- Programme ------------------------------------------------------------------------------------------


def begun(cast, year=2026, **options):
    return programmes.create_programme(cast.secretary, year, NOW, **options)


def again(programme):
    return AuditProgramme.objects.get(pk=programme.pk)


def filled(cast, programme, slots):
    texts = programmes.ProgrammeTexts("Mỗi đơn vị một lần", "ISO 9001", "Năm trước")
    programmes.save_programme(cast.secretary, programme.pk, again(programme).lock_version, texts, slots, NOW)
    return again(programme)


def approved(cast, slots, year=2026):
    programme = filled(cast, begun(cast, year), slots)
    programmes.submit_programme(cast.secretary, programme.pk, programme.lock_version, NOW)
    programmes.approve_programme(cast.leader, programme.pk, again(programme).lock_version, NOW)
    return again(programme)


def test_a_programme_is_approved_by_a_leader_and_then_stands(cast):
    programme = approved(cast, {(cast.audited.pk, 11), (cast.other.pk, 4)})
    assert programme.state == "approved" and programme.signatory["name"] == cast.leader.get_full_name()
    with pytest.raises(NotAllowedError):
        filled(cast, programme, set())
    with pytest.raises(NotAllowedError):
        programmes.submit_programme(cast.secretary, programme.pk, programme.lock_version, NOW)
    assert again(programme).entries.count() == 2


def test_sent_back_with_a_reason_and_submitted_again(cast):
    programme = filled(cast, begun(cast), {(cast.audited.pk, 11)})
    programmes.submit_programme(cast.secretary, programme.pk, programme.lock_version, NOW)
    programme = again(programme)
    with pytest.raises(AuditError):
        programmes.send_back_programme(cast.leader, programme.pk, programme.lock_version, "  ", NOW)
    assert again(programme).state == "submitted"
    programmes.send_back_programme(cast.leader, programme.pk, programme.lock_version, "Thêm Văn phòng", NOW)
    assert again(programme).return_reason == "Thêm Văn phòng"
    programme = filled(cast, programme, {(cast.audited.pk, 11), (cast.other.pk, 3)})
    programmes.submit_programme(cast.secretary, programme.pk, programme.lock_version, NOW)
    assert again(programme).return_reason == ""


def test_an_empty_programme_is_not_submitted(cast):
    programme = begun(cast)
    with pytest.raises(AuditError):
        programmes.submit_programme(cast.secretary, programme.pk, programme.lock_version, NOW)


def test_copied_from_last_year_with_clauses_without_ended_units(cast):
    last = filled(cast, begun(cast, 2025), {(cast.audited.pk, 5), (cast.section.pk, 6)})
    entry = last.entries.get(unit=cast.audited)
    clauses = StandardClause.objects.filter(number="7.5")
    programmes.save_entry(cast.secretary, entry.pk, last.lock_version, clauses, "ưu tiên", NOW)
    cast.section.valid_to = dt.date(2025, 12, 31)
    cast.section.save()
    copied = begun(cast, 2026, copy_from=2025)
    entry = copied.entries.get()
    assert entry.unit == cast.audited and entry.month == 5 and entry.note == "ưu tiên"
    assert [clause.number for clause in entry.clauses.all()] == ["7.5"]
    assert copied.objectives == "Mỗi đơn vị một lần" and copied.state == "draft"


def test_one_programme_a_year(cast):
    begun(cast)
    with pytest.raises(AuditError, match="2026"):
        begun(cast)
    with pytest.raises(AuditError):
        begun(cast, 2027, copy_from=2020)


def test_two_people_at_once_on_a_programme(cast):
    programme = begun(cast)
    filled(cast, programme, {(cast.audited.pk, 11)})
    texts = programmes.ProgrammeTexts("khác")
    with pytest.raises(StaleError):
        programmes.save_programme(
            cast.secretary, programme.pk, programme.lock_version, texts, {(cast.other.pk, 1)}, NOW
        )
    assert again(programme).entries.get().unit == cast.audited


def test_months_of_strange_units_are_refused(cast):
    programme = begun(cast)
    for slot in ((999_999, 1), (cast.audited.pk, 13)):
        with pytest.raises(AuditError):
            filled(cast, programme, {slot})


def test_the_database_refuses_a_drafter_who_approves(cast):
    programme = begun(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditProgramme.objects.filter(pk=programme.pk).update(
            state="approved", approved_at=NOW, approved_by=cast.secretary
        )


# --- Plan -----------------------------------------------------------------------------------------------


def test_a_plan_carries_out_an_entry(cast):
    entry = approved(cast, {(cast.audited.pk, 11)}).entries.get()
    audit = planned(cast, entry=entry)
    assert audit.entry == entry and audit.code == "ĐG-2026-01" and audit.state == "planning"
    assert planned(cast).code == "ĐG-2026-02"
    with pytest.raises(AuditError):
        planned(cast, entry=entry, unit=cast.other, team={})


def test_entries_of_a_draft_are_not_carried_out_yet(cast):
    entry = filled(cast, begun(cast), {(cast.audited.pk, 11)}).entries.get()
    with pytest.raises(AuditError):
        planned(cast, entry=entry)


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": FIRST - dt.timedelta(days=1)},
        {"sample_from": FIRST},
        {"sample_from": FIRST, "sample_to": FIRST - dt.timedelta(days=1)},
    ],
)
def test_wrong_days_are_refused(cast, changes):
    with pytest.raises(AuditError):
        create_audit(cast.secretary, details_of(cast, **changes), NOW)


def test_only_planners_plan(cast):
    for user in (cast.leader, cast.head, cast.specialist, cast.by_role["administrator"]):
        with pytest.raises(PermissionDenied):
            create_audit(user, details_of(cast), NOW)


def session(cast, begin, end, topic="Họp", auditor=None):
    return SessionDetails(at(begin), at(end), topic, auditor or cast.lead)


@pytest.mark.parametrize(
    ("rows", "is_fine"),
    [
        ([("2026-11-23 08:00", "2026-11-23 09:00"), ("2026-11-23 09:00", "2026-11-23 10:00")], True),
        ([("2026-11-23 08:00", "2026-11-23 10:00"), ("2026-11-23 09:00", "2026-11-23 11:00")], False),
        ([("2026-11-25 08:00", "2026-11-25 09:00")], False),
        ([("2026-11-23 09:00", "2026-11-23 09:00")], False),
    ],
)
def test_sessions_lie_in_the_days_and_nobody_is_twice(cast, rows, is_fine):
    audit = planned(cast)
    sessions = [session(cast, *row) for row in rows]
    if is_fine:
        set_sessions(cast.secretary, audit.pk, audit.lock_version, sessions, NOW)
        assert audit.sessions.count() == len(rows)
    else:
        with pytest.raises(AuditError):
            set_sessions(cast.secretary, audit.pk, audit.lock_version, sessions, NOW)
        assert audit.sessions.count() == 0


def test_sessions_belong_to_the_team_and_hold_it(cast):
    audit = planned(cast)
    row = session(cast, "2026-11-23 08:00", "2026-11-23 09:00", auditor=cast.secretary)
    with pytest.raises(AuditError, match=cast.secretary.get_full_name()):
        set_sessions(cast.secretary, audit.pk, audit.lock_version, [row], NOW)
    row = session(cast, "2026-11-23 08:00", "2026-11-23 09:00", auditor=cast.member)
    set_sessions(cast.secretary, audit.pk, audit.lock_version, [row], NOW)
    with pytest.raises(AuditError, match=cast.member.get_full_name()):
        set_team(cast.secretary, audit.pk, fresh(audit).lock_version, {cast.lead: TeamRole.LEAD}, NOW)
    moved_days = details_of(cast, starts_on=dt.date(2026, 12, 7), ends_on=dt.date(2026, 12, 8))
    with pytest.raises(AuditError):
        change_plan(cast.secretary, audit.pk, fresh(audit).lock_version, moved_days, NOW)


def test_the_lead_changes_hands(cast):
    audit = planned(cast)
    team = {cast.member: TeamRole.LEAD, cast.lead: TeamRole.MEMBER}
    set_team(cast.secretary, audit.pk, audit.lock_version, team, NOW)
    assert audit.team.get(role=TeamRole.LEAD).user == cast.member
    with pytest.raises(AuditError):
        two = {cast.member: TeamRole.LEAD, cast.lead: TeamRole.LEAD}
        set_team(cast.secretary, audit.pk, fresh(audit).lock_version, two, NOW)


def test_two_people_at_once_on_a_plan(cast):
    audit = planned(cast)
    change_plan(cast.secretary, audit.pk, audit.lock_version, details_of(cast, title="Một"), NOW)
    with pytest.raises(StaleError):
        change_plan(cast.lead, audit.pk, audit.lock_version, details_of(cast, title="Hai"), NOW)
    assert fresh(audit).title == "Một"


# --- Approval, notice, opening --------------------------------------------------------------------------


def test_a_plan_needs_a_lead_and_something_to_audit_against(cast):
    audit = planned(cast, team={cast.member: TeamRole.MEMBER})
    with pytest.raises(AuditError):
        life.submit_plan(cast.secretary, audit.pk, audit.lock_version, NOW)
    audit = planned(cast, clauses=[])
    with pytest.raises(AuditError):
        life.submit_plan(cast.secretary, audit.pk, audit.lock_version, NOW)


def test_a_short_notice_needs_a_reason_in_working_days(cast):
    audit = planned(cast)
    in_time, too_late = at("2026-11-13 16:00"), at("2026-11-16 08:00")  # Friday, Monday: 5 and 4 whole days
    with pytest.raises(AuditError, match="4"):
        life.submit_plan(cast.secretary, audit.pk, audit.lock_version, too_late)
    life.submit_plan(cast.secretary, audit.pk, audit.lock_version, in_time)
    with pytest.raises(AuditError, match="4"):
        life.approve_plan(cast.leader, audit.pk, fresh(audit).lock_version, too_late)
    reason = "Có đơn phản ánh"
    life.approve_plan(cast.leader, audit.pk, fresh(audit).lock_version, too_late, short_notice_reason=reason)
    assert fresh(audit).short_notice_reason == reason


def test_the_office_chooses_the_notice(cast):
    AuditSettings.objects.create(site_id=1, notice_days=1)
    audit = planned(cast)
    life.submit_plan(cast.secretary, audit.pk, audit.lock_version, at("2026-11-19 08:00"))


def test_the_first_day_must_lie_ahead(cast):
    audit = planned(cast, short_notice_reason="Gấp")
    with pytest.raises(AuditError):
        life.submit_plan(cast.secretary, audit.pk, audit.lock_version, at("2026-11-24 08:00"))


def test_nobody_approves_his_own_plan_or_one_he_audits(cast):
    audit = moved(planned(cast), "submitted", cast)
    for user in (cast.secretary, cast.lead, cast.head):
        with pytest.raises(PermissionDenied):
            life.approve_plan(user, audit.pk, audit.lock_version, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(approved_by=cast.secretary)


def test_an_approved_plan_is_sent_to_the_head_and_the_team(cast):
    audit = moved(planned(cast), "approved", cast)
    told = {mail.recipient for mail in OutgoingMail.objects.all()}
    assert told == {cast.head, cast.lead, cast.member}
    body = OutgoingMail.objects.get(recipient=cast.head).body
    assert audit.code in body and "23/11/2026" in body and cast.lead.get_full_name() in body
    assert audit.signatory["post"] and audit.approved_at == NOW


def test_a_plan_changed_after_it_was_read_is_not_approved(cast):
    audit = moved(planned(cast), "submitted", cast)
    change_plan(cast.secretary, audit.pk, audit.lock_version, details_of(cast, scope="Khác"), NOW)
    with pytest.raises(StaleError):
        life.approve_plan(cast.leader, audit.pk, audit.lock_version, NOW)
    assert fresh(audit).state == "submitted" and not OutgoingMail.objects.exists()


def test_the_audit_opens_on_its_day_by_its_lead(cast):
    audit = moved(planned(cast), "approved", cast)
    with pytest.raises(AuditError):
        life.start_audit(cast.lead, audit.pk, audit.lock_version, NOW, told_directly=True)
    with pytest.raises(AuditError):
        life.start_audit(cast.lead, audit.pk, audit.lock_version, OPENING)
    with pytest.raises(PermissionDenied):
        life.start_audit(cast.member, audit.pk, audit.lock_version, OPENING, told_directly=True)
    life.start_audit(cast.lead, audit.pk, audit.lock_version, OPENING, told_directly=True)
    assert fresh(audit).state == "running"


def test_the_head_confirms_once(cast):
    audit = moved(planned(cast), "approved", cast)
    life.acknowledge_plan(cast.head, audit.pk, audit.lock_version, NOW)
    assert fresh(audit).acknowledged_by == cast.head
    with pytest.raises(PermissionDenied):
        life.acknowledge_plan(cast.head, audit.pk, fresh(audit).lock_version, NOW)


def test_cancelled_with_a_reason_and_told(cast):
    audit = moved(planned(cast), "approved", cast)
    OutgoingMail.objects.all().delete()
    with pytest.raises(AuditError):
        life.cancel_audit(cast.secretary, audit.pk, audit.lock_version, " ", NOW)
    life.cancel_audit(cast.secretary, audit.pk, audit.lock_version, "Bão số 12", NOW)
    assert fresh(audit).state == "cancelled" and OutgoingMail.objects.count() == 3
    with pytest.raises(PermissionDenied):
        life.cancel_audit(cast.secretary, audit.pk, fresh(audit).lock_version, "Lại", NOW)


# --- Report and end -------------------------------------------------------------------------------------


def asked(audit, cast, grades):
    """A checklist of a procedure with a question per grade."""
    page = issue_procedure(now=at("2016-02-01 08:00"), slug="qt", **household_business())
    version = IssuedVersion.objects.get(document=page.document)
    checklist = AuditChecklist.objects.create(
        audit=audit,
        kind=ChecklistKind.PROCEDURE,
        title="Phiếu",
        version=version,
        made_at=NOW,
        made_by=cast.lead,
    )
    for number, grade in enumerate(grades, start=1):
        done = {} if grade == Grade.NOT_CHECKED else {"answered_at": OPENING, "answered_by": cast.lead}
        item = AuditItem.objects.create(
            checklist=checklist, number=number, clause="8.5", question=f"Câu {number}?", grade=grade, **done
        )
        if grade in NONCONFORMITIES:
            show(item, cast)
    return checklist


def show(item, cast):
    """Note and photo of a nonconformity."""
    AuditItem.objects.filter(pk=item.pk).update(note="Bảng 2 treo bản cũ.")
    ItemPhoto.objects.create(
        uid=uuid.uuid4(),
        item=item,
        image="audits/2026/11/bang-2.jpg",
        sha256="0" * 64,
        width=800,
        height=600,
        size=1000,
        taken_at=OPENING,
        added_at=OPENING,
        added_by=cast.lead,
    )


def raised(audit, cast, state="raised"):
    answered = {"answered_at": OPENING, "answered_by": cast.head} if state in ("accepted", "disputed") else {}
    return Finding.objects.create(
        code=f"KPH-{uuid.uuid4().hex[:6]}",
        source=FindingSource.AUDIT,
        grade=Grade.MINOR_NC,
        audit=audit,
        unit=audit.unit,
        clause="8.5",
        title="Niêm yết bản cũ",
        evidence="Bảng 2",
        state=state,
        raised_at=OPENING,
        raised_by=cast.lead,
        **answered,
    )


def report(audit, cast, **options):
    return life.issue_report(
        cast.lead, audit.pk, fresh(audit).lock_version, "Tốt", "Đạt yêu cầu", OPENING, **options
    )


def test_the_report_is_frozen_with_its_hash(cast):
    audit = moved(planned(cast), "running", cast)
    asked(audit, cast, [Grade.CONFORM, Grade.CONFORM, Grade.MINOR_NC, Grade.NOT_CHECKED])
    finding = raised(audit, cast)
    for wrong in (None, 0, 2):
        with pytest.raises(AuditError, match="1"):
            report(audit, cast, unassessed=wrong)
    report(audit, cast, unassessed=1)
    audit = fresh(audit)
    content = audit.report_content
    summary = content["summary"]
    assert summary["grades"]["conform"] == 2 and summary["grades"]["minor_nc"] == 1
    assert (summary["questions"], summary["assessed"]) == (4, 3)
    assert summary["clauses"][0]["number"] == "8.5"
    assert finding.code in [row["code"] for row in content["findings"]]
    assert content["checklists"][0]["grades"]["conform"] == 2
    assert audit.report_hash == sha256_of(content)


def test_two_answers_must_be_decided_before_the_report(cast):
    audit = moved(planned(cast), "running", cast)
    asked(audit, cast, [Grade.CONFORM])
    AuditItem.objects.update(has_conflict=True)
    with pytest.raises(AuditError):
        report(audit, cast)


def test_an_audit_without_questions_needs_a_confirmation(cast):
    audit = moved(planned(cast), "running", cast)
    with pytest.raises(AuditError):
        report(audit, cast)
    report(audit, cast, unassessed=0)


def test_a_report_needs_a_conclusion_and_the_lead(cast):
    audit = moved(planned(cast), "running", cast)
    with pytest.raises(AuditError):
        life.issue_report(cast.lead, audit.pk, audit.lock_version, "", " ", OPENING, unassessed=0)
    with pytest.raises(PermissionDenied):
        life.issue_report(cast.member, audit.pk, audit.lock_version, "", "Đạt", OPENING, unassessed=0)


@pytest.mark.parametrize(
    ("state", "is_open"), [("raised", True), ("disputed", True), ("accepted", False), ("closed", False)]
)
def test_an_audit_is_closed_once_every_finding_is_answered(cast, state, is_open):
    audit = moved(planned(cast), "reported", cast)
    if state == "closed":
        finding = raised(audit, cast, "accepted")
        Finding.objects.filter(pk=finding.pk).update(state="closed", closed_at=OPENING, closed_by=cast.lead)
    else:
        finding = raised(audit, cast, state)
    if is_open:
        with pytest.raises(AuditError, match=finding.code):
            life.close_audit(cast.lead, audit.pk, audit.lock_version, OPENING)
    else:
        life.close_audit(cast.lead, audit.pk, audit.lock_version, OPENING)
        assert fresh(audit).closed_by == cast.lead
