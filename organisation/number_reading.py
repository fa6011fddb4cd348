"""How numbers are read that people type: the other direction of `vietnamese_format`. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

LONGEST = 60
"""Characters of what somebody types as one number; what is longer is none."""
_SPACES = " \u00a0\u202f"
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?P<mark>[.{_SPACES}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*")
_COMMA = re.compile(r"(?P<whole>[^,]+),(?P<decimals>[0-9]+)")
_POINT = re.compile(r"[0-9]+\.[0-9]{1,2}")
_DONG = re.compile(rf"[{_SPACES}]*(đồng|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)


def read_whole_number(text: str) -> int | None:
    """Read ``5000``, ``5.000`` or ``5 000``; None for everything that may mean something else.

    A comma begins decimals here and thousands elsewhere, and ``5.00`` is neither: whoever typed that is asked again.
    """
    words = text.strip()
    if len(words) > LONGEST or not (_PLAIN.fullmatch(words) or _GROUPED.fullmatch(words)):
        return None
    return int(re.sub(r"[^0-9]", "", words))


def read_money(text: str) -> int | None:
    """Read an amount in VND as `read_whole_number` does, with or without its unit: ``5.000 đồng``."""
    if len(text) > LONGEST:
        return None
    return read_whole_number(_DONG.sub("", unicodedata.normalize("NFC", text.strip())))


def read_decimal(text: str) -> Decimal | None:
    """Read ``97,5``, ``1.000`` (one thousand) or ``1.250,75``; None for everything that may mean something else.

    A point before one or two digits can only begin decimals, as calculators write them: ``97.5``.
    """
    words = text.strip()
    if len(words) > LONGEST:
        return None
    if _POINT.fullmatch(words):
        return Decimal(words)
    parts = _COMMA.fullmatch(words)
    whole = read_whole_number(parts["whole"] if parts else words)
    if whole is None:
        return None
    return Decimal(f"{whole}.{parts['decimals']}" if parts else whole)
