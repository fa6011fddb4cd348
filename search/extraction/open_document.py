"""The text of OpenDocument files: texts, tables, slides. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException

from procedures.importers.office.package import parse_xml
from search.extraction.archives import member, opened
from search.extraction.outcome import Piece, Reason, RefusedError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_SIGNS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_NO_TEXT = (f"{_OFFICE}annotation", f"{_TEXT}tracked-changes")
_MANIFEST = "META-INF/manifest.xml"


def read_open_document(data: bytes) -> Iterator[Piece]:
    """Pieces of the running text. Comments and deleted words are no text."""
    archive = opened(data)
    if _MANIFEST in archive.names and b"encryption-data" in member(archive, _MANIFEST):
        raise RefusedError(Reason.ENCRYPTED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        yield Reason.MACROS
    try:
        root = parse_xml(member(archive, "content.xml"))
    except (DefusedXmlException, RecursionError) as error:
        raise RefusedError(Reason.BOMB) from error
    yield from _texts(root, False)


def _texts(element: Element, is_inside: bool) -> Iterator[str]:
    """Letters count inside of paragraphs only: the rest is space between elements."""
    is_paragraph = element.tag in _PARAGRAPHS
    is_inside = is_inside or is_paragraph
    if is_inside and element.text:
        yield element.text
    for child in element:
        if child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _NO_TEXT:
            yield from _texts(child, is_inside)
        if is_inside and child.tail:
            yield child.tail
    if is_paragraph:
        yield "\n"
