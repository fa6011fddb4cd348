"""Amounts of money as Vietnamese prose names them, in figures and in words. Pure; every pattern is linear."""

from __future__ import annotations

import re
from decimal import Decimal

MOST = 999_999_999
_LEAST = 100
"""Below it "đồng" is rather a word of its own: "02 đồng sở hữu"."""
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_FIGURES = re.compile(
    r"(?<![\w/.,])(?<!\d\s)(?P<number>\d{1,3}(?:[.,\s]\d{3}){1,3}|\d{1,9}(?:[.,]\d{1,2})?)\s{0,3}"
    rf"(?P<scale>{'|'.join(_SCALES)})?\s{{0,3}}(?:đồng|đ|vnđ|vnd)(?!\w)",
    re.IGNORECASE,
)
_NUMERALS = "|".join((*_DIGITS, "mười", "mươi", "trăm", "linh", "lẻ", *_SCALES))
_SPELLED = re.compile(rf"(?<!\w)(?:(?:{_NUMERALS})\s{{1,3}}){{2,20}}(?=đồng(?!\w))", re.IGNORECASE)


def amounts_in_figures(text: str) -> list[int]:
    """Whole đồng of "8.000 đồng", "150 000đ", "8 nghìn đồng", "1,5 triệu đồng", in their order."""
    found = []
    for match in _FIGURES.finditer(text):
        number, scale = match["number"], _SCALES.get((match["scale"] or "").lower(), 1)
        grouped = re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3}){1,3}", number)
        plain = re.sub(r"[.,\s]", "", number) if grouped else number.replace(",", ".")
        amount = Decimal(plain) * scale
        if amount == int(amount) and _LEAST <= amount <= MOST:
            found.append(int(amount))
    return found


def amounts_in_words(text: str) -> list[int]:
    """Whole đồng of "tám nghìn đồng", "một trăm năm mươi nghìn đồng", in their order."""
    spelled = (_number_of(match[0].lower().split()) for match in _SPELLED.finditer(text))
    return [amount for amount in spelled if amount is not None and _LEAST <= amount <= MOST]


def amounts_in(text: str) -> list[int]:
    """Every amount that a text names, each once; first those in figures."""
    return list(dict.fromkeys((*amounts_in_figures(text), *amounts_in_words(text))))


def words_against_figures(text: str) -> list[int]:
    """Amounts in words beside amounts in figures, none of which is theirs: "8.000 đồng (năm nghìn đồng)"."""
    figures = amounts_in_figures(text)
    return [amount for amount in amounts_in_words(text) if amount not in figures] if figures else []


def dong(amount: int) -> str:
    """ "8.000 đồng"."""
    return f"{amount:,} đồng".replace(",", ".")


def _number_of(words: list[str]) -> int | None:
    """The number of numerals; None where they are no number."""
    total = group = 0
    digit: int | None = None
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[word]
        elif word == "mười":
            group += 10
        elif word in ("mươi", "trăm"):
            if digit is None:
                return None
            group, digit = group + digit * (10 if word == "mươi" else 100), None
        elif word in _SCALES:
            total, group, digit = total + (group + (digit or 0)) * _SCALES[word], 0, None
    return total + group + (digit or 0)
