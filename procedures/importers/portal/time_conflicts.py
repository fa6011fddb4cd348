"""Where the times of a record contradict each other: case and way of submitting, the ways, numbers and prose."""

from __future__ import annotations

from procedures.importers.findings import FindingKind
from procedures.importers.portal.draft import Draft, shortened
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.prose_times import Span, totals_of_method, totals_of_steps
from procedures.importers.portal.times import CHANNEL_WORDS, Times

_LONGEST_TOLD = 600


def check_times(draft: Draft, times: Times) -> None:
    """A remark for each contradiction, with every place and its value; nothing is decided."""
    _compare_structured(draft, times)
    _compare_prose(draft, times)


def _compare_structured(draft: Draft, times: Times) -> None:
    told = shortened(times.told_apart, _LONGEST_TOLD)
    if not times.share_one:
        draft.warn(
            FindingKind.TIME_CONFLICT,
            "time_limit",
            f"Thời hạn của trường hợp và của cách nộp khác nhau: {told} Chọn thời hạn đúng.",
            "cases, executionMethods",
        )
        return
    by_channel: dict[str, set[Span]] = {}
    for method in times.methods:
        if method.span and method.channel:
            by_channel.setdefault(method.channel, set()).add(method.span)
    if len({frozenset(spans) for spans in by_channel.values()}) > 1:
        draft.warn(
            FindingKind.TIME_CONFLICT,
            "time_limit",
            f"Các cách nộp ghi thời hạn khác nhau: {told} Chọn thời hạn đúng.",
            "executionMethods",
        )
    elif any(span.unit == "OTHER" for span in times.of_methods) and times.of_cases:
        draft.warn(
            FindingKind.VALUE_DOUBTFUL,
            "time_limit.unit",
            f"Cách nộp ghi thời hạn không rõ đơn vị: {told} Kiểm tra đơn vị.",
            "executionMethods",
        )
    elif len(set(times.of_methods + times.of_cases)) > 1 and not times.are_of_cases:
        draft.warn(
            FindingKind.TIME_ONLY_IN_WORDS,
            "time_limit",
            f"Có nhiều thời hạn: {told} Lập các trường hợp, ghi thời hạn cho từng trường hợp.",
            "executionMethods",
        )


def _compare_prose(draft: Draft, times: Times) -> None:
    """Each time in prose against the numbers at the same place; equal remarks once."""
    told: set[str] = set()
    stated = times.of_methods + times.of_cases
    for method in times.methods:
        numbers = [method.span] if method.span else times.of_cases
        place = (
            f"cách nộp {CHANNEL_WORDS.get(method.channel, 'khác').lower()}" if method.span else "trường hợp"
        )
        for part, text in (
            (method.part["processingTime"], method.words),
            (method.part["description"], method.description),
        ):
            _compare(draft, told, totals_of_method(text), numbers, place, part)
    for step in draft.root["executionSteps"].items():
        part = step["description"] if not step.text else step
        _compare(draft, told, totals_of_steps(part.lines), stated, "mục thời hạn", part)


def _compare(
    draft: Draft, told: set[str], prose: list[Span], numbers: list[Span], place: str, part: Part
) -> None:
    if not prose or not numbers or any(a.agrees_with(b) for a in prose for b in numbers):
        return
    said, stated = ("; ".join(map(str, spans)) for spans in (prose, numbers))
    if (pair := f"{said}|{stated}") in told:
        return
    told.add(pair)
    draft.warn(
        FindingKind.TIME_CONFLICT,
        "time_limit",
        f"Thời hạn không khớp: {place} ghi {stated}, phần lời ghi {said}. Chọn thời hạn đúng.",
        part.where,
    )
