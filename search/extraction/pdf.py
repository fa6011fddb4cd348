"""The text layer of a PDF file. Pure."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from search.extraction.outcome import MOST_PAGES, Piece, Reason, RefusedError

ENOUGH_SECONDS = 12.0
"""Of processor time; then what was read so far is the text."""
LEAST_LETTERS = 0.4
"""Share of the signs of a readable text that are letters or digits; fonts without their table give odd signs."""
_JUDGED = 2_000


def read_pdf(data: bytes) -> Iterator[Piece]:
    """Page after page. A scan has none: it is not read by sight."""
    enough = time.process_time() + ENOUGH_SECONDS
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _opens(reader):
        raise RefusedError(Reason.ENCRYPTED)
    judged = ""
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or time.process_time() > enough:
            yield Reason.CUT
            return
        text = _text_of(page)
        if len(judged) < _JUDGED:
            judged += text
            if not _is_readable(judged):
                raise RefusedError(Reason.UNREADABLE_FONT)
        yield f"{text}\n"


def _opens(reader: PdfReader) -> bool:
    """Many files are locked against changes only: the empty password opens them."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:  # a cipher of a library that is not installed
        return False


def _text_of(page: object) -> str:
    try:
        return str(page.extract_text())  # type: ignore[attr-defined]
    except LimitReachedError as error:
        raise RefusedError(Reason.BOMB) from error
    except (MemoryError, RecursionError):
        raise
    except Exception:  # one damaged page; the others may be well
        return ""


def _is_readable(text: str) -> bool:
    signs = [sign for sign in text if not sign.isspace() and sign not in ".…_·-|"]
    return len(signs) < 50 or sum(map(str.isalnum, signs)) >= LEAST_LETTERS * len(signs)
