"""Who does a step: the role of the organisation that printed words name plainly, or none. Pure."""

from __future__ import annotations

import re

from procedures.importers.word.folding import fold
from procedures.importers.word.words import ROLES

_DIVIDE = re.compile(r"\s*(?:[/,;\n]|\bvà\b|\bhoặc\b|\bva\b|\bhoac\b)\s*", re.IGNORECASE)
_PLACES = ("ubnd", "uy ban nhan dan", "phuong", "xa", "quan", "huyen", "thi tran", "thanh pho", "co quan")


_NOBODY = ("phan mem", "he thong", "hoi dong", "to tham dinh", "tiep cong dan", "tiep dan")
"""Words of things and bodies that no role stands for, whatever else they contain."""


def role_of(words: str) -> str:
    """A role's code; empty when the words name none or several."""
    whole = fold(words)
    if any(words in whole for words in _NOBODY):
        return ""
    found = _plain(whole)
    if found == "one_stop_officer" and not _others(whole):
        return found
    parts = [fold(part) for part in _DIVIDE.split(words) if part.strip()]
    roles = {_plain(part) for part in parts if not part.startswith(_PLACES)}
    return roles.pop() if len(roles) == 1 else ""


def _plain(folded: str) -> str:
    return next((role for role, phrases in ROLES if any(phrase in folded for phrase in phrases)), "")


def _others(folded: str) -> bool:
    """Does it name another post beside the one-stop office?"""
    return any(
        phrase in folded
        for phrase in ("lanh dao", "chu tich", "truong phong", "van thu", "chuyen vien", "ca nhan")
    )
