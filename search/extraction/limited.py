"""The parent's side: looks at the first bytes, and has a limited child open what may hold text."""

from __future__ import annotations

import json
import logging

from organisation.limited_process import (
    LimitedProcessError,
    Limits,
    OutOfMemory,
    TooLarge,
    TooSlow,
    run_limited,
)
from procedures.importers.office.signatures import has_ole_stream
from search.extraction.outcome import MOST_FILE_BYTES, Extraction, FileKind, Reason
from search.extraction.signatures import kind_of

logger = logging.getLogger(__name__)

LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory_bytes=1 << 30, output_bytes=8 << 20)
CHILD = "search.extraction.child:read_in_child"

_WITHOUT_TEXT = {FileKind.PICTURE: Reason.PICTURE, FileKind.OTHER: Reason.OTHER_FORMAT}
_ENDED_BY: tuple[tuple[type[LimitedProcessError], Reason], ...] = (
    (TooSlow, Reason.TOO_SLOW),
    (OutOfMemory, Reason.OUT_OF_MEMORY),
    (TooLarge, Reason.BOMB),
)


def extract(data: bytes) -> Extraction:
    """The text of a file. Never raises; takes up to a minute, so call it outside of transactions and requests."""
    if not data.strip(b"\x00 \t\r\n"):
        return Extraction(FileKind.OTHER, reason=Reason.EMPTY)
    kind = kind_of(data)
    if len(data) > MOST_FILE_BYTES:
        return Extraction(kind, reason=Reason.TOO_LARGE)
    if kind == FileKind.OLD_OFFICE:
        locked = has_ole_stream(data, "EncryptedPackage")
        return Extraction(kind, reason=Reason.ENCRYPTED if locked else Reason.OLD_OFFICE)
    if kind in _WITHOUT_TEXT:
        return Extraction(kind, reason=_WITHOUT_TEXT[kind])
    try:
        plain = json.loads(run_limited(CHILD, data, limits=LIMITS))
    except LimitedProcessError as error:
        logger.warning("a file's text was not extracted: %s\n%s", error, error.detail)
        return Extraction(kind, reason=_reason(error))
    return Extraction(
        FileKind(plain["kind"]), plain["text"], Reason(plain["reason"]) if plain["reason"] else None
    )


def _reason(error: LimitedProcessError) -> Reason:
    return next((reason for kind, reason in _ENDED_BY if isinstance(error, kind)), Reason.CRASHED)
