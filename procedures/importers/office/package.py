"""A Word file as its XML parts: opened with limits, written again with nothing in it but what was read. Pure.

pandoc is given the written copy, never the upload: no part that we did not parse reaches it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.archive import Archive, TooBig, Unreadable, open_archive
from procedures.importers.office.signatures import SAVE_AS_DOCX

OOXML = "http://schemas.openxmlformats.org"
W = f"{{{OOXML}/wordprocessingml/2006/main}}"
R = f"{{{OOXML}/officeDocument/2006/relationships}}"
A = f"{{{OOXML}/drawingml/2006/main}}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", f"{OOXML}/wordprocessingml/2006/main".encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", f"{OOXML}/drawingml/2006/main".encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        f"{OOXML}/officeDocument/2006/relationships".encode(),
    ),
)
"""The strict variant of the standard differs, as far as we look, by these names only."""
_RELATIONSHIPS = f"{OOXML}/package/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONSHIPS = "_rels/.rels"
MAX_DEPTH = 200
"""Tables within tables within tables stay below a tenth of it."""

for _prefix, _name in (
    ("w", W),
    ("r", R),
    ("a", A),
    ("m", f"{{{OOXML}/officeDocument/2006/math}}"),
    ("mc", f"{{{OOXML}/markup-compatibility/2006}}"),
):
    # pandoc finds elements by the prefixes that Word uses.
    ElementTree.register_namespace(_prefix, _name.strip("{}"))

_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"spreadsheetml", "Đây là bảng tính Excel, không phải Word. Chọn tệp Word (.docx) của quy trình."),
    (
        b"presentationml",
        "Đây là bài trình chiếu PowerPoint, không phải Word. Chọn tệp Word (.docx) của quy trình.",
    ),
)
_NOT_WORD = "Đây là tệp nén, không phải tệp Word. Giải nén rồi tải lên từng tệp Word (.docx) bên trong."
_BROKEN = f"Tệp Word thiếu hoặc hỏng phần nội dung. {SAVE_AS_DOCX}"


@dataclass(frozen=True, slots=True)
class Docx:
    """The parts of a Word file that carry text, parsed.

    Attributes:
        main: name of the part with the body ("word/document.xml").
        parts: name → root of every part that was read.
        names: of all parts, read or not.
    """

    main: str
    parts: dict[str, Element]
    names: frozenset[str]

    @property
    def document(self) -> Element:
        return self.parts[self.main]

    def named(self, *kinds: str) -> Iterator[Element]:
        """Parts beside the body whose name begins so: `named("header", "footer")`, in their order."""
        folder = posixpath.dirname(self.main)
        for name in sorted(self.parts, key=_natural):
            relative = posixpath.relpath(name, folder or ".")
            if relative.startswith(kinds) and not name.endswith(".rels"):
                yield self.parts[name]

    def to_bytes(self) -> bytes:
        """A Word file with the parts that make the text; without pictures, macros, settings and foreign parts."""
        target = io.BytesIO()
        folder = posixpath.dirname(self.main)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_ROOT_RELATIONSHIPS, _root_relationships(self.main))
            for name, root in self.parts.items():
                if posixpath.relpath(name, folder or ".").startswith(_FOR_PANDOC) or name == self.main:
                    archive.writestr(name, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
        return target.getvalue()


_FOR_PANDOC = ("styles", "numbering", "footnotes", "endnotes", "_rels/")
_READ = (*_FOR_PANDOC, "comments.", "header", "footer", "theme/theme", "diagrams/data")


def open_docx(data: bytes, findings: Findings) -> Docx | None:
    """The Word file in `data`, or None with one error that says what it is and what to do."""
    archive = open_archive(data, findings)
    if archive is None:
        return None
    try:
        return _open(archive, findings)
    except TooBig:
        kind, message = FindingKind.FILE_BOMB, f"Tệp khi giải nén quá lớn, nên không được đọc. {SAVE_AS_DOCX}"
    except DefusedXmlException:
        kind, message = FindingKind.FILE_BOMB, f"Tệp có khai báo XML không được phép. {SAVE_AS_DOCX}"
    except RecursionError:
        kind, message = FindingKind.FILE_BOMB, f"Tệp lồng quá nhiều lớp, nên không được đọc. {SAVE_AS_DOCX}"
    except (Unreadable, ElementTree.ParseError, ValueError, LookupError):
        kind, message = FindingKind.FILE_BROKEN, _BROKEN
    findings.error(0, "", message, kind)
    return None


def _open(archive: Archive, findings: Findings) -> Docx | None:
    refusal = _other_kind(archive)
    if refusal:
        findings.error(0, "", refusal, FindingKind.FILE_WRONG_FORMAT)
        return None
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    parts = {main: parse_xml(archive.read(main))}
    for name in sorted(archive.names - {main}):
        relative = posixpath.relpath(name, folder or ".")
        if relative.startswith(_READ) and name.endswith((".xml", ".rels")):
            parts[name] = parse_xml(archive.read(name))
    if parts[main].tag != f"{W}document":
        raise ValueError(parts[main].tag)
    return Docx(main, parts, archive.names)


def _other_kind(archive: Archive) -> str:
    if "mimetype" in archive.names:
        kind = archive.read("mimetype")[:100]
        if b"opendocument.text" in kind:
            return f"Đây là tệp OpenDocument (.odt), chưa đọc được. {SAVE_AS_DOCX}"
        return "Đây không phải tệp Word. Chọn tệp Word (.docx) của quy trình."
    if _CONTENT_TYPES not in archive.names:
        return _NOT_WORD
    types = archive.read(_CONTENT_TYPES)
    if b"wordprocessingml" in types or b"ms-word" in types:
        return ""
    return next((message for word, message in _OTHER_KINDS if word in types), _NOT_WORD)


def _main_part(archive: Archive) -> str:
    for relationship in parse_xml(archive.read(_ROOT_RELATIONSHIPS)):
        if relationship.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(relationship.get("Target", "").lstrip("/"))
    raise LookupError("officeDocument")


def parse_xml(data: bytes) -> Element:
    """The root of one part. Raises ParseError, DefusedXmlException, RecursionError (nested too deeply)."""
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    root: Element = fromstring(data, forbid_dtd=True)
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise RecursionError("XML")


def _root_relationships(main: str) -> bytes:
    root = Element("Relationships", xmlns=_RELATIONSHIPS)
    kind = f"{OOXML}/officeDocument/2006/relationships/officeDocument"
    ElementTree.SubElement(root, "Relationship", Id="rId1", Type=kind, Target=main)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _natural(name: str) -> list[str]:
    """header2 before header10."""
    return [part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
