"""A running audit with its team, a checklist of five questions and one sampled dossier, written straight to the tables.

field = make_field()                 # in an empty test database
audit = make_sample_walk()           # in the database of the sample ward, for journeys
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from audits.enums import AuditState, ChecklistKind, Grade, QuestionKind, TeamRole
from audits.models import Audit, AuditChecklist, AuditItem, AuditMember, SampledDossier
from document_control.models import IssuedVersion
from dossiers.models import Dossier
from organisation.models import Unit, User
from tests.dossiers.factories import at, issued_version, make_desk, make_worker, receive

STARTED = at("2026-11-20 08:00")
TIME_NOTE = "Bước 4 của hồ sơ {code} mất 3 giờ 15 phút, được phép 2 giờ."
QUESTIONS = (
    (QuestionKind.PERSON, "Bước nào cũng có người làm được nêu tên không?", "Phiếu kiểm soát quá trình"),
    (
        QuestionKind.TIME,
        "Thời gian ký thực tế có trong 2 giờ làm việc không?",
        "Giờ nhận và giờ giao của bước 4",
    ),
    (QuestionKind.POSTING, "Nơi tiếp dân có niêm yết bản đang có hiệu lực không?", "Bảng niêm yết ở sảnh"),
    (QuestionKind.FEES, "Mức thu có đúng với bản đã ban hành không?", "Biên lai của hồ sơ mẫu"),
    (QuestionKind.RECORDS, "Hồ sơ có được lưu đủ thành phần không?", "Tủ lưu, mục lục hồ sơ"),
)


@dataclass(frozen=True)
class AuditField:
    """Who and what a test of answering needs."""

    audit: Audit
    checklist: AuditChecklist
    lead: User
    member: User
    observer: User
    secretary: User
    head: User
    leader: User
    outsider: User
    dossier: Dossier

    def item(self, number=1):
        """The question with this number, as the next request sees it."""
        return AuditItem.objects.select_related("checklist__audit").get(
            checklist=self.checklist, number=number
        )


def make_field():
    """The ward An Hòa; its economy division is audited, by two people of the ward's own posts."""
    desk = make_desk()
    people = desk.by_role
    member = make_worker("auditor-2", "internal_auditor", desk.ward)
    dossier = receive(now=at("2026-11-16 08:30"))
    audit = make_audit(
        office=desk.ward,
        unit=desk.division,
        lead=people["internal_auditor"],
        members=[member],
        observers=[people["clerk"]],
        drawn_up_by=people["iso_secretary"],
        approved_by=people["leader"],
        started_at=STARTED,
    )
    return AuditField(
        audit=audit,
        checklist=make_checklist(audit, issued_version(), dossiers=[dossier]),
        lead=people["internal_auditor"],
        member=member,
        observer=people["clerk"],
        secretary=people["iso_secretary"],
        head=make_worker("division-head", "head_of_unit", desk.division),
        leader=people["leader"],
        outsider=make_worker("auditor-3", "internal_auditor", desk.ward),
        dossier=dossier,
    )


def make_audit(
    *, office, unit, lead, drawn_up_by, approved_by, started_at, members=(), observers=(), code="ĐG-2026-02"
):
    """An audit that runs since `started_at`."""
    audit = Audit.objects.create(
        code=code,
        year=started_at.year,
        office=office,
        unit=unit,
        title=f"Đánh giá {unit.short_name}",
        starts_on=started_at.date(),
        ends_on=started_at.date() + dt.timedelta(days=1),
        state=AuditState.RUNNING,
        drawn_up_by=drawn_up_by,
        submitted_at=started_at - dt.timedelta(days=9),
        approved_at=started_at - dt.timedelta(days=8),
        approved_by=approved_by,
        started_at=started_at,
    )
    AuditMember.objects.create(audit=audit, user=lead, role=TeamRole.LEAD)
    for user in members:
        AuditMember.objects.create(audit=audit, user=user, role=TeamRole.MEMBER)
    for user in observers:
        AuditMember.objects.create(audit=audit, user=user, role=TeamRole.OBSERVER)
    return audit


def make_checklist(audit, version, *, dossiers=(), position=1, questions=QUESTIONS):
    """A checklist made from an issued version; the question about time knows what the system found."""
    lead = audit.team.get(role=TeamRole.LEAD).user
    checklist = AuditChecklist.objects.create(
        audit=audit,
        kind=ChecklistKind.PROCEDURE,
        title=f"Đánh giá {version.document.code}",
        version=version,
        position=position,
        population=len(dossiers),
        sample_size=len(dossiers),
        sample_seed="hat-giong-1",
        sampled_at=audit.started_at,
        made_at=audit.started_at,
        made_by=lead,
    )
    for number, dossier in enumerate(dossiers, start=1):
        SampledDossier.objects.create(checklist=checklist, dossier=dossier, position=number, facts={})
    for number, (kind, question, look_at) in enumerate(questions, start=1):
        known = facts_of(dossiers) if kind == QuestionKind.TIME and dossiers else {}
        AuditItem.objects.create(
            checklist=checklist,
            number=number,
            kind=kind,
            clause="8.5.1",
            step_number=4 if kind == QuestionKind.TIME else None,
            question=question,
            look_at=look_at,
            method="Xem hồ sơ",
            facts=known,
            suggested_grade=Grade.MINOR_NC if known else "",
            suggested_note=TIME_NOTE.format(code=dossiers[0].code) if known else "",
        )
    return checklist


def facts_of(dossiers):
    """Facts in the form of `AuditItem.facts`; each dossier failed."""
    lines = [
        {
            "label": "Bước 4, ký",
            "value": "3 giờ 15 phút, được phép 2 giờ",
            "ok": False,
            "dossier": dossier.code,
        }
        for dossier in dossiers
    ]
    return {"lines": lines, "checked": len(lines), "failed": len(lines)}


def make_sample_walk():
    """In the database of the sample ward: `danhgia` and `thukyiso` audit a division; returns the audit."""
    people = {user.username: user for user in User.objects.all()}
    lead, secretary = people["danhgia"], people["thukyiso"]
    office = Unit.objects.get(slug="an-hoa")
    audit = make_audit(
        office=office,
        unit=Unit.objects.get(slug="an-hoa-kinh-te"),
        lead=lead,
        members=[secretary],
        drawn_up_by=secretary,
        approved_by=people["lanhdao"],
        started_at=timezone.now() - dt.timedelta(hours=1),
        code="ĐG-2026-92",
    )
    version = IssuedVersion.objects.filter(document__code="QT-TP-01").order_by("-chain_index").first()
    make_checklist(audit, version, dossiers=list(Dossier.objects.order_by("pk")[:1]))
    return audit
