"""Comparing Vietnamese words whatever their case, accents, numbering and punctuation. Pure."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_EDGE = " .:;,-–—*•●▪◦+\t"
_NUMBERING = re.compile(
    r"^(?i:(?:phần|mục|chương|bước)\s+)?"
    r"(\d{1,2}(?:\.\d{1,2})*\s*[.):/\-–]+(?!\d)|\d{1,2}(?:\.\d{1,2})+\s|[IVXivx]{1,5}\s*[.):\-–]+|[a-zđA-ZĐ]\s*[.)]|\d{1,2}\s)\s*"
)
STEP_RANGE = r"(?:\s*(?:[-–,&]|và|đến)\s*(?:bước\s+)?\d{1,2}(?!\d)(?!\s*(?:ngày|giờ|phút|bản|bộ)))*+"
"""What follows the number of a step that stands for several: "Bước 2-3", "Bước 6, 7 và 8"."""
_BULLET = re.compile(
    rf"^(?:bước\s+\d{{1,2}}{STEP_RANGE}\s*[.:)\-–]?\s*|"
    r"b\d{1,2}\s*[.:)\-–]\s*|\d{1,2}(?:\.\d{1,2})*\s*[.)/]\s+|[a-zđ]\)\s*|[-–—+*•●▪◦]\s*)+",
    re.IGNORECASE,
)
_LETTERS = list("ABCDEFGH")
ROMAN = {"I": 1, "V": 5, "X": 10}


def fold(text: str) -> str:
    """Lower case without accents, single spaces: "Thời  HẠN" → "thoi han"."""
    marks = unicodedata.normalize("NFD", text.lower())
    bare = "".join(mark for mark in marks if not unicodedata.combining(mark)).replace("đ", "d")
    return _SPACES.sub(" ", bare).strip()


def numbering(text: str) -> str:
    """The number at the start of a line: "5.2", "IV", "a"; empty without one."""
    found = _NUMBERING.match(text)
    return found[1].strip(_EDGE) if found else ""


def without_number(text: str) -> str:
    """The line behind its number and bullet."""
    bare = text.lstrip(_EDGE)
    return _NUMBERING.sub("", bare, count=1).strip()


def without_bullet(text: str) -> str:
    """A line of a list without its bullet, its number or "Bước 3:"; figures that belong to the sentence stay."""
    return _BULLET.sub("", text).strip()


def core(text: str) -> str:
    """A heading as compared: folded, without number, bullet and closing punctuation."""
    return fold(without_number(text)).strip(_EDGE)


def top_number(number: str) -> int:
    """The first figure of a number as a whole number, Roman ones and capital letters too; 0 when it has none."""
    first = number.split(".")[0]
    if first.isdigit():
        return int(first)
    if first in _LETTERS:
        return _LETTERS.index(first) + 1
    if not first or set(first.upper()) - set(ROMAN):
        return 0
    values = [ROMAN[sign] for sign in first.upper()]
    after = [*values[1:], 0]
    return sum(-one if one < next_one else one for one, next_one in zip(values, after, strict=True))
