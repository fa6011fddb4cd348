"""What an extraction gives, and how much of it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

EXTRACTOR_VERSION = 1
"""Raise it when the same bytes would give another text: every file is then read again."""
MOST_FILE_BYTES = 30_000_000
MOST_CHARACTERS = 200_000
MOST_PAGES = 200


class FileKind(StrEnum):
    """What a file is by its content."""

    PDF = "pdf"
    WORD = "docx"
    SHEET = "xlsx"
    OPEN_DOCUMENT = "odf"
    RTF = "rtf"
    HTML = "html"
    PLAIN = "txt"
    ARCHIVE = "zip"
    OLD_OFFICE = "ole"
    PICTURE = "picture"
    OTHER = "other"


class Reason(StrEnum):
    """Why there is no text, or (the last two) what to know of the text there is."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    BOMB = "bomb"
    NO_TEXT = "no_text"
    UNREADABLE_FONT = "unreadable_font"
    PICTURE = "picture"
    OLD_OFFICE = "old_office"
    OTHER_FORMAT = "other_format"
    TOO_SLOW = "too_slow"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    MISSING = "missing"
    CUT = "cut"
    MACROS = "macros"


KILLED = frozenset({Reason.TOO_SLOW, Reason.OUT_OF_MEMORY, Reason.CRASHED})
"""What may go better another time: the machine was busy, or the process was ended from outside."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a file, or why there is none.

    Attributes:
        kind: what the file is by its content.
        text: NFC, one line per paragraph, at most MOST_CHARACTERS; "" when there is none.
        reason: None when nothing is to be said.
    """

    kind: FileKind
    text: str = ""
    reason: Reason | None = None


class RefusedError(Exception):
    """The file has no text for us."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


Piece = str | Reason
"""What a reader yields: text, and at any place a remark on it."""

_FILLER = re.compile(r"[.…_·‥]{3,}|(?:[.…_·] ){3,}[.…_·]?|[-=*~]{4,}")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")


def collected(kind: FileKind, pieces: Iterable[Piece]) -> Extraction:
    """Take pieces until the text is long enough; the rest is not read. Raises what the reader raises."""
    texts: list[str] = []
    length = 0
    remark: Reason | None = None
    for piece in pieces:
        if isinstance(piece, Reason):
            remark = piece
            continue
        texts.append(piece)
        length += len(piece)
        if length > MOST_CHARACTERS:
            remark = Reason.CUT
            break
    text = clean("".join(texts)[:MOST_CHARACTERS])
    return Extraction(kind, text, remark) if text else Extraction(kind, "", Reason.NO_TEXT)


def clean(text: str) -> str:
    """NFC, without control characters and the dots of blanks; lines without space around them, none empty."""
    composed = unicodedata.normalize("NFC", text).replace("\r", "\n").replace("\x0c", "\n")
    shown = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in composed)
    filled = _FILLER.sub("… ", shown.replace("\u00ad", ""))
    return _LINES.sub("\n", _SPACES.sub(" ", filled)).strip()
