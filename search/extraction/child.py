"""The child's side: opens the file and hands back plain data. Each reader is imported when a file needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module

from search.extraction.outcome import Extraction, FileKind, Piece, Reason, RefusedError, collected
from search.extraction.signatures import kind_of

Reader = Callable[[bytes], Iterator[Piece]]

_READERS = {
    FileKind.PDF: "search.extraction.pdf:read_pdf",
    FileKind.WORD: "search.extraction.word:read_word",
    FileKind.SHEET: "search.extraction.sheets:read_sheets",
    FileKind.OPEN_DOCUMENT: "search.extraction.open_document:read_open_document",
    FileKind.RTF: "search.extraction.plain:read_rtf",
    FileKind.HTML: "search.extraction.plain:read_html",
    FileKind.PLAIN: "search.extraction.plain:read_plain",
}


def read_in_child(data: bytes) -> bytes:
    """The extraction as JSON. Raises MemoryError and TimeoutError; anything else becomes a reason."""
    found = read(data)
    plain = {"kind": found.kind, "text": found.text, "reason": found.reason}
    return json.dumps(plain, ensure_ascii=False).encode()


def read(data: bytes) -> Extraction:
    """The text of a file, without the limits: for the child, and for tests of the readers."""
    kind = kind_of(data)
    try:
        if kind == FileKind.ARCHIVE:
            from search.extraction.archives import kind_of_archive

            kind = kind_of_archive(data)
        return collected(kind, _reader_of(kind)(data))
    except RefusedError as refusal:
        return Extraction(kind, reason=refusal.reason)
    except (MemoryError, TimeoutError):
        raise
    except Exception:  # parsers of strangers' files raise anything at all
        return Extraction(kind, reason=Reason.BROKEN)


def _reader_of(kind: FileKind) -> Reader:
    if kind not in _READERS:
        raise RefusedError(Reason.OTHER_FORMAT)
    module, _, name = _READERS[kind].partition(":")
    reader: Reader = getattr(import_module(module), name)
    return reader
