"""Values in Vietnamese words: durations, dates, amounts, marks and counts. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from procedures.importers.money_words import MOST
from procedures.importers.word.folding import fold

_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.33"}
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?(?:\s*/\s*\d{1,2})?|\d{0,3}\s?[½¼¾⅓])"
_DURATION = re.compile(
    rf"(?<![\w/.,]){_NUMBER}\s*(?:\([^)]{{0,20}}\)\s*)?(ngay\s+lam\s+viec|gio\s+lam\s+viec|ngay\s+lv|ngay|gio|phut|buoi|h(?![a-z])|ph(?![a-z]))"
)
_WORDS = {
    **{
        word: str(place)
        for place, word in enumerate(
            ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], start=1
        )
    },
    "nửa": "0.5",
}
_WORD = re.compile(rf"(?<!\w)({'|'.join(_WORDS)})(?=\s+(?:ngày|giờ|buổi))")
"""With their accents: without them "sáu ngày" would be "sau ngày"."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_LONG_DATE = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_AMOUNT = re.compile(
    r"(?<![\w.,])(?<!\d\s)(\d{1,3}(?:[.,\s]\d{3})+|\d{1,9})\s*(đồng|đ|vnđ|vnd)(?!\w)", re.IGNORECASE
)
_PER = re.compile(r"^\s*/\s*(?:01\s+|1\s+|một\s+)?([^\W\d_]+(?:\s[^\W\d_]+){0,2}?)(?=\s*(?:[.,;:()]|$))")
_CUTOFF = re.compile(r"sau\s+(\d{1,2})\s*(?:gio|h|:|g)\s*(\d{2})?")
MINUTES = {"minute": 1, "working_hour": 60, "working_day": 480, "calendar_day": 480}
"""For sums: a day is eight hours of work; whether days of both kinds may be added is the caller's question."""
MARKS = {"x", "✓", "✔", "√", "+", "v", "co", "☒", "☑", "×", "*"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A time in one of the units of steps."""

    value: Decimal
    unit: str
    is_bare_day: bool = False
    """Says "ngày" without saying whether working days are meant."""

    @property
    def minutes(self) -> Decimal:
        return self.value * MINUTES[self.unit]

    def as_unit(self, unit: str) -> Duration:
        return Duration(self.value, unit)


def durations(text: str) -> list[Duration]:
    """All times named in a text: "½ ngày", "0,5 ngày", "04 giờ", "2h", "1/2 ngày làm việc", "30 phút"."""
    found = []
    figures = _WORD.sub(lambda word: _WORDS[word[1]], text.lower().replace("⁄", "/"))
    for number, words in _DURATION.findall(fold(figures)):
        value = _number(number)
        unit = _unit(words)
        if words == "buoi":
            value, unit = value * 4, "working_hour"
        if 0 < value < 10_000:
            found.append(Duration(value.quantize(Decimal("0.01")), unit, words == "ngay"))
    return found


def _unit(words: str) -> str:
    if words.startswith("ngay"):
        return "working_day"
    return "minute" if words.startswith("ph") else "working_hour"


def _number(text: str) -> Decimal:
    text = text.strip()
    if text[-1] in _FRACTIONS:
        return Decimal(text[:-1].strip() or 0) + Decimal(_FRACTIONS[text[-1]])
    if "/" in text:
        over, under = (part.strip() for part in text.split("/"))
        return Decimal(over.replace(",", ".")) / Decimal(under) if int(under) else Decimal(0)
    return Decimal(text.replace(",", "."))


def duration_of(text: str) -> Duration | None:
    """The one time that a text names; several that agree or that add up ("1 ngày 4 giờ"); None otherwise."""
    found = durations(text)
    if not found:
        return None
    if len(found) == 1 or all(one.minutes == found[0].minutes for one in found):
        return None if _is_range(text) else found[0]
    units = [one.unit for one in found]
    if "(" not in text and len(found) == 2 and units[0] == "working_day" and units[1] == "working_hour":
        return Duration(found[0].value * 8 + found[1].value, "working_hour")
    return None


def _is_range(text: str) -> bool:
    """ "2-3 ngày", "từ 2 đến 3 ngày" name no one time."""
    folded = fold(text)
    return bool(
        re.search(r"\d\s*[-–]\s*\d{1,3}\s*(ngay|gio|phut|h)", folded)
        or re.search(r"tu\s+\d+.*\bden\s+\d+", folded)
    )


def number_text(value: Decimal) -> int | str:
    """A whole number as such, any other as text: 2, "0.5"."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def date_of(text: str) -> dt.date | None:
    """The first date of a text: "15/11/2014", "ngày 15 tháng 11 năm 2014"; None when there is none or it is no day."""
    found = _DATE.search(text) or _LONG_DATE.search(fold(text))
    if not found:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def cutoff_of(text: str) -> str:
    """The hour in "nhận sau 15 giờ": "15:00"; empty without one."""
    found = _CUTOFF.search(fold(text))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return ""
    return f"{int(found[1]):02d}:{found[2] or '00'}"


def amounts(text: str) -> list[tuple[int, str, str]]:
    """Amounts with what they are for: "5.000 đồng/việc" → (5000, "việc", "5.000 đồng/việc")."""
    found = []
    for match in _AMOUNT.finditer(text):
        per = _PER.match(text[match.end() : match.end() + 60])
        words = text[match.start() : match.end() + (per.end() if per else 0)]
        amount = int(re.sub(r"[.,\s]", "", match[1]))
        if amount <= MOST:
            found.append((amount, per[1] if per else "", words))
    return found


def count_in(text: str) -> int | None:
    """A count or mark of a cell: "x" → 1, "02" → 2, "-" → 0, empty → 0; None for words."""
    bare = fold(text).strip(" .")
    if bare in ("", "-", "–", "0", "khong"):
        return 0
    if bare in MARKS:
        return 1
    number = re.match(r"(\d{1,2})(?:\s*(?:ban|bo|to).*)?$", bare)
    return int(number[1]) if number else None


def first_number(text: str) -> int | None:
    """The first whole number: "Lần 02" → 2."""
    found = re.search(r"(?<!\d)\d{1,3}(?!\d)", text)
    return int(found[0]) if found else None
