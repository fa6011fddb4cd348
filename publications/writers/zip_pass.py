"""Rewriting the ZIP that a tool made: named edits, fixed dates, one order; what goes in alike comes out alike."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
Parts = dict[str, bytes]


def rewrite(content: bytes, edit: Callable[[Parts], None], first: str = "") -> bytes:
    """The ZIP with its parts (name → bytes) edited in place; `first` is a part that stands first, not compressed.

    The other parts keep the order of the given file, new ones follow it.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    edit(parts)
    if first:
        parts = {first: parts.pop(first), **parts}
    return pack(parts, stored=first)


def pack(parts: Mapping[str, bytes], stored: str = "") -> bytes:
    """Parts as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, body, compresslevel=6)
    return out.getvalue()


def read(content: bytes) -> Parts:
    """The parts of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
