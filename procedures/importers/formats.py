"""Which reader a file needs, told by its bytes; its name only decides where the bytes leave it open."""

from __future__ import annotations

import io
import zipfile

from procedures.enums import ImportFormat

MAX_BYTES = 20 * 1024 * 1024
"""Of one file. Word procedures with scanned pictures reach ten megabytes."""

_PORTAL_MARKS = (b'"executionSteps"', b'"executionMethods"', b'"codeNotation"')
_OWN_MARK = b"iso_code"
_BINARY_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")


def recognise(data: bytes, name: str) -> ImportFormat | None:
    """The format of a file; None when no reader could even say what is wrong with it.

    Office files of every kind go to the Word reader, which opens them safely and says kindly what it cannot read.
    """
    ending = name.rpartition(".")[2].lower()
    if data.startswith(_BINARY_STARTS):
        return ImportFormat.XLSX if _is_workbook(data) else ImportFormat.WORD
    if ending in ("docx", "docm", "doc", "rtf", "odt"):
        return ImportFormat.WORD
    if ending == "xlsx":
        return ImportFormat.XLSX
    return _text_format(data, ending)


def _text_format(data: bytes, ending: str) -> ImportFormat | None:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if ending == "json" or start in (b"{", b"["):
        is_own = _OWN_MARK in data and not any(mark in data for mark in _PORTAL_MARKS)
        return ImportFormat.JSON if is_own else ImportFormat.PORTAL
    if ending in ("yaml", "yml") or _OWN_MARK in data:
        return ImportFormat.YAML
    return None


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(member.startswith("xl/") for member in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
