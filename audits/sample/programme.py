"""The sample's programme of this year and four audits: closed, running, planned, submitted.

Days count from the day of loading; what is told of the past went through the services with the moments of then. Other
parts of the sample find the audits by the unit: ``sample_audit(RUNNING)``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from audits.enums import Grade, TeamRole
from audits.models import Audit, AuditProgramme, ProgrammeEntry, StandardClause
from audits.selectors.checklists import population
from audits.services import life, programmes
from audits.services.answers import answer
from audits.services.checklists import add_from_procedure, draw_sample
from audits.services.plans import PlanDetails, SessionDetails, create_audit, set_sessions, set_team
from document_control.models import ControlledDocument, IssuedVersion
from organisation.models import Unit, User
from procedures.sample.documents import SampleOffice

CLOSED, RUNNING = "an-hoa-kinh-te", "an-hoa-van-phong"
PLANNED, SUBMITTED = "an-hoa-van-hoa", "an-hoa-mot-cua"
"""The unit of each audit, which names it."""
CLOSED_BEGAN, PLANNED_AHEAD, SUBMITTED_AHEAD = 75, 24, 31
"""Days before and after the loading; far enough ahead for the notice even over the Lunar New Year."""
CRITERIA = "TCVN ISO 9001:2015; quy định của pháp luật về thủ tục hành chính; quy trình đang có hiệu lực."
OBJECTIVE = "Xác định việc thực hiện quy trình có đúng người, đúng thời gian, đúng biểu mẫu và kết quả."
CLAUSES = {
    CLOSED: ("7.1", "7.2", "7.5", "8.1", "8.2", "8.5", "9.1"),
    RUNNING: ("4.4", "5.3", "6.1", "7.3", "7.5", "8.2", "8.5", "8.6", "9.1", "10.2"),
    PLANNED: ("4.1", "4.2", "4.3", "5.1", "5.2", "6.2", "6.3", "7.4", "9.3"),
    SUBMITTED: ("7.2", "7.4", "8.2", "8.5", "8.6", "10.1", "10.3"),
}
PROCEDURES = {CLOSED: ("QT-KD-01",), RUNNING: ("QT-TP-01",), PLANNED: (), SUBMITTED: ()}


@dataclass(frozen=True, slots=True)
class _Stage:
    """The people, and the moment of loading."""

    office: SampleOffice
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def who(self, username: str) -> User:
        return self.office.people[username]

    def working_day(self, days: int) -> dt.date:
        """The day so many days away, or the Monday after it."""
        day = self.today + dt.timedelta(days=days)
        return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def at(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def load_programme(office: SampleOffice) -> None:
    """The programme and its audits; nothing when there is a programme already."""
    if AuditProgramme.objects.exists():
        return
    stage = _Stage(office, timezone.now().replace(microsecond=0))
    entries = _programme(stage)
    _closed(stage, entries)
    _running(stage, entries)
    _planned(stage, entries)
    _submitted(stage, entries)


def sample_audit(unit_slug: str) -> Audit:
    """The audit of the sample that looks at this unit."""
    return Audit.objects.get(unit__slug=unit_slug)


def _days(stage: _Stage) -> dict[str, dt.date]:
    return {
        CLOSED: stage.working_day(-CLOSED_BEGAN),
        RUNNING: stage.working_day(-4),
        PLANNED: stage.working_day(PLANNED_AHEAD),
        SUBMITTED: stage.working_day(SUBMITTED_AHEAD),
    }


def _programme(stage: _Stage) -> dict[str, ProgrammeEntry]:
    """Entries of this year by unit; an audit whose day falls into another year stands outside the programme."""
    secretary, year = stage.who("thukyiso"), stage.today.year
    begun = stage.at(dt.date(year, 1, 5), 9)
    slots = {
        (Unit.objects.get(slug=slug).pk, day.month): slug
        for slug, day in _days(stage).items()
        if day.year == year
    }
    programme = programmes.create_programme(secretary, year, begun)
    texts = programmes.ProgrammeTexts(
        "Mỗi đơn vị và mỗi điều khoản được đánh giá ít nhất một lần trong năm.",
        CRITERIA,
        "Ưu tiên lĩnh vực có nhiều hồ sơ và nơi năm trước còn bước trễ hạn.",
    )
    missed = (Unit.objects.get(slug=CLOSED).pk, max(1, stage.today.month - 1))
    programmes.save_programme(secretary, programme.pk, programme.lock_version, texts, {*slots, missed}, begun)
    entries = {}
    for entry in programme.entries.select_related("unit", "programme"):
        slug = slots.get((entry.unit_id, entry.month), "")
        programme.refresh_from_db()
        numbers = CLAUSES.get(slug, ("8.5",))
        clauses = StandardClause.objects.filter(number__in=numbers)
        programmes.save_entry(secretary, entry.pk, programme.lock_version, clauses, "", begun)
        if slug:
            entries[slug] = entry.pk
    programme.refresh_from_db()
    programmes.submit_programme(secretary, programme.pk, programme.lock_version, begun)
    programme.refresh_from_db()
    approved = stage.at(dt.date(year, 1, 8), 15)
    programmes.approve_programme(stage.who("chutich"), programme.pk, programme.lock_version, approved)
    rows = ProgrammeEntry.objects.select_related("unit", "programme").in_bulk(entries.values())
    return {slug: rows[key] for slug, key in entries.items()}


def _plan(
    stage: _Stage,
    slug: str,
    title: str,
    entries: dict[str, ProgrammeEntry],
    written: dt.datetime,
    team: dict[str, TeamRole],
) -> Audit:
    """A plan with its team and a schedule of its first day."""
    day, secretary = _days(stage)[slug], stage.who("thukyiso")
    details = PlanDetails(
        unit=Unit.objects.get(slug=slug),
        title=title,
        starts_on=day,
        ends_on=stage.working_day(2) if slug == RUNNING else day + dt.timedelta(days=1),
        objective=OBJECTIVE,
        criteria=CRITERIA,
        scope="Việc giải quyết thủ tục và tài liệu của đơn vị trong ba tháng gần nhất.",
        clauses=list(StandardClause.objects.filter(number__in=CLAUSES[slug])),
        documents=list(ControlledDocument.objects.filter(unit=stage.office.unit, code__in=PROCEDURES[slug])),
        sample_from=day - dt.timedelta(days=92) if PROCEDURES[slug] else None,
        sample_to=day - dt.timedelta(days=2) if PROCEDURES[slug] else None,
    )
    audit = create_audit(secretary, details, written, entry=entries.get(slug))
    roles = {stage.who(name): role for name, role in team.items()}
    set_team(secretary, audit.pk, audit.lock_version, roles, written)
    audit.refresh_from_db()
    set_sessions(secretary, audit.pk, audit.lock_version, _sessions(stage, day, list(roles)), written)
    audit.refresh_from_db()
    life.submit_plan(secretary, audit.pk, audit.lock_version, written)
    audit.refresh_from_db()
    return audit


def _sessions(stage: _Stage, day: dt.date, people: list[User]) -> list[SessionDetails]:
    lead, other = people[0], people[-1]
    rows = (
        (8, 0, 8, 30, "Họp mở đầu", "Phòng họp", lead),
        (8, 30, 11, 0, "Phỏng vấn người làm, xem hồ sơ mẫu", "Tại đơn vị", lead),
        (13, 30, 15, 30, "Xem bản niêm yết, biểu mẫu và nơi lưu hồ sơ", "Tại đơn vị", other),
        (16, 0, 16, 45, "Họp kết thúc", "Phòng họp", lead),
    )
    return [
        SessionDetails(stage.at(day, fh, fm), stage.at(day, th, tm), topic, who, place)
        for fh, fm, th, tm, topic, place, who in rows
    ]


def _approve(stage: _Stage, audit: Audit, at: dt.datetime) -> Audit:
    life.approve_plan(stage.who("chutich"), audit.pk, audit.lock_version, at)
    audit.refresh_from_db()
    return audit


def _acknowledge(stage: _Stage, audit: Audit, head: str, at: dt.datetime) -> Audit:
    life.acknowledge_plan(stage.who(head), audit.pk, audit.lock_version, at)
    audit.refresh_from_db()
    return audit


def _closed(stage: _Stage, entries: dict[str, ProgrammeEntry]) -> None:
    day = _days(stage)[CLOSED]
    written = stage.at(day - dt.timedelta(days=20), 9)
    team = {"thukyiso": TeamRole.LEAD, "danhgia": TeamRole.MEMBER}
    audit = _plan(stage, CLOSED, "Đăng ký hộ kinh doanh", entries, written, team)
    audit = _approve(stage, audit, written + dt.timedelta(hours=6))
    audit = _acknowledge(stage, audit, "truongphong", written + dt.timedelta(days=1))
    lead = stage.who("thukyiso")
    life.start_audit(lead, audit.pk, audit.lock_version, stage.at(day, 8))
    _ask(audit, lead, stage.at(day, 9))
    audit.refresh_from_db()
    reported = stage.at(day + dt.timedelta(days=3), 10)
    strengths = "Hồ sơ được cập nhật từng bước, người làm nắm chắc quy trình."
    conclusion = "Quy trình được thực hiện đúng và có hiệu lực; không có điểm không phù hợp."
    life.issue_report(lead, audit.pk, audit.lock_version, strengths, conclusion, reported)
    audit.refresh_from_db()
    life.close_audit(lead, audit.pk, audit.lock_version, reported + dt.timedelta(days=5))


def _ask(audit: Audit, auditor: User, at: dt.datetime) -> None:
    """The checklist of the closed audit, every question answered as conforming, twelve minutes apart."""
    version = IssuedVersion.objects.in_force_at(at).get(document__in=audit.documents.all())
    checklist = add_from_procedure(audit, version, actor=auditor, now=at)
    if population(audit, version).exists():
        draw_sample(checklist, actor=auditor, now=at, seed=audit.code)
    for item in checklist.items.all():
        moment = at + dt.timedelta(minutes=12 * item.number)
        answer(
            auditor,
            item.pk,
            uid=uuid.uuid5(uuid.NAMESPACE_URL, f"{audit.code}/{item.number}"),
            grade=Grade.CONFORM,
            note="",
            based_on=item.item_version,
            answered_at=moment,
            now=moment,
        )


def _running(stage: _Stage, entries: dict[str, ProgrammeEntry]) -> None:
    day = _days(stage)[RUNNING]
    written = stage.at(day - dt.timedelta(days=20), 9)
    team = {"danhgia": TeamRole.LEAD, "diachinh": TeamRole.MEMBER}
    audit = _plan(stage, RUNNING, "Tư pháp - Hộ tịch", entries, written, team)
    audit = _approve(stage, audit, written + dt.timedelta(hours=5))
    audit = _acknowledge(stage, audit, "chanhvanphong", written + dt.timedelta(days=1))
    life.start_audit(stage.who("danhgia"), audit.pk, audit.lock_version, stage.at(day, 8))


def _planned(stage: _Stage, entries: dict[str, ProgrammeEntry]) -> None:
    team = {"thukyiso": TeamRole.LEAD, "diachinh": TeamRole.MEMBER}
    written = stage.now - dt.timedelta(days=2)
    audit = _plan(stage, PLANNED, "Mục tiêu và tài liệu của phòng", entries, written, team)
    _approve(stage, audit, stage.now - dt.timedelta(days=1))


def _submitted(stage: _Stage, entries: dict[str, ProgrammeEntry]) -> None:
    team = {"danhgia": TeamRole.LEAD, "thukyiso": TeamRole.MEMBER}
    _plan(stage, SUBMITTED, "Tiếp nhận và trả kết quả", entries, stage.now - dt.timedelta(hours=3), team)
