"""The values of cells as people type them → the texts of our layout. Pure."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from procedures.importers.sheets import Column

LONGEST_CELL = 32_767
"""UTF-16 units that a cell of XLSX holds."""
HTML_MARK = "HTML: "
NUMBER_KINDS = ("integer", "decimal")

_LONG_TEXT = re.compile(r"\[\[văn bản dài (\d{1,6})\]\]")
_THOUSANDS = re.compile(r"\d{1,3}([. \u00a0]\d{3})+")
_COMMA = re.compile(r"(\d+),(\d+)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2})[:hg](\d{2}))?")
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|g|giờ|:)\s*(\d{2})?", re.IGNORECASE)
_CASE_SPLIT = re.compile(r"[,;\s]+")
_FLAGS = {"x": "true", "có": "true", "1": "true", "true": "true", "0": "false", "không": "false"}


def long_text_mark(number: int) -> str:
    """What stands in a cell whose text is in the sheet of long texts."""
    return f"[[văn bản dài {number}]]"


def long_text_number(text: str) -> int | None:
    """The number in such a cell; None for every other text."""
    found = _LONG_TEXT.fullmatch(text.strip())
    return int(found[1]) if found else None


def looks_like_a_mark(text: str) -> bool:
    return long_text_number(text) is not None


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def text_of(value: Any) -> str:
    """Any value of a cell as the text that a person sees there."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
        return f"{value:%d/%m/%Y %H:%M}" if has_time else f"{value:%d/%m/%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value).replace("_x000D_", "")


def layout_value(value: Any, column: Column) -> Any:
    """A cell's value as the layout writes it; what cannot be understood stays as typed, for the reader to refuse.

    Raises:
        ValueError: a choice with a word that is none of its words.
    """
    text = text_of(value).strip()
    read = _READERS.get(column.kind)
    if column.words is not None:
        return _choice(text, column)
    return read(value, text) if read else text


def _choice(text: str, column: Column) -> str:
    words = column.words or {}
    for code, word in words.items():
        if text.casefold() in (code, word.casefold()):
            return code
    raise ValueError(text)


def _integer(value: Any, text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        return re.sub(r"\D", "", text)
    return text


def _decimal(value: Any, text: str) -> str:
    if not isinstance(value, str):
        return text
    if _THOUSANDS.fullmatch(text):
        return re.sub(r"\D", "", text)
    found = _COMMA.fullmatch(text)
    return f"{found[1]}.{found[2]}" if found else text


def _date(value: Any, text: str) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found and not found[4] else text


def _moment(value: Any, text: str) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    found = _DAY.fullmatch(text)
    if not found:
        return text
    time = f"T{int(found[4]):02}:{found[5]}" if found[4] else ""
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}{time}"


def _time(value: Any, text: str) -> str:
    if isinstance(value, dt.datetime | dt.time):
        return f"{value:%H:%M}"
    found = _HOUR.fullmatch(text)
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text


def _flag(value: Any, text: str) -> str:
    return _FLAGS.get(text.casefold(), text)


def _rich(value: Any, text: str) -> str | dict[str, str]:
    return {"html": text[len(HTML_MARK) :]} if text.startswith(HTML_MARK) else text


def _list(value: Any, text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _case(value: Any, text: str) -> str:
    return text.zfill(2) if text.isdecimal() else text


def _cases(value: Any, text: str) -> list[str]:
    return [_case(value, code) for code in _CASE_SPLIT.split(text) if code]


_READERS: dict[str, Any] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
    "time": _time,
    "flag": _flag,
    "rich": _rich,
    "list": _list,
    "case": _case,
    "cases": _cases,
}
