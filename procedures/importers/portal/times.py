"""Time limits of a portal record: per case and per way of submitting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.portal.draft import NOT_FITTING, Draft
from procedures.importers.portal.ledger import Part, Path
from procedures.importers.portal.prose_times import Span, decimal_of, totals_of_method
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
_MOST_AGREEING = 3
"""Equal numbers of one unit, of its other name, and of none."""
_TWIN = "trùng với một trường hợp đã ghi"
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
    def told_apart(self) -> str:
        """All stated times in one sentence, where no single one holds."""
        lines = [f"Trường hợp {case.code}: {case.span}" for case in self.cases if case.span]
        by_time: dict[str, list[str]] = {}
        for method in self.methods:
            if method.time_text:
                words = CHANNEL_WORDS.get(method.channel, "Cách nộp khác")
                by_time.setdefault(method.time_text, []).append(words)
        for text, channels in by_time.items():
            lines.append(f"{', '.join(dict.fromkeys(channels))}: {text}")
        return "; ".join(lines) + "."

    @property
    def are_of_cases(self) -> bool:
        """Does each case say its own time, and no way of submitting another one?"""
        return (
            len(self.cases) > 1
            and all(case.span for case in self.cases)
            and all(any(m.agrees_with(c) for c in self.of_cases) for m in self.of_methods)
        )


def read_times(draft: Draft) -> Times:
    """`cases` and `time_limit`; what they contradict is the matter of `time_conflicts`."""
    times = Times(methods=[_method(part) for part in draft.root["executionMethods"].items()])
    _read_cases(draft, times)
    _read_limit(draft, times)
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


def _method(part: Part) -> MethodTime:
    channel = CHANNELS.get(part["submissionMethod"].text.upper(), "")
    value, unit = part["processingTime"], part["processingTimeUnit"]
    span = _span(value, unit)
    words = "" if span or _EMPTY_WORDS.fullmatch(value.text) else value.text
    return MethodTime(part, channel, span, words, part["description"].lines)


def _read_limit(draft: Draft, times: Times) -> None:
    span, limit = _whole_limit(times)
    if limit and len(limit.get("text", "")) > L["limit_text"]:
        draft.warn(
            FindingKind.VALUE_TOO_LONG,
            "time_limit.text",
            f"Lời về thời hạn dài quá {L['limit_text']} ký tự; xem ở từng cách nộp. Ghi lại thời hạn.",
        )
        limit.pop("text")
    draft.layout["time_limit"] = limit or None
    if limit and len(set(times.of_methods + times.of_cases)) <= 1:
        _tell_words(draft, limit, span, "time_limit", "executionMethods")
    _place_methods(times, limit or {})


def _whole_limit(times: Times) -> tuple[Span | None, Layout | None]:
    """The one time that all state, or all of them in words; without numbers the words there are."""
    words = " ".join(dict.fromkeys(method.words for method in times.methods if method.words))
    every = list(dict.fromkeys(times.of_methods + times.of_cases))
    if 0 < len(every) <= _MOST_AGREEING and all(one.agrees_with(other) for one in every for other in every):
        span = next((one for one in every if one.unit != "OTHER"), every[0])
        return span, _limit(span, words)
    text = times.told_apart if every else words or _described(times)
    return None, {"text": text} if text else None


def _place_methods(times: Times, limit: Layout) -> None:
    """Where the two values of each way ended; the ways themselves are placed with the channels."""
    for method in times.methods:
        for part, key in (
            (method.part["processingTime"], "value"),
            (method.part["processingTimeUnit"], "unit"),
        ):
            if not (method.span or method.words):
                part.leave("không nói thời hạn nào")
            elif "value" in limit and not method.words:
                known = method.span is None or method.span.unit != "OTHER"
                part.place(
                    f"time_limit.{key}", "sure" if known else "unsure", "" if known else "không rõ đơn vị"
                )
            elif "text" in limit:
                part.place("time_limit.text", "unsure", "ghi bằng chữ")
            else:
                part.leave(NOT_FITTING)


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
    twins = (n for n, case in enumerate(times.cases, 1) if name and (case.name, case.span) == (name, span))
    if twin := next(twins, 0):
        times.codes[part.path] = times.cases[twin - 1].code
        part["name"].place(f"cases[{twin}].name", "unsure", _TWIN)
        _place_case(part, f"cases[{twin}]", cases[twin - 1], _TWIN)
        return
    place = f"cases[{len(cases) + 1}]"
    number, doubt = _numbered(draft, part, place, cases)
    if len(words) > L["limit_text"]:
        holder = days if days.text else days["qty"]
        words = draft.fit(holder, words, L["limit_text"], f"{place}.time_limit.text")
    limit = _limit(span, words)
    case = {
        "code": number,
        "name": _name(draft, part, place, number),
        **({"time_limit": limit} if limit else {}),
    }
    cases.append(case)
    times.codes[part.path] = number
    times.cases.append(CaseTime(number, name, span))
    _tell_words(draft, limit, span, f"{place}.time_limit", days.where)
    _place_case(part, place, case, doubt)


def _name(draft: Draft, part: Part, place: str, number: str) -> str:
    if part["name"].text:
        return draft.fit(part["name"], part["name"].text, L["case_name"], f"{place}.name")
    draft.warn(FindingKind.VALUE_MISSING, f"{place}.name", "Trường hợp không có tên. Đặt tên.", part.where)
    return f"Trường hợp {number}"


def _place_case(part: Part, place: str, case: Layout, doubt: str) -> None:
    """Where the values of a case stand; `doubt` is what makes them unsure."""
    part["code"].place(f"{place}.code", "unsure" if doubt else "sure", doubt)
    days = part["processingDay"]
    limit = case.get("time_limit", {})
    if "value" in limit:
        twin = doubt if doubt == _TWIN else ""
        for key, target in (("qty", "value"), ("type", "unit")):
            days[key].place(f"{place}.time_limit.{target}", "unsure" if twin else "sure", twin)
    elif "text" in limit:
        for value in (days["qty"], days["type"], days):
            if value.text and value.path not in part.ledger.fates:
                value.place(f"{place}.time_limit.text", "unsure", "ghi bằng chữ")


def _numbered(draft: Draft, part: Part, place: str, cases: list[Layout]) -> tuple[str, str]:
    """The number of a case, and a doubt about it: "01" of "1.000578.01", or the next free one, told."""
    code = part["code"].text
    found = _CASE_NUMBER.fullmatch(code[-60:])
    taken = {case["code"] for case in cases}
    if found and found[1] not in taken:
        return found[1], ""
    number = next(f"{n:02}" for n in range(1, _MOST_CASES + 2) if f"{n:02}" not in taken)
    draft.warn(
        FindingKind.CODE_MALFORMED,
        f"{place}.code",
        f"Mã trường hợp “{code[:60]}” không dùng được hoặc trùng; tạm lấy số {number}. Kiểm tra lại.",
        part["code"].where if code else part.where,
    )
    return number, f"tạm lấy số {number}"
