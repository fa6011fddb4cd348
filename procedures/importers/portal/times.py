"""Time limits of a portal record: per case, per way of submitting, in prose; and where they contradict each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.portal.draft import Draft
from procedures.importers.portal.ledger import Part, Path
from procedures.importers.portal.prose_times import Span, decimal_of, totals_of_method, totals_of_steps
from procedures.importers.reading import Layout

CHANNELS = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "postal"}
CHANNEL_WORDS = {"direct": "Trực tiếp", "online": "Trực tuyến", "postal": "Bưu chính"}
_UNITS = {
    "WORKING_DAY": "working_day",
    "DAY": "calendar_day",
    "HOUR": "working_hour",
    "WORKING_HOUR": "working_hour",
}
_MOST_CASES = 99
_CASE_NUMBER = re.compile(r"(?:.*\.)?(\d{2})")
_EMPTY_WORDS = re.compile(r"theo mô tả\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseTime:
    """A case of the layout with the time it states."""

    code: str
    name: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class MethodTime:
    """A way of submitting with the time it states: as number, or in words."""

    part: Part
    channel: str
    span: Span | None
    words: str
    description: str

    @property
    def time_text(self) -> str:
        return str(self.span) if self.span else self.words


@dataclass
class Times:
    """All times of a record.

    Attributes:
        codes: number of the case that an entry of the portal's list became, by its path.
    """

    cases: list[CaseTime] = field(default_factory=list)
    methods: list[MethodTime] = field(default_factory=list)
    codes: dict[Path, str] = field(default_factory=dict)

    @property
    def of_cases(self) -> list[Span]:
        return list(dict.fromkeys(case.span for case in self.cases if case.span))

    @property
    def of_methods(self) -> list[Span]:
        return list(dict.fromkeys(method.span for method in self.methods if method.span))

    @property
    def share_one(self) -> bool:
        """Has any case a time that any way of submitting has too? True when one side states none."""
        if not self.of_cases or not self.of_methods:
            return True
        return any(case.agrees_with(method) for case in self.of_cases for method in self.of_methods)

    @property
    def are_of_cases(self) -> bool:
        """Does each case say its own time, and no way of submitting another one?"""
        return (
            len(self.cases) > 1
            and all(case.span for case in self.cases)
            and all(any(m.agrees_with(c) for c in self.of_cases) for m in self.of_methods)
        )


def read_times(draft: Draft) -> Times:
    """Cases and time limits into the layout, contradictions into the findings."""
    times = Times(methods=[_method(draft, part) for part in draft.root["executionMethods"].items()])
    _read_cases(draft, times)
    _read_limit(draft, times)
    _compare_structured(draft, times)
    _compare_prose(draft, times)
    return times


# --- one span -------------------------------------------------------------------------------------------------


def _span(value: Part, unit: Part) -> Span | None:
    number = decimal_of(value.text)
    return None if number is None else Span(number, unit.text.upper() or "OTHER")


def _limit(span: Span | None, words: str = "") -> Layout | None:
    """The layout of one time; what is no whole number of a unit the law counts in stays words."""
    if span is None:
        return {"text": words} if words else None
    unit = _UNITS.get(span.unit)
    if unit is None or span.value != int(span.value) or not 1 <= span.value <= 10_000:
        return {"text": words or str(span)}
    return {"value": int(span.value), "unit": unit, **({"text": words} if words else {})}


def _tell_words(draft: Draft, limit: Layout | None, span: Span | None, key: str, where: str) -> None:
    if limit is None or "value" in limit:
        return
    text = limit["text"][:80]
    if span is not None and span.value != int(span.value):
        draft.warn(
            FindingKind.TIME_FRACTION,
            key,
            f"Thời hạn “{text}” không là số nguyên; ghi bằng chữ, không quy đổi. Chọn số và đơn vị đúng.",
            where,
        )
    else:
        draft.warn(
            FindingKind.TIME_ONLY_IN_WORDS,
            key,
            f"Thời hạn chỉ có bằng chữ: “{text}”. Ghi số và đơn vị để hệ thống tính ngày hẹn.",
            where,
        )


# --- ways of submitting ---------------------------------------------------------------------------------------


def _method(draft: Draft, part: Part) -> MethodTime:
    channel = CHANNELS.get(part["submissionMethod"].text.upper(), "")
    value, unit = part["processingTime"], part["processingTimeUnit"]
    span = _span(value, unit)
    words = "" if span or _EMPTY_WORDS.fullmatch(value.text) else value.text
    return MethodTime(part, channel, span, words, part["description"].lines)


def _read_limit(draft: Draft, times: Times) -> None:
    spans = times.of_methods or times.of_cases
    limit: Layout | None = None
    span: Span | None = None
    words = list(dict.fromkeys(method.words for method in times.methods if method.words))
    every = list(dict.fromkeys(times.of_methods + times.of_cases))
    if len(every) == 1 or (spans and all(one.agrees_with(other) for one in every for other in every)):
        span = next((one for one in every if one.unit != "OTHER"), every[0])
        limit = _limit(span, " ".join(words))
    elif every:
        limit = {"text": _told_apart(times)}
    elif words:
        limit = {"text": " ".join(words)}
    else:
        limit = {"text": _described(times)}
    if limit and "text" in limit and len(limit["text"]) > L["limit_text"]:
        draft.warn(
            FindingKind.VALUE_TOO_LONG,
            "time_limit.text",
            f"Lời về thời hạn dài quá {L['limit_text']} ký tự; xem ở từng cách nộp. Ghi lại thời hạn.",
        )
        limit = {**limit, "text": ""}
    draft.layout["time_limit"] = {key: value for key, value in (limit or {}).items() if value} or None
    if len(every) <= 1:
        _tell_words(draft, draft.layout["time_limit"], span, "time_limit", "executionMethods")
    _place_methods(draft, times)


def _place_methods(draft: Draft, times: Times) -> None:
    """Where the two values of each way ended; the ways themselves are placed with the channels."""
    limit = draft.layout["time_limit"] or {}
    for method in times.methods:
        number, unit = method.part["processingTime"], method.part["processingTimeUnit"]
        if not limit or not (method.span or method.words):
            number.leave("không nói thời hạn nào")
            unit.leave("không nói thời hạn nào")
        elif "value" in limit and not method.words:
            number.place(
                "time_limit.value", "unsure" if method.span and method.span.unit == "OTHER" else "sure"
            )
            unit.place("time_limit.unit")
        else:
            number.place("time_limit.text", "unsure", "ghi bằng chữ")
            unit.place("time_limit.text", "unsure", "ghi bằng chữ")


def _told_apart(times: Times) -> str:
    """All stated times in one sentence each, since no single one holds."""
    lines = [f"Trường hợp {case.code}: {case.span}" for case in times.cases if case.span]
    by_time: dict[str, list[str]] = {}
    for method in times.methods:
        if method.time_text:
            by_time.setdefault(method.time_text, []).append(
                CHANNEL_WORDS.get(method.channel, "Cách nộp khác")
            )
    for text, channels in by_time.items():
        lines.append(f"{', '.join(dict.fromkeys(channels))}: {text}")
    return "; ".join(lines) + "."


def _described(times: Times) -> str:
    """The words beside the ways of submitting, where they are all there is and give a time."""
    texts = dict.fromkeys(m.description for m in times.methods if totals_of_method(m.description))
    return " ".join(" ".join(text.split()) for text in texts)


# --- cases ----------------------------------------------------------------------------------------------------


def _read_cases(draft: Draft, times: Times) -> None:
    cases: list[Layout] = []
    for part in draft.root["cases"].items():
        if len(cases) >= _MOST_CASES:
            draft.too_many("cases", f"Có hơn {_MOST_CASES} trường hợp", part)
            break
        _read_case(draft, times, part, cases)
    if cases:
        draft.layout["cases"] = cases


def _read_case(draft: Draft, times: Times, part: Part, cases: list[Layout]) -> None:
    days = part["processingDay"]
    span = _span(days["qty"], days["type"])
    words = "" if span else days.text or days["qty"].text
    name = part["name"].text
    if not (name or span or words or part["code"].text):
        return
    number = _number(part["code"].text, cases)
    place = f"cases[{len(cases) + 1}]"
    twin = next(
        (n for n, case in enumerate(times.cases, 1) if name and (case.name, case.span) == (name, span)), 0
    )
    if twin:
        times.codes[part.path] = times.cases[twin - 1].code
        _place_case(part, f"cases[{twin}]", cases[twin - 1], "trùng với một trường hợp đã ghi")
        return
    if not name:
        name = f"Trường hợp {number}"
        draft.warn(
            FindingKind.VALUE_MISSING, f"{place}.name", "Trường hợp không có tên. Đặt tên.", part.where
        )
    else:
        name = draft.fit(part["name"], name, L["case_name"], f"{place}.name")
    if not part["code"].text.endswith(number):
        draft.warn(
            FindingKind.CODE_MALFORMED,
            f"{place}.code",
            f"Mã trường hợp “{part['code'].text[:60]}” không dùng được hoặc trùng; tạm lấy số {number}. Kiểm tra lại.",
            part["code"].where,
        )
    if len(words) > L["limit_text"]:
        words = draft.fit(
            days if days.text else days["qty"], words, L["limit_text"], f"{place}.time_limit.text"
        )
    limit = _limit(span, words)
    times.codes[part.path] = number
    cases.append({"code": number, "name": name, **({"time_limit": limit} if limit else {})})
    times.cases.append(CaseTime(number, part["name"].text, span))
    _tell_words(draft, limit, span, f"{place}.time_limit", days.where)
    _place_case(part, place, cases[-1])


def _place_case(part: Part, place: str, case: Layout, twin: str = "") -> None:
    """Where the values of a case stand; `twin` is the reason when an equal one is there already."""
    part["code"].place(f"{place}.code", "unsure" if twin else "sure", twin)
    if twin:
        part["name"].place(f"{place}.name", "unsure", twin)
    limit = case.get("time_limit", {})
    days = part["processingDay"]
    if "value" in limit:
        days["qty"].place(f"{place}.time_limit.value", "unsure" if twin else "sure", twin)
        days["type"].place(f"{place}.time_limit.unit", "unsure" if twin else "sure", twin)
    elif "text" in limit:
        for value in (days["qty"], days["type"], days):
            if value.text and value.path not in part.ledger.fates:
                value.place(f"{place}.time_limit.text", "unsure", "ghi bằng chữ")


def _number(code: str, cases: list[Layout]) -> str:
    """ "01" of "1.000578.01"; the next free number where the code has none or one that is taken."""
    found = _CASE_NUMBER.fullmatch(code[-60:])
    taken = {case["code"] for case in cases}
    if found and found[1] not in taken:
        return found[1]
    return next(f"{n:02}" for n in range(1, _MOST_CASES + 2) if f"{n:02}" not in taken)


# --- contradictions -------------------------------------------------------------------------------------------


def _compare_structured(draft: Draft, times: Times) -> None:
    if not times.share_one:
        draft.warn(
            FindingKind.TIME_CONFLICT,
            "time_limit",
            f"Thời hạn của trường hợp và của cách nộp khác nhau: {_told_apart(times)} Chọn thời hạn đúng.",
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
            f"Các cách nộp ghi thời hạn khác nhau: {_told_apart(times)} Chọn thời hạn đúng.",
            "executionMethods",
        )
    elif any(span.unit == "OTHER" for span in times.of_methods) and times.of_cases:
        draft.warn(
            FindingKind.VALUE_DOUBTFUL,
            "time_limit.unit",
            f"Cách nộp ghi thời hạn không rõ đơn vị: {_told_apart(times)} Kiểm tra đơn vị.",
            "executionMethods",
        )
    elif len(set(times.of_methods + times.of_cases)) > 1 and not times.are_of_cases:
        draft.warn(
            FindingKind.TIME_ONLY_IN_WORDS,
            "time_limit",
            f"Có nhiều thời hạn: {_told_apart(times)} Lập các trường hợp, ghi thời hạn cho từng trường hợp.",
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
