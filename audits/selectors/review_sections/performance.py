"""Inputs c1, c2, c3 and c5: satisfaction, objectives, processes, monitoring."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q

from audits.enums import FindingSource, Measure, ObjectiveState, ReviewPart
from audits.models import Finding, ObjectiveMeasurement, QualityObjective
from audits.rules.objectives import Verdict
from audits.rules.review_inputs import Fact, Section
from audits.selectors.objectives import ObjectiveCard, PeriodValue, cards
from audits.selectors.review_sections.scope import PackScope, change_words, count_fact, grid
from audits.wording import VERDICTS, target_words, value_words
from dossiers.statistics.answers import figures_by_in
from dossiers.statistics.figures import Figures
from dossiers.statistics.incidents import incidents_of
from dossiers.statistics.questions import Dimension
from organisation.vietnamese_format import format_number, vietnamese_sort_key
from procedures.models import ProcedureField

NO_FIELD = "Chưa có lĩnh vực"


def performance_sections(scope: PackScope) -> list[Section]:
    """Satisfaction, objectives, processes, monitoring."""
    known = _objective_cards(scope)
    return [_satisfaction(scope, known), _objectives(scope, known), _processes(scope), _monitoring(scope)]


# --- Objectives ---------------------------------------------------------------------------------------------------
def _objective_cards(scope: PackScope) -> list[ObjectiveCard]:
    years = range(scope.period.first.year, scope.period.last.year + 1)
    rows = QualityObjective.objects.filter(
        office=scope.office, year__in=years, state__in=[ObjectiveState.APPROVED, ObjectiveState.CLOSED]
    )
    return cards(list(rows.select_related("owner", "unit").order_by("year", "code")), scope.now)


def _within(scope: PackScope, card: ObjectiveCard) -> PeriodValue | None:
    """The value that speaks for the objective in the period: of its last part that is over, else how it stands."""
    values = [
        value
        for value in card.values
        if value.value is not None
        and value.period.first <= scope.period.last
        and value.period.last >= scope.period.first
    ]
    over = [value for value in values if value.is_over]
    return over[-1] if over else values[-1] if values else None


def _objectives(scope: PackScope, known: list[ObjectiveCard]) -> Section:
    rows, verdicts = [], []
    for card in known:
        value, objective = _within(scope, card), card.objective
        verdict = value.verdict if value else Verdict.NOT_MEASURED
        verdicts.append(verdict)
        rows.append(
            [
                objective.code,
                objective.statement,
                target_words(objective),
                value_words(value, objective.unit_of_measure) if value else "–",
                value.period.words if value else "",
                VERDICTS[verdict] + (" (kỳ chưa kết thúc)" if value and not value.is_over else ""),
            ]
        )
    facts = [
        Fact(VERDICTS[kind], format_number(verdicts.count(kind)), f"trong {len(known)} mục tiêu", tone)
        for kind, tone in ((Verdict.MET, "ok"), (Verdict.NOT_MET, "warn"), (Verdict.NOT_MEASURED, ""))
    ]
    head = ("Mã", "Mục tiêu", "Chỉ tiêu", "Đạt được", "Kỳ đo", "Đánh giá")
    return Section(
        ReviewPart.OBJECTIVES,
        source="Mục tiêu chất lượng đã duyệt và giá trị đo",
        facts=tuple(facts) if known else (),
        grids=(grid("Mục tiêu chất lượng", head, rows),) if rows else (),
        nothing="Chưa có mục tiêu chất lượng nào được duyệt cho năm của kỳ này.",
    )


def _satisfaction(scope: PackScope, known: list[ObjectiveCard]) -> Section:
    rows = []
    for card in known:
        value = _within(scope, card)
        if card.objective.measure == Measure.SATISFACTION and value is not None:
            answers = "" if value.denominator is None else format_number(value.denominator)
            words = value_words(value, card.objective.unit_of_measure)
            rows.append([card.objective.code, value.period.words, words, answers, VERDICTS[value.verdict]])
    complaints = Finding.objects.filter(
        source=FindingSource.COMPLAINT,
        unit__in=scope.unit_ids,
        raised_at__gte=scope.period.start,
        raised_at__lt=scope.period.end,
    ).count()
    head = ("Mã", "Kỳ đo", "Hài lòng", "Phiếu hợp lệ", "Đánh giá")
    facts = (
        (count_fact("Phản ánh, khiếu nại đã thành phát hiện", complaints, bad=True),) if complaints else ()
    )
    return Section(
        ReviewPart.SATISFACTION,
        source="Giá trị nhập ở mục tiêu về sự hài lòng; phản ánh, khiếu nại ghi ở danh sách không phù hợp",
        facts=facts,
        grids=(grid("Sự hài lòng", head, rows),) if rows else (),
        nothing="Chưa có kết quả khảo sát nào được nhập cho kỳ này.",
    )


# --- Processes ----------------------------------------------------------------------------------------------------
def _processes(scope: PackScope) -> Section:
    now, before = scope.figures
    rate, earlier = now.on_time_rate, before.on_time_rate
    change = change_words(rate.percent, earlier.percent)
    facts = (
        Fact(
            "Đúng hạn (gồm trước hạn)",
            str(rate),
            f"{format_number(rate.part)}/{format_number(rate.whole)} hồ sơ đã giải quyết"
            + (f"; {change} so với {scope.before_words}" if change else ""),
        ),
        count_fact(
            "Quá hạn", now.overdue, f"{scope.before_words}: {format_number(before.overdue)}", bad=True
        ),
        count_fact("Đang giải quyết", now.pending, f"{format_number(now.past_due)} đã quá hạn"),
        Fact(
            "Nộp trực tuyến",
            str(now.online_rate),
            f"{format_number(now.online)}/{format_number(now.new)} hồ sơ mới",
        ),
    )
    rows = _field_rows(scope)
    head = ("Lĩnh vực", "Đã giải quyết", "Quá hạn", "Đúng hạn", "Kỳ trước", "Thay đổi")
    return Section(
        ReviewPart.PROCESSES,
        source=f"Thống kê hồ sơ theo đơn vị có thẩm quyền, so với {scope.before_words}",
        facts=facts if now != Figures() else (),
        grids=(grid("Đúng hạn theo lĩnh vực", head, rows),) if rows else (),
        nothing="Không có hồ sơ nào trong kỳ này.",
    )


def _field_rows(scope: PackScope) -> list[list[str]]:
    names: Mapping[object, str] = dict(ProcedureField.objects.values_list("code", "name"))
    by_field = figures_by_in(Dimension.FIELD, scope.counted.question, [scope.period, scope.period.previous])
    rows = []
    for code, (now, before) in by_field.items():
        if not now.resolved and not before.resolved:
            continue
        rows.append(
            [
                names.get(code, str(code or NO_FIELD)),
                format_number(now.resolved),
                format_number(now.overdue),
                str(now.on_time_rate),
                str(before.on_time_rate),
                change_words(now.on_time_rate.percent, before.on_time_rate.percent) or "–",
            ]
        )
    return sorted(rows, key=lambda row: vietnamese_sort_key(row[0]))


# --- Monitoring ---------------------------------------------------------------------------------------------------
def _monitoring(scope: PackScope) -> Section:
    amounts = {"late": Count("pk"), "due": Count("pk", filter=Q(holds=True))}
    amounts["sent"] = Count("pk", filter=Q(holds=True, letter__sent_at__isnull=False))
    now = scope.incidents.order_by().aggregate(**amounts)
    before = incidents_of(scope.counted.question, scope.period.previous).count()
    facts = [count_fact("Bước trễ", now["late"], f"{scope.before_words}: {format_number(before)}", bad=True)]
    if now["due"]:
        words = f"{format_number(now['sent'])}/{format_number(now['due'])} bước trễ phải xin lỗi"
        facts.append(Fact("Thư xin lỗi đã gửi", format_number(now["sent"]), words))
    measured = _measured_rows(scope)
    head = ("Mã", "Kỳ đo", "Giá trị", "Nguồn")
    return Section(
        ReviewPart.MONITORING,
        source="Bước trễ, thư xin lỗi và giá trị đo của mục tiêu trong kỳ",
        facts=tuple(facts) if now["late"] or before or scope.figures[0] != Figures() else (),
        grids=(grid("Giá trị đo trong kỳ", head, measured),) if measured else (),
        nothing="Chưa có số đo nào trong kỳ này.",
    )


def _measured_rows(scope: PackScope) -> list[list[str]]:
    """Values recorded for periods that end within the period; of corrected ones the last."""
    found = ObjectiveMeasurement.objects.filter(
        objective__office=scope.office,
        period_to__gte=scope.period.first,
        period_to__lte=scope.period.last,
    ).select_related("objective")
    latest = {
        (row.objective.code, row.period_from): row
        for row in found.order_by("objective__code", "period_from", "number")
    }
    return [
        [
            code,
            f"{row.period_from:%d/%m/%Y} – {row.period_to:%d/%m/%Y}",
            value_words(row, row.objective.unit_of_measure),
            row.get_source_display(),
        ]
        for (code, _first), row in latest.items()
    ]
