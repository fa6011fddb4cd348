"""The document code that stands only in the head or foot of the pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from procedures.importers.layout_parts import LENGTHS
from procedures.importers.word.folding import fold
from procedures.importers.word.words import SECTIONS

LONGEST_HEAD = 5_000
LONGEST_LINE = 300
_LABELS = sorted(SECTIONS["iso_code"], key=len, reverse=True)
_NEXT_LABEL = re.compile(r"\s(?:lần|ngày|trang|số trang|phiên bản|soát xét|bh|hiệu lực)\b", re.IGNORECASE)
_CODE = re.compile(r"[A-ZĐ][\wĐ]*(?:\s?[.\-–/&]\s?[\wĐ&]+|\s\d[\w.]*)+")


def code_in(text: str) -> str:
    """The code behind "Mã số:" in a running head, or in the line below the label; "" when there is none, or several."""
    lines = [line.strip()[:LONGEST_LINE] for line in text[:LONGEST_HEAD].split("\n") if line.strip()]
    found = {
        code for line, below in zip(lines, [*lines[1:], ""], strict=True) if (code := _code(line, below))
    }
    return found.pop() if len(found) == 1 else ""


def codes_in(texts: Iterable[str]) -> dict[str, int]:
    """Every code that running heads name, with the place of the first that does, from 0."""
    found: dict[str, int] = {}
    for place, text in enumerate(texts):
        if code := code_in(text):
            found.setdefault(code, place)
    return found


def _code(line: str, below: str) -> str:
    for label in _LABELS:
        at = _end_of(label, line)
        if at is None:
            continue
        value = line[at:].strip(" :.\t") or below
        value = _NEXT_LABEL.split(f" {value}")[0].strip(" .;,")
        is_code = _CODE.fullmatch(value) and re.search(r"\d", value) and len(value) <= LENGTHS["code"]
        return re.sub(r"\s?([.\-/&])\s?", r"\1", value.replace("–", "-")) if is_code else ""
    return ""


def _end_of(label: str, line: str) -> int | None:
    """Where a label ends in a line that holds it; accents do not count."""
    words = label.split()
    for match in re.finditer(r"\S+", line):
        part = re.match(rf"(?:\S+\s+){{{len(words) - 1}}}[^\s:]+", line[match.start() :])
        if part and fold(part[0]).strip(" :.") == label:
            return match.start() + part.end()
    return None
