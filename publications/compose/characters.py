"""The one door through which a user's words enter a document: NFC, and nothing that breaks XML or PDF/A."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, zero-width and direction marks: they show nothing and may hide or turn words."""


def clean(words: str) -> str:
    """The words as they are printed: NFC, without control, direction and zero-width characters.

    Line breaks stay (``\\n``); tabs and exotic spaces become ordinary ones, the non-breaking space stays.
    """
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    words = _INVISIBLE.sub("", _CONTROL.sub("", words.replace("\t", " ")))
    return re.sub(
        "[\u2000-\u200a\u202f\u205f\u3000]", " ", words.replace("\u2028", "\n").replace("\u2029", "\n")
    )
