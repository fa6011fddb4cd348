"""Inputs b, c7 and d: what changed around and within the office, providers, resources."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.timezone import localdate

from audits.enums import ReviewPart
from audits.rules.review_inputs import Fact, Section
from audits.selectors.review_sections.scope import PackScope, count_fact, grid
from document_control.models import IssuedVersion, LegalAct, Withdrawal
from dossiers.models import Absence
from dossiers.statistics.answers import figures_by
from dossiers.statistics.questions import Dimension
from organisation.models import Assignment, UnitEvent
from organisation.vietnamese_format import format_date, format_number


def circumstance_sections(scope: PackScope) -> list[Section]:
    """Changes, providers, resources."""
    return [_context(scope), _suppliers(scope), _resources(scope)]


# --- Changes ------------------------------------------------------------------------------------------------------
def _context(scope: PackScope) -> Section:
    acts, texts, units = _act_rows(scope), _text_rows(scope), _unit_rows(scope)
    facts = (
        count_fact("Văn bản pháp luật có thay đổi", len(acts)),
        count_fact("Quy trình ban hành, sửa đổi, bãi bỏ", len(texts)),
        count_fact("Thay đổi về tổ chức", len(units)),
    )
    tables = (
        ("Văn bản pháp luật", ("Số", "Tên", "Thay đổi"), acts),
        ("Quy trình", ("Mã", "Tên", "Thay đổi", "Ngày", "Lý do"), texts),
        ("Tổ chức", ("Đơn vị", "Thay đổi", "Ngày", "Căn cứ"), units),
    )
    grids = tuple(grid(caption, head, rows) for caption, head, rows in tables if rows)
    return Section(
        ReviewPart.CONTEXT,
        source="Danh mục văn bản pháp luật, danh mục tài liệu, đơn vị",
        facts=facts if grids else (),
        grids=grids,
        nothing="Hệ thống không ghi thay đổi nào trong kỳ này.",
    )


def _act_rows(scope: PackScope) -> list[list[str]]:
    days = (scope.period.first, scope.period.last)
    acts = LegalAct.objects.filter(Q(effective_from__range=days) | Q(effective_to__range=days))
    rows = []
    for act in acts.select_related("replaced_by").order_by("effective_from", "number"):
        changes = []
        if act.effective_from and days[0] <= act.effective_from <= days[1]:
            changes.append(f"có hiệu lực từ {format_date(act.effective_from)}")
        if act.effective_to and days[0] <= act.effective_to <= days[1]:
            by = f", thay bằng {act.replaced_by.number}" if act.replaced_by else ""
            changes.append(f"hết hiệu lực sau {format_date(act.effective_to)}{by}")
        rows.append([act.number, act.title, "; ".join(changes)])
    return rows


def _text_rows(scope: PackScope) -> list[list[str]]:
    """Versions that took effect and documents that were withdrawn in the period."""
    of_office = {
        "document__unit__in": scope.unit_ids,
        "effective_from__gte": scope.period.start,
        "effective_from__lt": scope.period.end,
    }
    versions = IssuedVersion.objects.uncancelled().filter(**of_office).select_related("document")
    ends = Withdrawal.objects.filter(cancelled_version__isnull=True, **of_office).select_related("document")
    found = [
        (
            version.effective_from,
            version.document.code,
            version.title,
            f"lần ban hành {version.number}",
            version.reason,
        )
        for version in versions.defer("snapshot", "approvals").order_by()
    ]
    found += [
        (end.effective_from, end.document.code, end.document.title, "bãi bỏ", end.reason)
        for end in ends.order_by()
    ]
    return [
        [code, title, what, format_date(moment), reason]
        for moment, code, title, what, reason in sorted(found, key=lambda row: (row[0], row[1]))
    ]


def _unit_rows(scope: PackScope) -> list[list[str]]:
    events = UnitEvent.objects.filter(
        unit__in=scope.unit_ids, date__gte=scope.period.first, date__lte=scope.period.last
    )
    return [
        [event.unit.name, event.get_kind_display(), format_date(event.date), event.basis]
        for event in events.select_related("unit")
    ]


# --- Providers ----------------------------------------------------------------------------------------------------
def _suppliers(scope: PackScope) -> Section:
    postal = scope.figures[0].postal
    words = "hồ sơ mới trong kỳ"
    return Section(
        ReviewPart.SUPPLIERS,
        source="Đơn vị nhập; hệ thống chỉ biết số hồ sơ nhận qua bưu chính công ích" if postal else "",
        facts=(count_fact("Hồ sơ nhận qua bưu chính công ích", postal, words),) if postal else (),
        nothing="Hệ thống không đo đơn vị cung cấp bên ngoài.",
    )


# --- Resources ----------------------------------------------------------------------------------------------------
def _resources(scope: PackScope) -> Section:
    by_officer = figures_by(Dimension.OFFICER, scope.counted.question, scope.period)
    resolved = [figures.resolved for officer, figures in by_officer.items() if officer and figures.resolved]
    facts: list[Fact] = []
    if resolved:
        mean = round(sum(resolved) / len(resolved))
        facts.append(count_fact("Người thụ lý có hồ sơ đã giải quyết", len(resolved)))
        most = f"người nhiều nhất {format_number(max(resolved))} hồ sơ"
        facts.append(Fact("Bình quân mỗi người", f"{format_number(mean)} hồ sơ", most))
    people, days = _absences(scope)
    if people:
        facts.append(
            count_fact("Ngày nghỉ đã ghi", days, f"của {format_number(people)} người, tính cả ngày nghỉ")
        )
    busy = [line for line in scope.causes if line.cause in ("workload", "absence")]
    facts += [count_fact(f"Bước trễ: {line.label}", line.count, bad=True) for line in busy]
    return Section(
        ReviewPart.RESOURCES,
        source="Hồ sơ theo người thụ lý, lịch nghỉ và nguyên nhân bước trễ",
        facts=tuple(facts),
        nothing="Hệ thống không có số liệu về khối lượng việc trong kỳ này.",
    )


def _absences(scope: PackScope) -> tuple[int, int]:
    """How many people of the office were away in the period, and on how many days of the calendar together."""
    first, last = scope.period.first, min(scope.period.last, localdate(scope.now))
    here = Assignment.objects.filter(post__unit__in=scope.unit_ids).values("user")
    rows = Absence.objects.filter(
        person__in=here, cancelled_at=None, first_day__lte=last, last_day__gte=first
    ).values_list("person_id", "first_day", "last_day")
    away: set[tuple[int, dt.date]] = set()
    for person, begins, ends in rows:
        start, stop = max(begins, first), min(ends, last)
        away |= {(person, start + dt.timedelta(days=n)) for n in range((stop - start).days + 1)}
    return len({person for person, _day in away}), len(away)
