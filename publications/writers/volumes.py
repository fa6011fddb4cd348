"""Large handbooks: one PDF per volume in one ZIP, made one after the other so that memory stays that of one volume."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from publications.compose.document import Document
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.pdf import PdfWriter

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: a clock would make each file another one."""
DEFLATE_LEVEL = 1
"""Pages and fonts in a PDF are compressed already; its tags are not, and even the quickest level folds them."""
PERMISSIONS = 0o644 << 16


def write_volumes(
    documents: Iterable[Document],
    progress: Progress = no_progress,
    *,
    total: int = 0,
    writer: PdfWriter | None = None,
) -> Rendered:
    """A ZIP of "tap-01.pdf", "tap-02.pdf", …; `pages` counts all volumes.

    Give the documents as a generator that composes each when it is asked for: then no more than one volume is in
    memory at a time. `total` is how many they are, for the progress. Raises what `PdfWriter.write` raises.
    """
    writer = writer or PdfWriter()
    pages = 0
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=DEFLATE_LEVEL) as archive:
        for number, document in enumerate(documents, start=1):
            progress(number - 1, max(total, number), f"Tập {number}")
            volume = writer.write(document)
            pages += volume.pages or 0
            entry = zipfile.ZipInfo(f"tap-{number:02d}.pdf", FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, PERMISSIONS
            archive.writestr(entry, volume.content, compresslevel=DEFLATE_LEVEL)
            progress(number, max(total, number), f"Tập {number}")
    return Rendered(buffer.getvalue(), "zip", "application/zip", writer.tools(), pages)
