"""Codes of findings within words people write. Pure."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<!\w)(KPH|LY)-(\d{4})-(\d{3,6})(?!\w)", re.IGNORECASE)


def cited_codes(words: str) -> list[str]:
    """The codes of findings that a text names ("KPH-2026-003"), each once, in order."""
    found = (f"{kind.upper()}-{year}-{number}" for kind, year, number in _CODE.findall(words))
    return list(dict.fromkeys(found))
