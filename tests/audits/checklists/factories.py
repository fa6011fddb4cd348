"""An audit of the reception point with its team, and dossiers received in its period."""

import datetime as dt

from audits.enums import AuditState, TeamRole
from audits.models import Audit, AuditMember
from audits.standard_clauses import seed_standard_clauses
from tests.dossiers.factories import at, issued_version, make_desk, make_worker, receive

NOW = at("2026-11-20 10:00")
APPROVED_AT = at("2026-11-10 08:00")


def make_audit(state=AuditState.RUNNING, *, unit=None, documents=(), code="ĐG-2026-02", **changes):
    """An audit of the reception point, period November; the internal auditor leads, a second one is a member."""
    desk = make_desk()
    seed_standard_clauses()
    values = {
        "year": 2026,
        "office": desk.ward,
        "unit": unit or desk.reception,
        "title": "Đánh giá tiếp nhận và trả kết quả",
        "starts_on": dt.date(2026, 11, 20),
        "ends_on": dt.date(2026, 11, 20),
        "sample_from": dt.date(2026, 11, 1),
        "sample_to": dt.date(2026, 11, 30),
        "state": state,
        "drawn_up_by": desk.by_role["iso_secretary"],
    }
    if state not in (AuditState.PLANNING, AuditState.SUBMITTED):
        values |= {"approved_at": APPROVED_AT, "approved_by": desk.leader}
    if state in (AuditState.REPORTED, AuditState.CLOSED):
        values |= {"reported_at": NOW, "report_hash": "0" * 64}
    audit = Audit.objects.create(code=code, **values | changes)
    audit.documents.set(documents or [issued_version().document])
    AuditMember.objects.create(audit=audit, user=auditor(), role=TeamRole.LEAD)
    AuditMember.objects.create(audit=audit, user=second_auditor(), role=TeamRole.MEMBER)
    return audit


def auditor():
    return make_desk().by_role["internal_auditor"]


def second_auditor():
    return make_worker("auditor-2", "internal_auditor", make_desk().ward)


def receive_many(count, **changes):
    """Dossiers received one after another on the morning of 16 November."""
    first = at("2026-11-16 08:05")
    return [receive(now=first + dt.timedelta(minutes=number), **changes) for number in range(count)]
