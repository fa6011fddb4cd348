"""Where the times of a record contradict each other: case and way of submitting, the ways, numbers and prose."""

from __future__ import annotations

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.portal.draft import Draft, shortened
from procedures.importers.portal.ledger import Part
from procedures.importers.portal.prose_times import (
    Span,
    decimal_of,
    same_day_in,
    same_day_of_steps,
    span_in_brackets,
    spans_in,
    spelled_otherwise,
    totals_of_method,
    totals_of_steps,
)
from procedures.importers.portal.times import CHANNEL_WORDS, MethodTime, Times

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
    stated = list(dict.fromkeys(times.of_methods + times.of_cases))
    for method in times.methods:
        numbers = [method.span] if method.span else times.of_cases
        place = (
            f"cách nộp {CHANNEL_WORDS.get(method.channel, 'khác').lower()}" if method.span else "trường hợp"
        )
        for part, text in (
            (method.part["processingTime"], method.words),
            (method.part["description"], method.description),
        ):
            _compare(draft, told, totals_of_method(text) + same_day_in(text), numbers, place, part)
            _check_spelling(draft, part, text[: L["long_text"]])
        _tell_only_words(draft, told, method, numbers)
    for case in draft.root["cases"].items():
        _compare_case(draft, told, times, case)
    prose = [step["description"] if not step.text else step for step in draft.root["executionSteps"].items()]
    for part in (*prose, draft.root["requirementsAndConditions"], draft.root["description"]):
        text = part.lines[: L["long_text"]]
        _compare(draft, told, totals_of_steps(text) + same_day_of_steps(text), stated, "mục thời hạn", part)
        _check_spelling(draft, part, text)


def _compare_case(draft: Draft, told: set[str], times: Times, case: Part) -> None:
    """A case whose time is words against the ways of submitting; a case whose name bears a time against its number."""
    days = case["processingDay"]
    for part in (days, days["qty"]):
        if decimal_of(part.text) is None:
            _compare(
                draft, told, spans_in(part.text) + same_day_in(part.text), times.of_methods, "cách nộp", part
            )
    own = [c.span for c in times.cases if c.code == times.codes.get(case.path) and c.span]
    name = case["name"].text
    _compare(draft, told, span_in_brackets(name) + same_day_in(name), own, "trường hợp", case["name"])


def _tell_only_words(draft: Draft, told: set[str], method: MethodTime, numbers: list[Span]) -> None:
    """A way whose time is words without any number that could be compared, where the cases state one."""
    words = method.words
    same_day = same_day_in(words)
    if same_day and not any(same_day[0].agrees_with(number) for number in numbers):
        return  # told as a contradiction
    if not words or not numbers or spans_in(words) or words in told:
        return
    told.add(words)
    stated = "; ".join(map(str, numbers))
    draft.warn(
        FindingKind.TIME_ONLY_IN_WORDS,
        "time_limit",
        f"Cách nộp ghi thời hạn bằng chữ “{shortened(words, 80)}”, trường hợp ghi {stated}. Chọn thời hạn đúng.",
        method.part["processingTime"].where,
    )


def _check_spelling(draft: Draft, part: Part, text: str) -> None:
    if odd := spelled_otherwise(text):
        draft.warn(
            FindingKind.TIME_CONFLICT,
            "time_limit",
            f"Thời hạn “{odd}” ghi bằng số và bằng chữ khác nhau. Chọn thời hạn đúng.",
            part.where,
        )


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
