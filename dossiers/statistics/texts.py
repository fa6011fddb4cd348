"""Figures as plain data and as words, for commands and pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dossiers.statistics.figures import Figures
from organisation.vietnamese_format import format_number

COUNTS = (
    "received",
    "carried_over",
    "new",
    "direct",
    "online",
    "postal",
    "resolved",
    "early",
    "on_time",
    "overdue",
    "overdue_with_new_date",
    "overdue_after_apology",
    "pending",
    "within_due",
    "past_due",
    "without_result",
)
RATES = ("on_time_rate", "early_rate", "overdue_rate", "online_rate")

WORDS = {
    "received": "Tổng số phải giải quyết",
    "carried_over": "  Tồn kỳ trước",
    "new": "  Tiếp nhận mới",
    "direct": "    Trực tiếp",
    "online": "    Trực tuyến",
    "postal": "    Bưu chính",
    "resolved": "Đã giải quyết",
    "early": "  Trước hạn",
    "on_time": "  Đúng hạn",
    "overdue": "  Quá hạn",
    "overdue_with_new_date": "    đã xin lỗi, hẹn lại",
    "overdue_after_apology": "    quá cả hạn hẹn lại",
    "pending": "Đang giải quyết",
    "within_due": "  Trong hạn",
    "past_due": "  Quá hạn",
    "without_result": "Kết thúc không có kết quả",
    "on_time_rate": "Tỷ lệ đúng hạn",
    "early_rate": "Tỷ lệ trước hạn",
    "overdue_rate": "Tỷ lệ quá hạn",
    "online_rate": "Tỷ lệ nộp trực tuyến",
}


def as_json(figures: Figures) -> dict[str, Any]:
    """Counts by name, rates with numerator, denominator and percent."""
    counts: dict[str, Any] = {name: getattr(figures, name) for name in COUNTS}
    return counts | {name: getattr(figures, name).as_json() for name in RATES}


def as_lines(figures: Figures) -> list[str]:
    """A table of text: counts at the right, rates with numerator and denominator."""
    lines = [f"{WORDS[name]:<34}{format_number(getattr(figures, name)):>12}" for name in COUNTS]
    for name in RATES:
        rate = getattr(figures, name)
        share = f"{format_number(rate.part)} / {format_number(rate.whole)}"
        lines.append(f"{WORDS[name]:<34}{rate!s:>12}   {share}")
    return lines


def measure_words(measure: str) -> str:
    """What a number of the report counts, as the title of the list behind it."""
    return {
        "received": _("Dossiers to be resolved"),
        "carried_over": _("Dossiers carried over"),
        "new": _("Dossiers received"),
        "direct": _("Dossiers received in person"),
        "online": _("Dossiers received online"),
        "postal": _("Dossiers received by post"),
        "resolved": _("Resolved dossiers"),
        "kept": _("Dossiers resolved early or on time"),
        "early": _("Dossiers resolved early"),
        "on_time": _("Dossiers resolved on time"),
        "overdue": _("Dossiers resolved too late"),
        "overdue_with_new_date": _("Dossiers resolved too late, with a new date promised"),
        "overdue_after_apology": _("Dossiers that missed the new date, too"),
        "pending": _("Pending dossiers"),
        "within_due": _("Pending dossiers within their due date"),
        "past_due": _("Pending dossiers past their due date"),
        "without_result": _("Dossiers ended without a result"),
    }[measure]
