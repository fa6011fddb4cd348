"""An audit with everything a pack holds, written row by row: what is tested here are papers and packs, not services."""

import datetime as dt
import hashlib
import io
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image

from audits.enums import (
    ActionState,
    AnswerOutcome,
    AuditState,
    ChecklistKind,
    FindingSource,
    FindingState,
    Grade,
    ProgrammeState,
    QuestionKind,
    TeamRole,
    VerificationOutcome,
)
from audits.evidence.verify import draw
from audits.models import (
    ActionEvidence,
    ActionVerification,
    Audit,
    AuditChecklist,
    AuditItem,
    AuditMember,
    AuditProgramme,
    AuditSession,
    CorrectiveAction,
    Finding,
    ItemAnswer,
    ItemPhoto,
    ProgrammeEntry,
    SampledDossier,
    StandardClause,
)
from audits.selectors.report import build_report_content
from audits.standard_clauses import seed_standard_clauses
from document_control.canonical import sha256_of
from tests.dossiers.factories import at, issued_version, make_desk, make_worker, receive

QUESTIONS = (
    ("4.1", Grade.CONFORM, "", "Đã rà soát bối cảnh của phòng đầu năm 2026."),
    ("7.5", Grade.MINOR_NC, "KPH", "Bản niêm yết tại quầy số 2 là bản 1.0, bản đang có hiệu lực là 2.0."),
    ("8.5", Grade.MAJOR_NC, "KPH", "3/6 hồ sơ trả muộn, không có thư xin lỗi."),
    ("9.1", Grade.OBSERVATION, "LY", "Chưa tổng hợp phiếu hài lòng tháng 10."),
    ("10.2", Grade.NOT_APPLICABLE, "", ""),
    ("10.3", Grade.NOT_CHECKED, "", ""),
)


@dataclass(frozen=True)
class Made:
    """An audit and who takes part in it."""

    audit: Audit
    desk: object
    auditor: object
    head: object
    leader: object
    outsider: object
    programme: AuditProgramme

    @property
    def url(self):
        return f"/lam-viec/danh-gia/{self.audit.code}/"


def jpeg(colour, size=(640, 480)):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def make_audit(code="ĐG-2026-02"):
    """The division is audited by an auditor of the ward; the report is not issued yet."""
    seed_standard_clauses()
    desk = make_desk()
    auditor = desk.by_role["internal_auditor"]
    head = make_worker("division-head", "head_of_unit", desk.division)
    outsider = make_worker("reception-head", "head_of_unit", desk.reception)
    programme = _programme(desk)
    audit = Audit.objects.create(
        code=code,
        year=2026,
        entry=programme.entries.get(unit=desk.division),
        office=desk.ward,
        unit=desk.division,
        title="Đánh giá nội bộ Phòng Kinh tế",
        objective="Xem hệ thống có được làm đúng như đã ban hành.",
        criteria="TCVN ISO 9001:2015; quy trình đang có hiệu lực.",
        scope="Tiếp nhận, giải quyết và trả kết quả hồ sơ.",
        sample_from=dt.date(2026, 11, 1),
        sample_to=dt.date(2026, 11, 20),
        starts_on=dt.date(2026, 11, 18),
        ends_on=dt.date(2026, 11, 20),
        state=AuditState.RUNNING,
        drawn_up_by=desk.by_role["iso_secretary"],
        submitted_at=at("2026-11-05 08:00"),
        approved_at=at("2026-11-06 08:00"),
        approved_by=desk.leader,
        signatory={"name": desk.leader.get_full_name(), "post": "Chủ tịch", "unit": desk.ward.name},
        acknowledged_at=at("2026-11-07 08:00"),
        acknowledged_by=head,
        started_at=at("2026-11-18 08:00"),
        strengths="Hồ sơ lưu gọn, dễ tìm.",
        conclusion="Hệ thống được duy trì; hai điểm không phù hợp cần khắc phục.",
    )
    audit.clauses.set(StandardClause.objects.filter(number__in=["4.1", "7.5", "8.5", "9.1"]))
    version = issued_version()
    audit.documents.set([version.document])
    AuditMember.objects.create(audit=audit, user=auditor, role=TeamRole.LEAD)
    AuditMember.objects.create(
        audit=audit, user=make_worker("auditor-2", "internal_auditor", desk.ward), role=TeamRole.MEMBER
    )
    AuditSession.objects.create(
        audit=audit,
        starts_at=at("2026-11-18 08:00"),
        ends_at=at("2026-11-18 09:30"),
        topic="Họp mở đầu",
        place="Phòng họp tầng 2",
        auditor=auditor,
    )
    _checklist(audit, version, auditor)
    return Made(audit, desk, auditor, head, desk.leader, outsider, programme)


def _programme(desk):
    programme = AuditProgramme.objects.create(
        office=desk.ward,
        year=2026,
        objectives="Mỗi đơn vị, mỗi điều khoản ít nhất một lần.",
        criteria="TCVN ISO 9001:2015",
        considered="Kết quả năm 2025; sắp xếp đơn vị từ 01/7/2025.",
        state=ProgrammeState.APPROVED,
        drawn_up_by=desk.by_role["iso_secretary"],
        approved_by=desk.leader,
        approved_at=at("2026-01-10 08:00"),
        signatory={"name": desk.leader.get_full_name(), "post": "Chủ tịch", "unit": desk.ward.name},
    )
    for unit, month, clauses in (
        (desk.reception, 4, ["7.5", "8.2", "8.5"]),
        (desk.division, 11, ["4.1", "7.5", "8.5", "9.1"]),
    ):
        entry = ProgrammeEntry.objects.create(programme=programme, unit=unit, month=month)
        entry.clauses.set(StandardClause.objects.filter(number__in=clauses))
    return programme


def _checklist(audit, version, auditor):
    checklist = AuditChecklist.objects.create(
        audit=audit,
        kind=ChecklistKind.PROCEDURE,
        title="Phiếu hỏi theo quy trình đăng ký hộ kinh doanh",
        version=version,
        population=3,
        sample_size=2,
        sample_seed="20261118-7f3a",
        sampled_at=at("2026-11-18 08:00"),
        made_at=at("2026-11-10 08:00"),
        made_by=auditor,
    )
    made = {dossier.code: dossier for dossier in (receive(competent_unit=audit.unit) for _ in range(3))}
    for position, code in enumerate(draw(list(made), 2, checklist.sample_seed), start=1):
        facts = {"steps": [{"number": 1, "allowed": 240, "actual": 200 + position}], "letters": []}
        SampledDossier.objects.create(checklist=checklist, dossier=made[code], position=position, facts=facts)
    for number, (clause, grade, prefix, note) in enumerate(QUESTIONS, start=1):
        item = _item(checklist, number, clause, grade, note, auditor)
        if prefix:
            make_finding(audit, f"{prefix}-2026-{number:03}", auditor, item=item)
    _action(Finding.objects.get(code="KPH-2026-002"), audit, auditor)
    return checklist


def _item(checklist, number, clause, grade, note, auditor):
    is_answered = grade != Grade.NOT_CHECKED
    item = AuditItem.objects.create(
        checklist=checklist,
        number=number,
        kind=QuestionKind.CLAUSE,
        clause=clause,
        question=f"Yêu cầu của điều {clause} có được làm đúng không?",
        look_at="Bảng niêm yết, sổ theo dõi",
        facts={"lines": [{"label": "Hồ sơ đúng hạn", "value": "1/2", "ok": False}], "checked": 2, "failed": 1}
        if clause == "8.5"
        else {},
        grade=grade,
        note=note,
        answered_at=at("2026-11-18 10:00") if is_answered else None,
        answered_by=auditor if is_answered else None,
        item_version=1 if is_answered else 0,
    )
    if is_answered:
        ItemAnswer.objects.create(
            uid=uuid.uuid5(uuid.NAMESPACE_OID, f"a{checklist.pk}-{number}"),
            item=item,
            grade=grade,
            note=note,
            based_on=0,
            outcome=AnswerOutcome.APPLIED,
            answered_at=at("2026-11-18 10:00"),
            answered_by=auditor,
            received_at=at("2026-11-18 10:01"),
        )
    if clause in ("7.5", "8.5"):
        make_photo(item, auditor, (200, 40 * number, 40))
    return item


def make_photo(item, auditor, colour, content=None):
    content = content or jpeg(colour)
    return ItemPhoto.objects.create(
        uid=uuid.uuid4(),
        item=item,
        image=ContentFile(content, name=f"anh-{item.number}.jpg"),
        sha256=hashlib.sha256(content).hexdigest(),
        width=640,
        height=480,
        size=len(content),
        taken_at=at("2026-11-18 10:02"),
        added_at=at("2026-11-18 10:03"),
        added_by=auditor,
    )


def make_finding(audit, code, raised_by, item=None, **values):
    defaults = {
        "source": FindingSource.AUDIT,
        "grade": item.grade if item else Grade.MINOR_NC,
        "audit": audit,
        "item": item,
        "unit": audit.unit,
        "clause": item.clause if item else "",
        "title": f"Điểm phát hiện ở điều {item.clause}" if item else "Điểm phát hiện",
        "requirement": "Tài liệu dùng tại nơi làm việc phải là bản đang có hiệu lực.",
        "evidence": item.note if item else "Đã xem hồ sơ.",
        "state": FindingState.ACCEPTED,
        "raised_at": at("2026-11-18 16:00"),
        "raised_by": raised_by,
        "answer": "Đồng ý với phát hiện.",
        "answered_at": at("2026-11-19 08:00"),
        "answered_by": raised_by,
    }
    return Finding.objects.create(code=code, **defaults | values)


def _action(finding, audit, auditor):
    owner = make_worker("owner", "specialist", audit.unit)
    action = CorrectiveAction.objects.create(
        code="HĐ-2026-001",
        source=FindingSource.AUDIT,
        finding=finding,
        unit=audit.unit,
        title="Thay bản niêm yết và giao người kiểm tra hằng tuần",
        owner=owner,
        due_on=dt.date(2026, 12, 15),
        state=ActionState.VERIFIED,
        correction="Đã gỡ bản 1.0 khỏi quầy số 2.",
        whys=[
            {"why": "Vì sao bản cũ còn treo?", "answer": "Không ai gỡ khi có bản mới."},
            {"why": "Vì sao không ai gỡ?", "answer": "Chưa phân công người kiểm tra bảng."},
        ],
        root_cause="Chưa phân công người kiểm tra bảng niêm yết.",
        plan="Phân công công chức một cửa kiểm tra bảng mỗi thứ Hai.",
        planned_at=at("2026-11-19 09:00"),
        done_note="Đã phân công, có biên bản kiểm tra.",
        done_at=at("2026-11-20 09:00"),
        created_at=at("2026-11-18 17:00"),
        created_by=auditor,
    )
    content = b"Bien ban kiem tra bang niem yet\n"
    ActionEvidence.objects.create(
        action=action,
        title="Biên bản kiểm tra",
        file=ContentFile(content, name="bien-ban.txt"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        added_at=at("2026-11-20 09:00"),
        added_by=owner,
    )
    ActionVerification.objects.create(
        action=action,
        round=1,
        owner=owner,
        verifier=auditor,
        signatory={"name": auditor.get_full_name(), "post": "Đánh giá viên", "unit": audit.office.name},
        verified_at=at("2026-11-21 08:00"),
        outcome=VerificationOutcome.EFFECTIVE,
        note="Đã xem bảng tại quầy.",
    )
    return action


def issue_report(made):
    """The report issued as the service does it."""
    audit = made.audit
    audit.reported_at, audit.reported_by = at("2026-11-20 16:00"), made.auditor
    content = build_report_content(audit)
    Audit.objects.filter(pk=audit.pk).update(
        state=AuditState.REPORTED,
        reported_at=audit.reported_at,
        reported_by=made.auditor,
        report_content=content,
        report_hash=sha256_of(content),
    )
    audit.refresh_from_db()
    return audit
