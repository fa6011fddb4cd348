"""Findings and corrective actions of the sample ward; days count back from the day of loading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db.models import Count
from django.utils import timezone
from django.utils.timezone import localdate

from audits.enums import (
    RAISED,
    AuditState,
    FindingSource,
    Grade,
    VerificationOutcome,
)
from audits.models import AuditItem, AuditSettings, CorrectiveAction, Finding
from audits.policies import AuditPolicy
from audits.selectors.late_steps import free_incidents
from audits.services import actions, effectiveness, findings
from audits.services.findings import FindingDetails
from document_control.models import ControlledDocument
from organisation.models import Unit, User
from procedures.sample.documents import SampleOffice

DIVISION, OFFICE = "an-hoa-kinh-te", "an-hoa-van-phong"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, and when now is."""

    people: dict[str, User]
    now: dt.datetime

    def ago(self, days: int) -> dt.datetime:
        """Nine o'clock so many days before the loading."""
        return timezone.localtime(self.now).replace(hour=9, minute=0, second=0) - dt.timedelta(days=days)

    def day(self, days: int) -> dt.date:
        """A day from the loading on; negative ones lie behind."""
        return localdate(self.now) + dt.timedelta(days=days)


def load_findings(office: SampleOffice) -> None:
    """A closed nonconformity, an overdue action, one to verify, an observation, late steps; nothing twice."""
    if Finding.objects.exists():
        return
    stage = Stage(office.people, timezone.now().replace(microsecond=0))
    _closed(stage)
    _overdue(stage)
    _to_verify(stage)
    _observation(stage)
    _late_steps(stage)
    _of_an_audit(stage)


def _raise(
    stage: Stage, days: int, source: FindingSource, details: FindingDetails, ids: tuple[int, ...] = ()
) -> Finding:
    actor = stage.people["thukyiso" if details.unit.slug != OFFICE else "danhgia"]
    return findings.raise_finding(actor, source, details, now=stage.ago(days), incident_ids=ids)


def _accept(stage: Stage, finding: Finding, who: str, days: int) -> None:
    findings.answer(
        stage.people[who],
        finding.pk,
        _version(finding),
        accepts=True,
        words="Đơn vị đã rõ và sẽ khắc phục.",
        now=stage.ago(days),
    )


def _version(row: Finding | CorrectiveAction) -> int:
    row.refresh_from_db()
    return row.lock_version


def _closed(stage: Stage) -> None:
    """Raised long ago, verified, and the figures held some days ago."""
    wait = AuditSettings.chosen().effectiveness_days
    finding = _raise(
        stage,
        wait + 50,
        FindingSource.COMPLAINT,
        FindingDetails(
            grade=Grade.MINOR_NC,
            title="Hồ sơ khai sinh không có người thay khi công chức hộ tịch nghỉ",
            requirement="Mỗi bước có người chịu trách nhiệm; khi vắng có người thay.",
            evidence="Phản ánh của người nộp và sổ theo dõi: hai hồ sơ chờ ba ngày làm việc khi công chức nghỉ phép.",
            unit=Unit.objects.get(slug=OFFICE),
            clause="7.1.2",
            document=ControlledDocument.objects.filter(code="QT-TP-01").first(),
            reference="Phản ánh số 07",
        ),
    )
    _follow_to_the_end(stage, finding, wait)


def _follow_to_the_end(stage: Stage, finding: Finding, wait: int) -> None:
    _accept(stage, finding, "chanhvanphong", wait + 48)
    action = _give(
        stage,
        finding,
        "Ban hành bảng phân công người thay cho từng bước",
        "chuyenvien",
        (wait + 47, -(wait + 20)),
    )
    _plan(stage, action, wait + 45)
    actions.add_evidence(
        action.owner,
        action.pk,
        _version(action),
        title="Bảng phân công người thay",
        file=ContentFile(b"%PDF-1.4\n% Bang phan cong nguoi thay (mau)\n%%EOF\n", name="bang-phan-cong.pdf"),
        now=stage.ago(wait + 25),
    )
    _report(stage, action, wait + 24)
    actions.verify(
        stage.people["danhgia"],
        action.pk,
        _version(action),
        outcome=VerificationOutcome.EFFECTIVE,
        note="Xem bảng phân công và 8 hồ sơ trong hai tuần: hồ sơ nào cũng có người nhận khi công chức vắng.",
        now=stage.ago(wait + 10),
    )
    findings.close(stage.people["danhgia"], finding.pk, _version(finding), note="", now=stage.ago(wait + 9))
    effectiveness.judge(
        stage.people["danhgia"],
        action.effectiveness_checks.get().pk,
        held=True,
        note="Sau khi kiểm chứng không còn hồ sơ nào chờ vì vắng người.",
        now=stage.ago(9),
    )


def _overdue(stage: Stage) -> None:
    finding = _raise(
        stage,
        40,
        FindingSource.OTHER,
        FindingDetails(
            grade=Grade.MINOR_NC,
            title="Bảng niêm yết tại phòng còn bản đã hết hiệu lực",
            requirement="Chỉ niêm yết phiên bản đang có hiệu lực.",
            evidence="Bảng tin trước phòng còn tờ thủ tục của lần ban hành trước.",
            unit=Unit.objects.get(slug=DIVISION),
            clause="7.5.3",
        ),
    )
    _accept(stage, finding, "truongphong", 38)
    _give(stage, finding, "Thay bản niêm yết và giao người rà soát hằng tháng", "diachinh", (37, -5))


def _to_verify(stage: Stage) -> None:
    finding = _raise(
        stage,
        30,
        FindingSource.REVIEW,
        FindingDetails(
            grade=Grade.OBSERVATION,
            title="Sổ theo dõi công văn đến chưa ghi ngày chuyển xử lý",
            evidence="5 trong 20 dòng được xem không có ngày chuyển.",
            unit=Unit.objects.get(slug=OFFICE),
            clause="7.5.3",
            reference="Xem xét của lãnh đạo, quyết định 2",
        ),
    )
    _accept(stage, finding, "chanhvanphong", 28)
    action = _give(stage, finding, "Thêm cột ngày chuyển vào sổ và hướng dẫn văn thư", "vanthu", (27, 6))
    _plan(stage, action, 25)
    _report(stage, action, 3)


def _observation(stage: Stage) -> None:
    _raise(
        stage,
        4,
        FindingSource.OTHER,
        FindingDetails(
            grade=Grade.OBSERVATION,
            title="Biểu mẫu để ở quầy chưa xếp theo lĩnh vực",
            evidence="Người nộp phải hỏi cán bộ mới tìm được tờ khai.",
            unit=Unit.objects.get(slug=DIVISION),
            clause="8.2.1",
        ),
    )


def _late_steps(stage: Stage) -> None:
    """The procedure with the most late steps; left out when the ward has none."""
    free = free_incidents(AuditPolicy(stage.people["danhgia"]))
    most = free.order_by().values_list("dossier__document_id").annotate(n=Count("pk")).order_by("-n").first()
    if most is None:
        return
    document = ControlledDocument.objects.get(pk=most[0])
    incidents = list(free.filter(dossier__document=document).select_related("dossier", "unit"))
    unit = incidents[0].unit or Unit.objects.get(slug=OFFICE)
    lines = [
        f"{one.dossier.code}: đến hạn {timezone.localtime(one.step_due_at):%d/%m/%Y %H:%M}"
        for one in incidents
    ]
    details = FindingDetails(
        grade=Grade.MINOR_NC,
        title=f"{len(incidents)} bước trễ của {document.code}",
        requirement=f"Mỗi bước xong trong thời gian quy định ({document.title}).",
        evidence="\n".join(lines),
        unit=unit,
        clause="8.5.1",
        document=document,
    )
    _raise(stage, 1, FindingSource.LATE_INCIDENT, details, tuple(one.pk for one in incidents))


def _of_an_audit(stage: Stage) -> None:
    """What the sample's running or reported audit graded, if the sample has one with answers."""
    items = AuditItem.objects.filter(
        checklist__audit__state__in=(AuditState.RUNNING, AuditState.REPORTED),
        grade__in=RAISED,
        has_conflict=False,
        finding=None,
    )
    for item in items.select_related("checklist__audit").order_by("pk")[:4]:
        audit = item.checklist.audit
        members = [member.user for member in audit.team.select_related("user")]
        actor = next((one for one in members if AuditPolicy(one).may_raise_from(audit)), None)
        if actor is not None:
            findings.raise_from_item(actor, item.pk, now=stage.now)


def _give(stage: Stage, finding: Finding, title: str, owner: str, days: tuple[int, int]) -> CorrectiveAction:
    """An action given so many days ago, due so many days from the loading on."""
    given, due = days
    return actions.give_action(
        stage.people["thukyiso"],
        title=title,
        owner=stage.people[owner],
        unit=finding.unit,
        due_on=stage.day(due),
        now=stage.ago(given),
        finding=finding,
    )


def _plan(stage: Stage, action: CorrectiveAction, days: int) -> None:
    actions.plan_action(
        action.owner,
        action.pk,
        _version(action),
        correction="Đã xử lý xong các hồ sơ, sổ sách nêu trong phát hiện.",
        whys=[
            {"why": "Vì sao việc này xảy ra?", "answer": "Người phụ trách vắng hoặc quên, không ai nhắc"},
            {"why": "Vì sao không ai nhắc?", "answer": "Quy trình không nêu người thay và mốc kiểm tra"},
        ],
        root_cause="",
        plan="Ghi người thay và mốc kiểm tra vào bảng phân công, rà lại mỗi đầu tháng.",
        now=stage.ago(days),
    )


def _report(stage: Stage, action: CorrectiveAction, days: int) -> None:
    actions.report_done(
        action.owner,
        action.pk,
        _version(action),
        note="Đã ban hành bảng phân công, phổ biến cho cả phòng và thực hiện từ đầu tháng.",
        now=stage.ago(days),
    )
