"""Which telephone numbers can be called. Pure."""

from __future__ import annotations

import re

FEWEST_DIGITS, MOST_DIGITS = 8, 15
"""From a fixed line without its area code to the longest international number (ITU-T E.164)."""
_WRITTEN = re.compile(r"[(]?\+?[0-9 .()-]+")


def is_telephone(text: str) -> bool:
    """Is it one number, of digits with spaces, dots, hyphens and brackets, a plus before them at most?"""
    digits = sum(sign.isdigit() for sign in text)
    return bool(_WRITTEN.fullmatch(text)) and FEWEST_DIGITS <= digits <= MOST_DIGITS
