"""The text of a Word file: body, notes, headers and footers; letters of old Vietnamese fonts as Unicode. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from procedures.importers.findings import Findings
from procedures.importers.office.docx_fonts import convert_legacy_text
from procedures.importers.office.package import W, open_docx
from search.extraction.archives import refusal
from search.extraction.outcome import Piece, Reason

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show instead of a text box: the same words again."""
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BESIDE = ("footnotes", "endnotes", "header", "footer")


def read_word(data: bytes) -> Iterator[Piece]:
    """Pieces of the running text, then of what stands beside it. Comments and deleted words are no text."""
    findings = Findings("")
    docx = open_docx(data, findings)
    if docx is None:
        raise refusal(findings)
    convert_legacy_text(docx, findings)
    if findings.has_errors:
        raise refusal(findings)
    if any(name.endswith("vbaProject.bin") for name in docx.names):
        yield Reason.MACROS
    yield from _texts(docx.document)
    for part in docx.named(*_BESIDE):
        yield from _texts(part)


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag != _FALLBACK:
            yield from _texts(child)
    if element.tag == f"{W}p":
        yield "\n"
