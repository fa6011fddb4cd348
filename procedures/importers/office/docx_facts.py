"""What a Word file holds beside its running text: changes, comments, boxes, pictures; its words are kept. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.package import OOXML, A, Docx, W
from procedures.importers.reading import Passage

_MC = f"{{{OOXML}/markup-compatibility/2006}}"
_CHART = f"{{{OOXML}/drawingml/2006/chart}}chart"
_SMART_ART = f"{{{OOXML}/drawingml/2006/diagram}}relIds"
_PICTURE = f"{{{OOXML}/drawingml/2006/picture}}pic"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
_FOREIGN = {f"{W}altChunk", f"{W}subDoc"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
MAX_PASSAGE_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class DocxFacts:
    """Counts are of elements in the body; texts are NFC, one line a paragraph, empty ones left out."""

    insertions: int
    deletions: int
    footnotes: int
    pictures: int
    drawings: int
    embedded_objects: int
    foreign_parts: int
    has_macros: bool
    comments: tuple[str, ...]
    text_boxes: tuple[str, ...]
    smart_art: tuple[str, ...]
    headers: tuple[str, ...]
    footers: tuple[str, ...]


def docx_facts(docx: Docx) -> DocxFacts:
    """Look through an opened file, before `keep_running_text`."""
    seen = list(_without_fallbacks(docx.document))
    count = _counter(seen)
    return DocxFacts(
        insertions=count({f"{W}ins", f"{W}moveTo"}),
        deletions=count({f"{W}del", f"{W}moveFrom"}),
        footnotes=count(_NOTES),
        pictures=count({_PICTURE, f"{_VML}imagedata"}),
        drawings=count({_CHART, _SMART_ART}) + sum(map(_is_bare_shape, seen)),
        embedded_objects=count({f"{W}object"}),
        foreign_parts=count(_FOREIGN),
        has_macros=any("vbaproject" in name.lower() for name in docx.names),
        comments=_texts(element for root in docx.named("comments.") for element in root.iter(f"{W}comment")),
        text_boxes=_texts(element for element in seen if element.tag == f"{W}txbxContent") + _word_art(seen),
        smart_art=_texts(docx.named("diagrams/data")),
        headers=_different(_texts(docx.named("header"))),
        footers=_different(_texts(docx.named("footer"))),
    )


def _without_fallbacks(root: Element) -> Iterator[Element]:
    """Every element once: a drawing is stored twice, for new and for old programs."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(child for child in reversed(element) if child.tag != f"{_MC}Fallback")


def _counter(elements: list[Element]) -> Callable[[set[str]], int]:
    return lambda tags: sum(element.tag in tags for element in elements)


def _is_bare_shape(element: Element) -> bool:
    """A shape without words: an arrow or a frame of a flow chart."""
    name = element.tag.rpartition("}")[2]
    is_shape = name == "wsp" or (element.tag.startswith(_VML) and name in {"shape", "rect", "oval", "line"})
    return is_shape and not any(
        child.tag in {f"{W}txbxContent", f"{_VML}imagedata", f"{_VML}textpath"} for child in element.iter()
    )


def _texts(roots: Iterable[Element]) -> tuple[str, ...]:
    return tuple(text for text in map(_text, roots) if text)


def _text(root: Element) -> str:
    """Lines of the paragraphs under `root`; deleted text is not there."""
    lines: list[str] = [""]
    for element in root.iter():
        if element.tag in {f"{W}p", f"{A}p"}:
            lines.append("")
        elif element.tag in {f"{W}t", f"{A}t"}:
            lines[-1] += element.text or ""
        elif element.tag in {f"{W}tab", f"{W}br"}:
            lines[-1] += " "
    text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    return unicodedata.normalize("NFC", text)


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    """Headers of first, even and other pages are often the same."""
    return tuple(dict.fromkeys(texts))


def _word_art(elements: list[Element]) -> tuple[str, ...]:
    words = (element.get("string", "").strip() for element in elements if element.tag == f"{_VML}textpath")
    return tuple(unicodedata.normalize("NFC", text) for text in words if text)


def keep_running_text(docx: Docx) -> None:
    """Take out of the text what pandoc must not meet.

    Drawings and foreign parts: it reads some text boxes and loses others silently. Notes of notes, which Word does not
    have: one that names itself makes it run forever.
    """
    notes = list(docx.named("footnotes", "endnotes"))
    for root in (docx.document, *notes):
        gone = _DRAWINGS | _FOREIGN | (_NOTES if root in notes else set())
        for parent in list(root.iter()):
            parent[:] = [child for child in parent if child.tag not in gone and not _is_drawn_twice(child)]


def _is_drawn_twice(element: Element) -> bool:
    return element.tag == f"{_MC}AlternateContent" and any(child.tag in _DRAWINGS for child in element.iter())


def remark_facts(facts: DocxFacts, findings: Findings) -> None:
    """One remark for each thing that a clerk should know of the file."""
    changes = facts.insertions + facts.deletions
    shapes = len(facts.text_boxes) + len(facts.smart_art) + facts.drawings
    remarks: tuple[tuple[int, FindingKind, str], ...] = (
        (
            changes,
            FindingKind.TRACKED_CHANGES,
            f"Tệp còn {facts.insertions} chỗ thêm và {facts.deletions} chỗ xóa đang theo dõi; đã đọc như khi chấp nhận "
            "tất cả. Nếu có chỗ không chấp nhận, sửa trong Word rồi tải lại.",
        ),
        (
            len(facts.comments),
            FindingKind.COMMENTS,
            f"Tệp có {len(facts.comments)} ghi chú bên lề; không đưa vào nội dung, được giữ ở bản đối chiếu.",
        ),
        (
            shapes,
            FindingKind.TEXT_BOX,
            f"Tệp có {shapes} hộp chữ hoặc hình vẽ (lưu đồ). Chữ trong đó được giữ ở bản đối chiếu nhưng không tự "
            "thành bước: kiểm tra và chép vào bảng các bước nếu còn thiếu.",
        ),
        (
            facts.pictures,
            FindingKind.PICTURE,
            f"Tệp có {facts.pictures} hình; hình và chữ trong hình không được đọc. Gõ lại phần chữ nếu cần.",
        ),
        (
            facts.embedded_objects + facts.foreign_parts,
            FindingKind.TEXT_NOT_PLACED,
            f"Tệp có {facts.embedded_objects + facts.foreign_parts} tài liệu nhúng bên trong; không được mở. Chép phần "
            "cần dùng vào tệp, hoặc tải lên riêng.",
        ),
        (
            facts.has_macros,
            FindingKind.FILE_MACROS,
            "Tệp có macro; macro không được chạy và không đưa vào hệ thống.",
        ),
    )
    for number, kind, message in remarks:
        if number:
            findings.warning(0, "", message, kind)


def passages_of(facts: DocxFacts) -> tuple[Passage, ...]:
    """The words beside the running text, each with why it has no place."""
    kinds = (
        ("hộp chữ", facts.text_boxes, "Chữ trong hộp chữ hoặc lưu đồ không tự thành bước."),
        ("sơ đồ", facts.smart_art, "Chữ trong sơ đồ không tự thành bước."),
        ("ghi chú", facts.comments, "Ghi chú bên lề không thuộc nội dung."),
        ("đầu trang", facts.headers, "Đầu trang do hệ thống tự in theo mã và lần ban hành."),
        ("chân trang", facts.footers, "Chân trang do hệ thống tự in."),
    )
    return tuple(
        Passage(where=f"{where} {number}", text=text[:MAX_PASSAGE_CHARACTERS], reason=reason)
        for where, texts, reason in kinds
        for number, text in enumerate(texts, start=1)
    )
