"""Inputs a, c4, c6, e and f: earlier decisions, nonconformities, audits, risks, ideas."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from audits.enums import (
    NONCONFORMITIES,
    ActionState,
    AuditState,
    CheckState,
    FindingState,
    Grade,
    ReviewPart,
    ReviewState,
)
from audits.models import Audit, EffectivenessCheck, Finding, ReviewDecision
from audits.rules.review_inputs import Section
from audits.selectors.review_sections.scope import (
    ACTION_HEAD,
    PackScope,
    action_rows,
    count_fact,
    grid,
)
from organisation.vietnamese_format import format_date, format_number

STILL_OPEN = (FindingState.RAISED, FindingState.DISPUTED, FindingState.ACCEPTED)
FINDING_HEAD = ("Mã", "Nội dung", "Mức", "Đơn vị", "Tình trạng")


def improvement_sections(scope: PackScope) -> list[Section]:
    """Earlier decisions, nonconformities and actions, audits, risks, ideas."""
    return [_earlier(scope), _nonconformities(scope), _audits(scope), _risks(scope), _ideas(scope)]


# --- Earlier reviews ----------------------------------------------------------------------------------------------
def _earlier(scope: PackScope) -> Section:
    decisions = list(
        ReviewDecision.objects.filter(
            review__office=scope.office,
            review__state=ReviewState.CLOSED,
            review__period_to__lt=scope.review.period_to,
        )
        .exclude(review=scope.review.pk)
        .select_related("review", "owner", "unit", "action")
        .order_by("-review__period_to", "number")
    )
    states = [decision.action.state if decision.action else "" for decision in decisions]
    late = sum(1 for decision in decisions if decision.action and scope.is_late(decision.action))
    facts = (
        count_fact("Quyết định", len(decisions)),
        count_fact("Đã xác minh có hiệu lực", states.count(ActionState.VERIFIED)),
        count_fact("Quá hạn", late, bad=True),
    )
    rows = [_decision_row(scope, decision) for decision in decisions]
    head = ("Quyết định", "Nội dung", "Người thực hiện", "Hạn", "Tình trạng")
    return Section(
        ReviewPart.EARLIER_ACTIONS,
        source="Quyết định của các lần xem xét trước và hành động sinh ra từ đó",
        facts=facts if decisions else (),
        grids=(grid("Quyết định của các lần xem xét trước", head, rows),) if rows else (),
        nothing="Chưa có lần xem xét nào trước kỳ này.",
    )


def _decision_row(scope: PackScope, decision: ReviewDecision) -> list[str]:
    action = decision.action
    state = "Chưa giao"
    if action is not None:
        state = f"{action.code}: {action.get_state_display()}"
        state += " (quá hạn)" if scope.is_late(action) else ""
    return [
        f"{decision.review.code}/{decision.number}",
        decision.text,
        f"{decision.owner.get_full_name()}, {decision.unit.short_name}",
        format_date(action.due_on if action else decision.due_on),
        state,
    ]


# --- Findings -----------------------------------------------------------------------------------------------------
def _raised(scope: PackScope) -> QuerySet[Finding]:
    return Finding.objects.filter(
        unit__in=scope.unit_ids, raised_at__gte=scope.period.start, raised_at__lt=scope.period.end
    ).exclude(state=FindingState.CANCELLED)


def _open_findings(scope: PackScope) -> QuerySet[Finding]:
    rows = Finding.objects.filter(unit__in=scope.unit_ids, raised_at__lt=scope.period.end)
    return rows.filter(Q(state__in=STILL_OPEN) | Q(closed_at__gte=scope.period.end)).exclude(
        state=FindingState.CANCELLED
    )


def _finding_row(finding: Finding) -> list[str]:
    return [
        finding.code,
        finding.title,
        finding.get_grade_display(),
        finding.unit.short_name,
        finding.get_state_display(),
    ]


def _nonconformities(scope: PackScope) -> Section:
    counts = (
        _raised(scope)
        .order_by()
        .aggregate(
            major=Count("pk", filter=Q(grade=Grade.MAJOR_NC)),
            minor=Count("pk", filter=Q(grade=Grade.MINOR_NC)),
        )
    )
    still = [
        finding
        for finding in _open_findings(scope).select_related("unit").order_by("raised_at")
        if finding.grade in NONCONFORMITIES
    ]
    actions = scope.earlier_actions
    running = [action for action in actions if scope.is_open(action)]
    verified = sum(
        1
        for action in actions
        if action.state == ActionState.VERIFIED
        and action.ended_at is not None
        and scope.period.start <= action.ended_at < scope.period.end
    )
    facts = (
        count_fact("Không phù hợp nặng trong kỳ", counts["major"], bad=True),
        count_fact("Không phù hợp nhẹ trong kỳ", counts["minor"]),
        count_fact("Chưa đóng ở cuối kỳ", len(still)),
        count_fact("Hành động đã xác minh trong kỳ", verified),
        count_fact("Hành động quá hạn", sum(1 for action in running if scope.is_late(action)), bad=True),
        count_fact("Hành động phải làm lại", sum(1 for action in running if action.round > 1), bad=True),
    )
    grids = []
    if still:
        grids.append(grid("Không phù hợp chưa đóng", FINDING_HEAD, [_finding_row(row) for row in still]))
    if running:
        grids.append(grid("Hành động chưa xong", ACTION_HEAD, action_rows(scope, running)))
    is_known = bool(counts["major"] or counts["minor"] or still or actions)
    return Section(
        ReviewPart.NONCONFORMITIES,
        source="Danh sách không phù hợp và hành động khắc phục",
        facts=facts if is_known else (),
        grids=tuple(grids),
        nothing="Không có sự không phù hợp hay hành động khắc phục nào trong kỳ.",
    )


# --- Audits -------------------------------------------------------------------------------------------------------
def _audits(scope: PackScope) -> Section:
    audits = list(
        Audit.objects.filter(
            office=scope.office, starts_on__gte=scope.period.first, starts_on__lte=scope.period.last
        )
        .select_related("unit")
        .annotate(
            major=Count("findings", filter=Q(findings__grade=Grade.MAJOR_NC)),
            minor=Count("findings", filter=Q(findings__grade=Grade.MINOR_NC)),
            other=Count("findings", filter=Q(findings__grade__in=[Grade.OBSERVATION, Grade.OPPORTUNITY])),
        )
        .order_by("starts_on", "code")
    )
    done = sum(1 for audit in audits if audit.state in (AuditState.REPORTED, AuditState.CLOSED))
    rows = [
        [
            audit.code,
            audit.unit.short_name,
            f"{format_date(audit.starts_on)} – {format_date(audit.ends_on)}",
            audit.get_state_display(),
            format_number(audit.major),
            format_number(audit.minor),
            format_number(audit.other),
            audit.conclusion or "–",
        ]
        for audit in audits
    ]
    head = ("Mã", "Đơn vị", "Ngày", "Tình trạng", "KPH nặng", "KPH nhẹ", "Lưu ý", "Kết luận")
    facts = (
        count_fact("Cuộc đánh giá trong kỳ", len(audits)),
        count_fact("Đã có báo cáo", done, f"trong {len(audits)} cuộc"),
    )
    return Section(
        ReviewPart.AUDITS,
        source="Các cuộc đánh giá nội bộ có ngày đầu trong kỳ",
        facts=facts if audits else (),
        grids=(grid("Đánh giá nội bộ", head, rows),) if rows else (),
        nothing="Không có cuộc đánh giá nội bộ nào trong kỳ.",
    )


# --- Risks and ideas ----------------------------------------------------------------------------------------------
def _risks(scope: PackScope) -> Section:
    checks = EffectivenessCheck.objects.filter(
        action__unit__in=scope.unit_ids,
        checked_at__gte=scope.period.start,
        checked_at__lt=scope.period.end,
    ).aggregate(
        held=Count("pk", filter=Q(state=CheckState.HELD)),
        failed=Count("pk", filter=Q(state=CheckState.FAILED)),
    )
    facts = []
    if checks["held"] or checks["failed"]:
        facts.append(count_fact("Hành động giữ được hiệu lực", checks["held"]))
        facts.append(count_fact("Hành động không giữ được hiệu lực", checks["failed"], bad=True))
    rows = [[line.label or "Chưa giải trình", format_number(line.count)] for line in scope.causes]
    return Section(
        ReviewPart.RISKS,
        source="Kiểm tra hiệu lực của hành động; nguyên nhân bước trễ giúp nhận ra rủi ro",
        facts=tuple(facts),
        grids=(grid("Nguyên nhân bước trễ trong kỳ", ("Nguyên nhân", "Số bước"), rows),) if rows else (),
        nothing="Hệ thống không có số liệu về rủi ro trong kỳ này.",
    )


def _ideas(scope: PackScope) -> Section:
    found = _raised(scope) | _open_findings(scope)
    ideas = found.filter(grade=Grade.OPPORTUNITY).distinct().select_related("unit").order_by("raised_at")
    rows = [_finding_row(finding) for finding in ideas]
    return Section(
        ReviewPart.IDEAS,
        source="Cơ hội cải tiến ghi trong các cuộc đánh giá",
        facts=(count_fact("Cơ hội cải tiến", len(rows)),) if rows else (),
        grids=(grid("Cơ hội cải tiến", FINDING_HEAD, rows),) if rows else (),
        nothing="Các cuộc đánh giá không ghi cơ hội cải tiến nào.",
    )
