"""What a file is by its first bytes. Pure."""

from __future__ import annotations

import codecs

from search.extraction.outcome import FileKind

_START = 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_KINDS: tuple[tuple[bytes, FileKind], ...] = (
    (b"PK\x03\x04", FileKind.ARCHIVE),
    (b"{\\rtf", FileKind.RTF),
    (OLE, FileKind.OLD_OFFICE),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"BM", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
)
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<table", b"<div", b"<p>", b"<?xml")
_MAIL = b"mime-version:"
"""A web page saved as one file: its words are encoded."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PLAIN_CONTROLS = b"\t\n\r\x0c"


def kind_of(data: bytes) -> FileKind:
    """The kind of a file that is not empty; ARCHIVE stands for all office files of today."""
    start = data[:_START]
    if b"%PDF-" in start:
        return FileKind.PDF
    for signature, kind in _KINDS:
        if start.startswith(signature):
            return kind
    words = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if words.startswith(_MARKUP):
        return FileKind.HTML
    return FileKind.PLAIN if _is_text(start) and not words.startswith(_MAIL) else FileKind.OTHER


def _is_text(start: bytes) -> bool:
    if start.startswith(_UTF16):
        return True
    return all(byte >= 0x20 or byte in _PLAIN_CONTROLS for byte in start)
