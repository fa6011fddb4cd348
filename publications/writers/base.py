"""What every writer is: a document in, bytes out; the same bytes for the same document, always."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from publications.compose.document import Document

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done in Vietnamese."""


def no_progress(done: int, total: int, doing: str) -> None:
    """For callers who do not watch."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file.

    Attributes:
        content: the bytes.
        suffix, media_type: "pdf", "application/pdf".
        pages: number of pages, None for formats without.
        tools: tool and template versions that made it, e.g. {"typst": "0.15.2", "template": "9f3c…"}.
    """

    content: bytes
    suffix: str
    media_type: str
    tools: dict[str, str]
    pages: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Writer(Protocol):
    """Turns composed documents into one format. Stateless; safe to call from several threads.

    Raises (from `write`):
        UnprintableTextError, TooSmallError, WriterError.
    """

    suffix: str
    media_type: str

    def tools(self) -> dict[str, str]:
        """Versions of everything that shapes the bytes; part of an artefact's identity."""
        ...

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file."""
        ...
