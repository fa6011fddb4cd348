"""One file of a pack, opened only when it is written, so that photos never lie in memory together."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.db.models.fields.files import FieldFile

from audits.evidence.verify import pretty
from publications.compose.document import Document
from publications.writers import writer_for

D_WITH_STROKE = str.maketrans("Đđ", "Dd")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the pack.

    Attributes:
        path: plain ASCII names with "/" between, the same on every system.
        what: what it is, in Vietnamese, as the manifest says it.
        open: gives the content; OSError means that the file is gone.
        facts: more that the manifest says: `kind`, `content_hash`, `recorded_sha256`.
    """

    path: str
    what: str
    open: Callable[[], IO[bytes]]
    facts: Mapping[str, str] = field(default_factory=dict)


def of_bytes(path: str, what: str, content: bytes, **facts: str) -> Part:
    """A small file that is made already."""
    return Part(path, what, lambda: io.BytesIO(content), facts)


def of_json(path: str, what: str, value: Any, **facts: str) -> Part:
    """Data; written as the verifier writes it."""
    return of_bytes(path, what, pretty(value), **facts)


def of_document(path: str, what: str, compose: Callable[[], Document], file_format: str = "pdf") -> Part:
    """A paper, composed and written when its turn comes."""
    return Part(path, what, lambda: io.BytesIO(writer_for(file_format).write(compose()).content))


def of_file(path: str, what: str, stored: FieldFile, sha256: str) -> Part:
    """A stored file, with the hash noted when it came in."""
    return Part(path, what, lambda: stored.storage.open(str(stored.name), "rb"), {"recorded_sha256": sha256})


def ascii_name(text: str) -> str:
    """A code as a name that every system can write: "ĐG-2026-02" → "DG-2026-02"."""
    plain = unicodedata.normalize("NFD", text.translate(D_WITH_STROKE)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "x"
