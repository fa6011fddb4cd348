"""Findings and actions made through the services: a division that is audited, and people outside it.

office = make_audit_office()
finding = raised()                      # a minor nonconformity of the division
action = given(accepted(finding))       # its worker has to act
action = done(planned(action))
"""

import datetime as dt
from dataclasses import dataclass

from audits.enums import (
    ActionState,
    AuditState,
    ChecklistKind,
    FindingSource,
    Grade,
    TeamRole,
    VerificationOutcome,
)
from audits.models import Audit, AuditChecklist, AuditItem, AuditMember
from audits.services import actions, findings
from audits.services.findings import FindingDetails
from organisation.models import Unit, UnitParent, User
from tests.dossiers.factories import Desk, at, issued_version, make_desk, make_worker
from tests.factories.office import LONG_AGO, make_unit

NOW = at("2026-11-21 09:00")


@dataclass(frozen=True)
class AuditOffice:
    """The desk of the dossiers; besides, the division with head and worker, and an auditor of another one."""

    desk: Desk
    division: Unit
    other: Unit
    head: User
    worker: User
    colleague: User
    auditor: User
    second_auditor: User
    own_auditor: User
    secretary: User
    leader: User


def make_audit_office():
    desk = make_desk()
    other = make_unit("van-phong", "Văn phòng HĐND và UBND", short_name="Văn phòng")
    UnitParent.objects.get_or_create(unit=other, parent=desk.ward, valid_from=LONG_AGO)
    return AuditOffice(
        desk,
        desk.division,
        other,
        head=make_worker("head-division", "head_of_unit", desk.division),
        worker=make_worker("worker-division", "specialist", desk.division),
        colleague=make_worker("colleague-division", "specialist", desk.division),
        auditor=make_worker("auditor-office", "internal_auditor", other),
        second_auditor=make_worker("auditor-office-2", "internal_auditor", other),
        own_auditor=make_worker("auditor-division", "internal_auditor", desk.division),
        secretary=desk.by_role["iso_secretary"],
        leader=desk.leader,
    )


def details(**changes):
    values = {
        "grade": Grade.MINOR_NC,
        "title": "Bước thẩm định trễ nhiều lần",
        "evidence": "3 hồ sơ ngày 16/11/2026 trễ ở bước 3.",
        "unit": make_audit_office().division,
        "clause": "8.5.1",
    }
    return FindingDetails(**values | changes)


def raised(actor=None, source=FindingSource.OTHER, now=NOW, incident_ids=(), **changes):
    actor = actor or make_audit_office().secretary
    return findings.raise_finding(actor, source, details(**changes), now=now, incident_ids=incident_ids)


def accepted(finding, now=NOW):
    head = make_audit_office().head
    fresh_one = fresh(finding)
    return findings.answer(
        head, fresh_one.pk, fresh_one.lock_version, accepts=True, words="Phòng đã rõ.", now=now
    )


def given(finding=None, owner=None, now=NOW, due_on=dt.date(2026, 12, 20), **changes):
    office = make_audit_office()
    return actions.give_action(
        changes.pop("actor", office.secretary),
        title="Phân công người thay khi vắng",
        owner=owner or office.worker,
        unit=changes.pop("unit", office.division),
        due_on=due_on,
        now=now,
        finding=finding,
        **changes,
    )


def planned(action, now=NOW, **changes):
    action = fresh(action)
    values = {
        "correction": "Đã giải quyết xong ba hồ sơ.",
        "whys": [{"why": "Vì sao bước 3 trễ?", "answer": "Người thụ lý nghỉ phép."}],
        "root_cause": "",
        "plan": "Mỗi việc có một người thay.",
    }
    return actions.plan_action(action.owner, action.pk, action.lock_version, now=now, **values | changes)


def done(action, now=NOW):
    action = fresh(action)
    return actions.report_done(
        action.owner, action.pk, action.lock_version, note="Đã ban hành bảng phân công.", now=now
    )


def verified(action, verifier=None, outcome=VerificationOutcome.EFFECTIVE, now=NOW, **more):
    action = fresh(action)
    verifier = verifier or make_audit_office().auditor
    actions.verify(
        verifier,
        action.pk,
        action.lock_version,
        outcome=outcome,
        note="Xem bảng phân công và 10 hồ sơ.",
        now=now,
        **more,
    )
    return fresh(action)


def in_state(state, **changes):
    """An action brought to this state."""
    action = given(**changes)
    for reached, step in (
        (ActionState.OPEN, planned),
        (ActionState.PLANNED, done),
        (ActionState.DONE, verified),
    ):
        if state == reached:
            break
        action = step(action)
    return action


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def make_audit(state=AuditState.RUNNING, code="ĐG-2026-09"):
    """A running audit of the division by the auditor of the other one, with a checklist from a procedure."""
    office = make_audit_office()
    approved = state not in (AuditState.PLANNING, AuditState.SUBMITTED)
    reported = state in (AuditState.REPORTED, AuditState.CLOSED)
    audit = Audit.objects.create(
        code=code,
        year=2026,
        title="Đánh giá Phòng Kinh tế",
        office=office.desk.ward,
        unit=office.division,
        starts_on=dt.date(2026, 11, 20),
        ends_on=dt.date(2026, 11, 21),
        state=state,
        drawn_up_by=office.secretary,
        approved_at=NOW if approved else None,
        approved_by=office.leader if approved else None,
        reported_at=NOW if reported else None,
        report_hash="0" * 64 if reported else "",
    )
    AuditMember.objects.create(audit=audit, user=office.auditor, role=TeamRole.LEAD)
    return audit


def make_item(audit, grade=Grade.MINOR_NC, number=1, **changes):
    """An answered question."""
    office = make_audit_office()
    checklist, _created = AuditChecklist.objects.get_or_create(
        audit=audit,
        version=issued_version(),
        defaults={
            "kind": ChecklistKind.PROCEDURE,
            "title": "Đăng ký hộ kinh doanh",
            "made_at": NOW,
            "made_by": office.auditor,
        },
    )
    answered = grade != Grade.NOT_CHECKED
    values = {
        "clause": "8.5.1",
        "question": "Bước 2 có làm đúng thời gian quy định không?",
        "grade": grade,
        "note": "Hồ sơ H26.65-001 trễ 3 giờ.",
        "facts": {"lines": [{"label": "Bước 2", "value": "trễ 3 giờ", "ok": False, "dossier": ""}]},
        "answered_at": NOW if answered else None,
        "answered_by": office.auditor if answered else None,
    }
    return AuditItem.objects.create(checklist=checklist, number=number, **values | changes)
