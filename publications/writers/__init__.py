"""Writers: one composed document in, one file out, in the format that is asked for."""

from __future__ import annotations

from importlib import import_module

from publications.writers.base import Writer

WRITERS = {
    "pdf": "publications.writers.pdf.PdfWriter",
    "docx": "publications.writers.docx.DocxWriter",
    "html": "publications.writers.html.HtmlWriter",
    "epub": "publications.writers.epub.EpubWriter",
    "odt": "publications.writers.odt.OdtWriter",
}
"""Suffix of the format (FileFormat) → the class that writes it; imported when first used, for engines are large."""


def writer_for(file_format: str) -> Writer:
    """The writer of a format. Raises KeyError for one that no document is written in (a ZIP is packed, not written)."""
    module, name = WRITERS[file_format].rsplit(".", 1)
    writer: Writer = getattr(import_module(module), name)()
    return writer
