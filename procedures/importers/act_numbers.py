"""Numbers of legal acts, found in a sentence and written as the law writes them. Pure; every pattern is linear."""

from __future__ import annotations

import re

_HEAD = r"(?<![\w/.])\d{1,5}(?:\.?[a-z])?(?:\.\d{1,3})?\s{0,2}/\s{0,2}(?:(?:18|19|20)\d\d\s{0,2}/\s{0,2})?"
_JOINT = r"(?:TTLT|NQLT)"
_BODY = r"(?:TTg|[A-ZĐÐƯ&]{1,10}\d{0,3})"
_TIGHT = rf"[-–]{_BODY}"
_LOOSE = rf"\s{{0,2}}[-–/]\s{{0,2}}{_BODY}(?![^\W\d_])"
NUMBER = re.compile(
    rf"{_HEAD}(?:{_JOINT}(?:{_LOOSE}){{0,9}}"
    r"|(?:UBTV)?Q[Hh]\s?\d{1,2}"
    rf"|[A-ZĐÐƯ]{{1,10}}\d{{0,3}}(?:{_LOOSE})?(?:{_TIGHT}){{0,9}}"
    r"|(?:nđ|nd|ttlt|tt|qđ|qd|nqlt|nq|ct|vbhn)(?:\s{0,2}[-–]\s{0,2}[a-zđ&]{2,10}\d{0,3})(?:[-–][a-zđ&]{2,10}\d{0,3}){0,9}"
    r"|(?:ubtv)?qh\s?\d{1,2})(?![\w/]|[-–]\w)"
)
"""As in "60/2014/QH13", "123/2015/nđ-cp", "01 / 2022 / TTLT - BTP - BTC"; blanks around its signs belong to it."""
_BODIES = (
    (re.compile(r"(?<=[/\-])N[ÐD](?=-)"), "NĐ"),
    (re.compile(r"(?<=[/\-])Q[ÐD](?=-|$)"), "QĐ"),
    (re.compile(r"(?<=-)H[ÐD]ND(?=$|-)"), "HĐND"),
    (re.compile(r"(?<=-)TTG(?=$|-)"), "TTg"),
    (re.compile(r"Ð"), "Đ"),
)


def number_in(text: str) -> re.Match[str] | None:
    """Where a text first names the number of an act."""
    return NUMBER.search(text)


def closed_up(raw: str) -> str:
    """A number without blanks around its signs, and in capitals where it is all small."""
    text = re.sub(r"\s*([/\-])\s*", r"\1", raw.replace("–", "-"))
    text = re.sub(r"\.(?=/)", "", text)
    if re.fullmatch(r"[\w./\-&]+(?:qh \d+)?", text) and re.search(r"/[a-zđ]", text) and text.lower() == text:
        head, slash, tail = text.partition("/")
        text = f"{head}{slash}{tail.upper()}"
    return re.sub(r"(?<=/)((?:UBTV)?Q)[Hh]\s?(?=\d)", r"\1H", text)


def tidy_number(raw: str) -> str:
    """Closed up, with Đ for D where the law has it: "12/2024/ND-CP" → 12/2024/NĐ-CP."""
    text = closed_up(raw)
    for wrong, right in _BODIES:
        text = wrong.sub(right, text)
    return text
