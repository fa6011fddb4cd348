"""How numbers, money, dates, durations and sort order are written in Vietnamese official papers.

Pure functions, no Django: templates reach them through filters, rule modules directly. All results are
final Vietnamese wording and need no translation.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

MINUTES_PER_HOUR = 60
MINUTES_PER_WORKING_DAY = 480  # 8 hours, the civil servant's working day (Labour Code art. 105)

UNIT_WORDS = {
    "minute": "phút",
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "same_day": "ngày làm việc",
}
SHORT_UNIT_WORDS = {
    "minute": "phút",
    "working_hour": "giờ",
    "working_day": "ngày",
    "calendar_day": "ngày",
    "same_day": "ngày",
}
WEEKDAY_WORDS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

Number = int | Decimal | str


# Letters


def upper_first(text: str) -> str:
    """First letter upper case, the rest untouched (``str.capitalize`` would lower it)."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """First letter lower case, for a phrase inside a sentence; abbreviations (UBND) stay."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


# Numbers and money


def format_number(value: Number, places: int | None = None) -> str:
    """Write ``1234567.5`` as ``1.234.567,5``.

    Args:
        value: an int, a Decimal or the decimal text of a snapshot (``"0.5"``); never a float.
        places: number of decimals, rounded half up; None keeps what is there without trailing zeros.

    Raises:
        TypeError: for a float, whose decimals are not exact.
    """
    if isinstance(value, float):
        raise TypeError("format_number takes int, Decimal or decimal text, not float: use Decimal.")
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        number = number.normalize()
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def format_money(amount: int) -> str:
    """Write an amount in VND: ``2000`` is ``2.000 đồng``."""
    return f"{format_number(amount)} đồng"


def format_percent(value: Number, places: int = 2) -> str:
    """Write a percentage that is already one: ``Decimal("99.565")`` is ``99,57%``."""
    return f"{format_number(value, places)}%"


def format_share(part: int, whole: int, places: int = 2) -> str:
    """Write ``part`` of ``whole`` as a percentage, rounded once; an empty whole is ``–``."""
    if whole == 0:
        return "–"
    return format_percent(Decimal(part) * 100 / Decimal(whole), places)


# Dates and times


def _local(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(VIETNAM)


def _as_date(value: date | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10]) if len(value) <= 10 else _as_date(datetime.fromisoformat(value))
    return _local(value).date() if isinstance(value, datetime) else value


def format_date(value: date | datetime | str | None) -> str:
    """Write a date as dd/mm/yyyy; aware datetimes are taken to Vietnamese time first.

    Args:
        value: a date, datetime or ISO text (as in snapshots); None or "" gives "".
    """
    if not value:
        return ""
    day = _as_date(value)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_weekday_date(value: date | datetime | str) -> str:
    """Write a date for citizens: ``thứ Sáu 27/11/2026``."""
    return f"{WEEKDAY_WORDS[_as_date(value).weekday()]} {format_date(value)}"


def format_time(value: time | datetime) -> str:
    """Write a time of day as on screens: ``09:15``."""
    moment = _local(value) if isinstance(value, datetime) else value
    return f"{moment.hour:02}:{moment.minute:02}"


def format_time_words(value: time | datetime) -> str:
    """Write a time of day as on printed forms: ``15 giờ 30 phút``."""
    moment = _local(value) if isinstance(value, datetime) else value
    return f"{moment.hour} giờ {moment.minute:02} phút"


def format_datetime(value: datetime) -> str:
    """Write a moment, time first: ``08:40, 22/09/2026``."""
    return f"{format_time(value)}, {format_date(value)}"


# Durations


def format_duration(value: Number, unit: str, *, short: bool = False) -> str:
    """Write the duration of a step or a time limit: ``3 giờ làm việc``, ``0,5 ngày làm việc``, ``15 ngày``.

    Args:
        value: number of units.
        unit: minute, working_hour, working_day, calendar_day or same_day.
        short: leave out "làm việc" where the context already says it; then working and calendar days
            look alike.
    """
    words = SHORT_UNIT_WORDS if short else UNIT_WORDS
    if unit == "same_day" and Decimal(value) == 1:
        return "trong ngày" if short else "trong ngày làm việc"
    return f"{format_number(value)} {words.get(unit, unit)}"


def format_working_minutes(minutes: int) -> str:
    """Write working time in at most two units, the rest cut off: 1125 is ``2 ngày 2 giờ``.

    One day is 8 working hours. Cut, never rounded up, so a deadline never looks farther than it is.
    """
    days, rest = divmod(abs(minutes), MINUTES_PER_WORKING_DAY)
    hours, left = divmod(rest, MINUTES_PER_HOUR)
    parts = [(days, "ngày"), (hours, "giờ"), (left, "phút")]
    start = next((index for index, (count, _) in enumerate(parts) if count), 2)
    shown = [f"{count} {word}" for count, word in parts[start : start + 2] if count or start == 2]
    return " ".join(shown)


def format_working_hours(minutes: int) -> str:
    """Write a sum of step times, exactly: 480 is ``8 giờ``, 90 is ``1 giờ 30 phút``."""
    hours, left = divmod(minutes, MINUTES_PER_HOUR)
    if not left:
        return f"{format_number(hours)} giờ"
    return f"{format_number(hours)} giờ {left} phút" if hours else f"{left} phút"


# Sort order

_LETTERS = {letter: position for position, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
# Order of the dictionary: level, huyền, hỏi, ngã, sắc, nặng
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SORT_TOKEN = re.compile(r"(\d+)|([^\W\d_]+)")

SyllableKey = tuple[int, int, tuple[int, ...], int]


def _syllable_key(word: str) -> SyllableKey:
    tone = 0
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in _TONES:
            tone = max(tone, _TONES[mark])
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
    return (1, 0, tuple(_LETTERS.get(letter, 1000 + ord(letter[0])) for letter in letters), tone)


def vietnamese_sort_key(text: str) -> tuple[tuple[SyllableKey, ...], str]:
    """Key that sorts names as a Vietnamese dictionary does.

    Syllable by syllable; letters a ă â … d đ … y first, then the tone (level, huyền, hỏi, ngã, sắc,
    nặng) wherever it is written (``hoà`` = ``hòa``). Runs of digits sort as numbers and before letters,
    so QT-TP-2 stands before QT-TP-10. The text itself breaks ties, so the order is total.
    """
    normal = unicodedata.normalize("NFC", text)
    keys = tuple(
        (0, int(found[1]), (), 0) if found[1] else _syllable_key(found[2])
        for found in _SORT_TOKEN.finditer(normal)
    )
    return keys, normal


def vietnamese_sort_text(text: str) -> str:
    """The order of ``vietnamese_sort_key`` as a text of digits, for a database column.

    Digits sort alike in every database and collation. Equal texts up to upper and lower case may tie.
    """
    return "".join(_syllable_digits(syllable) for syllable in vietnamese_sort_key(text)[0])


def _syllable_digits(syllable: SyllableKey) -> str:
    kind, number, letters, tone = syllable
    if kind == 0:
        digits = str(number)
        return f"0{min(len(digits), 99):02}{digits}"
    # 10–43 are the letters; 00 ends the syllable, so that "an" stands before "ang".
    codes = (f"{letter + 10:02}" if letter < 1000 else f"99{letter - 1000:07}" for letter in letters)
    return f"1{''.join(codes)}00{tone}"
