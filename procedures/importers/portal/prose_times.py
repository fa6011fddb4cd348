"""Spans of time as Vietnamese prose names them. Pure; every pattern is linear."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

WORDS = {
    "WORKING_DAY": "ngày làm việc",
    "DAY": "ngày",
    "WORKING_HOUR": "giờ làm việc",
    "HOUR": "giờ",
    "MINUTE": "phút",
    "WEEK": "tuần",
    "MONTH": "tháng",
    "YEAR": "năm",
}
SAME_DAY = "SAME_DAY"
"""The unit of "trong ngày": a promise without a number, which whatever lasts a day at most agrees with."""
_WITHIN_A_DAY = {"MINUTE": 480, "HOUR": 8, "WORKING_HOUR": 8, "DAY": 1, "WORKING_DAY": 1}
_UNITS = {words: unit for unit, words in WORDS.items()}
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}
_NUMERALS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mười lăm": 15, "hai mươi": 20, "hai mươi lăm": 25, "ba mươi": 30,
    "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90,
}  # fmt: skip
_SPELLED = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_SPAN = re.compile(
    rf"(?<![\w/.,])(?P<value>1/2|1/4|3/4|½|¼|¾|\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{_SPELLED})(?=\s))\s{{0,3}}"
    r"(?:\((?P<aside>[^()\n]{1,40})\)\s{0,3})?"
    r"(?P<unit>ngày làm việc|ngày|giờ làm việc|giờ|phút|tuần|tháng|năm)\b(?!\s{0,3}\d)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(rf"(?:{_SPELLED}|mươi|trăm|tháng|năm)\s{{1,3}}$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:sau|trước|lúc|hồi|từ|đến|quá)\s{1,3}$", re.IGNORECASE)
_SENTENCE = re.compile(r"[;\n]|\.(?=\s|$)")
_BRACKETS = re.compile(
    r"\(((?:\s{0,3}(?:thời hạn|thời gian|không quá|tối đa)[^()\d]{0,40})?\s{0,3}\d[^()]{0,30})\)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
_TOTAL = re.compile(r"không quá|tối đa|chậm nhất|thời hạn|thời gian|trong vòng", re.IGNORECASE)
_DELIVERED = re.compile(
    r"(?:trả|nhận)(?: kết quả)?(?: giải quyết)?(?: hồ sơ)? (?:trong|sau)\b|giải quyết(?: hồ sơ)? (?:trong|sau)\b"
    r"|^\W*từ \d",
    re.IGNORECASE,
)
_NOT_TOTAL = re.compile(
    r"tăng thêm|cộng thêm|kéo dài|gia hạn thêm|so với|miền núi|hải đảo|vùng sâu|vùng xa|biên giới|khó khăn"
    r"|cơ quan thuế|nghĩa vụ tài chính|trong đó|bổ sung|niêm yết|lấy ý kiến|xác minh|kết thúc|trước khi"
    r"|sau thời hạn|có hiệu lực",
    re.IGNORECASE,
)
_PARTS_FOLLOW = re.compile(r"(?:trong đó|bao gồm|sau đây|cụ thể)\s{0,3}:\s*$", re.IGNORECASE)
_WHOLE_DOSSIER = re.compile(
    r"(?:trong (?:thời hạn|thời gian|vòng)|không quá)[^,]{0,60}"
    r"(?:nhận (?:được )?(?:đủ|đầy đủ) hồ sơ|nhận (?:được )?hồ sơ (?:đầy đủ|hợp lệ|đủ))",
    re.IGNORECASE,
)
_NAMED_TOTAL = re.compile(
    r"(?:tổng )?(?:thời hạn|thời gian) giải quyết(?: hồ sơ| thủ tục(?: hành chính)?| tthc)?\s{0,3}"
    r"(?::|là|không quá|tối đa|trong|chậm nhất)[^,\d]{0,30}(?=\d|½|¼|¾|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    r"|\btrả kết quả(?: cho [^,.;]{1,40})? (?:trong|sau|không quá|chậm nhất)\b(?=[^,.;]{1,80}nhận (?:đủ |được )?hồ sơ)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:cấp|ban hành quyết định|ra quyết định|quyết định công nhận|trả kết quả|giải quyết)\b",
    re.IGNORECASE,
)
_ONE_DAY = r"(?:ngay )?trong ngày(?!(?: làm việc)? (?:\d|tiếp|sau|kế|nghỉ|lễ|tết|hôm))(?: làm việc)?\b"
_SETTLED_SAME_DAY = re.compile(rf"giải quyết(?: hồ sơ| thủ tục)?\W{{1,3}}{_ONE_DAY}", re.IGNORECASE)
_SAME_DAY = re.compile(
    rf"(?:giải quyết|trả kết quả|thực hiện|thời hạn|thời gian)(?: là| hồ sơ| thủ tục)?\W{{1,3}}{_ONE_DAY}"
    rf"|\(\s?{_ONE_DAY}\s?\)|^\W{{0,5}}{_ONE_DAY}(?:\W{{0,5}}$|\s(?:kể từ|nhận|tiếp nhận)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:giờ|nếu|trường hợp|trước|sau|\d+h)\b", re.IGNORECASE)


class Span(NamedTuple):
    """A number with its unit, as the source has it; the unit is a portal word, "OTHER" where it says none."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        if self.unit == SAME_DAY:
            return "trong ngày"
        number = f"{self.value.normalize():f}".replace(".", ",")
        return f"{number} {WORDS.get(self.unit, '(không rõ đơn vị)')}"

    def agrees_with(self, other: Span) -> bool:
        """Equal numbers of equal units; a unit that is not told contradicts none, an hour is a working hour."""
        if SAME_DAY in (self.unit, other.unit):
            number = other if self.unit == SAME_DAY else self
            return number.unit in (SAME_DAY, "OTHER") or number.value <= _WITHIN_A_DAY.get(number.unit, 0)
        units = {"HOUR" if unit == "WORKING_HOUR" else unit for unit in (self.unit, other.unit)}
        return self.value == other.value and (len(units) == 1 or "OTHER" in units)


def decimal_of(text: str) -> Decimal | None:
    """A plain number ("10", "6,25", "3.0", "½") up to 99,999; None for anything else."""
    text = _FRACTIONS.get(text.strip(), text.strip()).replace(",", ".")
    if not re.fullmatch(r"\d{1,5}(?:\.\d{1,9})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def spans_in(text: str) -> list[Span]:
    """Every span of time a text names, in its order; times of day and dates are none."""
    found = []
    for match in _SPAN.finditer(text):
        value = _value_of(match["value"])
        if (
            value is not None
            and match["value"][0].isalpha()
            and _WORD_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
        ):
            continue
        unit = _UNITS[" ".join(match["unit"].lower().split())]
        if value is None or value == 0:
            continue
        if unit == "HOUR" and _CLOCK.search(text, max(0, match.start() - 8), match.start()):
            continue
        found.append(Span(value, unit))
    return found


def same_day_in(text: str, pattern: re.Pattern[str] = _SAME_DAY) -> list[Span]:
    """ "Giải quyết trong ngày", said of the whole and without a condition such as an hour of handing in."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            if (
                pattern.search(sentence)
                and not _CONDITION.search(sentence)
                and not _NOT_TOTAL.search(sentence)
            ):
                return [Span(Decimal(1), SAME_DAY)]
    return []


def same_day_of_steps(text: str) -> list[Span]:
    """The same in prose of steps, where a step may have its own day: only what is said of settling."""
    return same_day_in(text, _SETTLED_SAME_DAY)


def _value_of(words: str) -> Decimal | None:
    """The number of figures or of a numeral."""
    spelled = _NUMERALS.get(" ".join(words.lower().split()))
    return decimal_of(words) if spelled is None else Decimal(spelled)


def spelled_otherwise(text: str) -> str:
    """The first "05 (sáu) ngày" of a text, whose figures and numeral differ; "" when there is none."""
    for match in _SPAN.finditer(text):
        inside = _value_of(match["aside"]) if match["aside"] else None
        if inside is not None and inside != _value_of(match["value"]):
            return match[0]
    return ""


def span_in_brackets(name: str) -> list[Span]:
    """Times that the name of a case adds in brackets: "Cấp lại (07 ngày làm việc)"."""
    return [span for inside in _BRACKETS.findall(name) for span in spans_in(inside)[:1]]


def totals_of_method(text: str) -> list[Span]:
    """Times that the words beside a way of submitting give for the whole procedure.

    Left out: longer times for remote places, times of other agencies, of parts and of supplements.
    """
    found: list[Span] = []
    in_parts = False
    for line in text.split("\n"):
        if in_parts and line[:1] in "-+•*":
            continue
        in_parts = bool(_PARTS_FOLLOW.search(line))
        for sentence in _SENTENCE.split(_ASIDE.sub("", line)):
            if _NOT_TOTAL.search(sentence):
                continue
            spans = spans_in(sentence)
            if spans and (
                _TOTAL.search(sentence)
                or _DELIVERED.search(sentence)
                or sentence.strip(" -+*•")[:1].isdigit()
            ):
                found.append(spans[0])
    return list(dict.fromkeys(found))


def totals_of_steps(text: str) -> list[Span]:
    """Times that prose of steps gives from the complete dossier to its outcome; deadlines inside are none."""
    found: list[Span] = []
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            if (named := _NAMED_TOTAL.search(sentence)) and not _NOT_TOTAL.search(sentence):
                found += spans_in(sentence[named.start() :])[:1]
                continue
            start = _WHOLE_DOSSIER.search(sentence)
            if start is None or _NOT_TOTAL.search(sentence) or not _OUTCOME.search(sentence, start.end()):
                continue
            found += spans_in(sentence[start.start() : start.end()])[:1]
    return list(dict.fromkeys(found))
