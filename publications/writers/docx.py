"""Word files: pandoc writes the text with our styles, then the package gets its heads, feet and page rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.writers import pandoc, word_xml
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.coverage import require_printable
from publications.writers.typesetting import typst_version
from publications.writers.word_tree import Head, WordTree
from publications.writers.zip_pass import Parts, rewrite

_WORD = Path(__file__).parent / "word"
_STYLES = ("notice", "iso", "decree", "slip", "register")
TEMPLATE = _WORD / "document.openxml"
_SOURCES = tuple(
    pandoc.sources(
        *("docx.py", "word_tree.py", "word_xml.py", "word_pictures.py", "sheets.py", "paged_tree.py"),
        *("word/document.openxml", *(f"word/{style}.docx" for style in _STYLES)),
    )
)
HEAD, FIRST_HEAD, FOOT = "word/header1.xml", "word/header2.xml", "word/footer1.xml"
"""Where the reference files keep them (docs/tools/build_reference_docx.py)."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MARK = re.compile(r"\[\[([a-z-]+)\]\]")
_WATERMARK = re.compile(
    r"<w:r>\s*<w:rPr>\s*<w:noProof/>\s*</w:rPr>\s*<w:pict>.*?</w:pict>\s*</w:r>", re.DOTALL
)
_COPY = re.compile(r"<w:r>(?:(?!</w:r>).)*\[\[copy\]\].*?</w:r>", re.DOTALL)


class DocxWriter:
    """Writes Word files with styles, running heads, contents that count pages and pictures as PNG."""

    suffix = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def tools(self) -> dict[str, str]:
        return {
            "pandoc": pandoc.pandoc_version(),
            "typst": typst_version(),
            "template": pandoc.version_of(*_SOURCES),
        }

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file. Raises UnprintableTextError or WriterError."""
        require_printable(document)
        progress(0, 3, "Vẽ hình")
        tree = WordTree(document)
        blocks, last_section = tree.run()
        progress(1, 3, "Soạn văn bản Word")
        content = pandoc.convert(
            document,
            blocks,
            "docx",
            f"--template={TEMPLATE}",
            f"--reference-doc={_WORD / document.layout.style}.docx",
            f"--variable=last-section:{last_section}",
        )
        progress(2, 3, "Đóng gói")
        content = rewrite(content, lambda parts: _Package(parts, document, tree).finish())
        progress(3, 3, "Xong")
        return Rendered(content, self.suffix, self.media_type, self.tools())


class _Package:
    """The edits of one package."""

    def __init__(self, parts: Parts, document: Document, tree: WordTree) -> None:
        self.parts = parts
        self.document = document
        self.tree = tree

    def finish(self) -> None:
        self.heads_and_feet()
        self.edit("word/document.xml", self.text)
        self.edit("word/numbering.xml", dashes)
        day = f"{pandoc.date_of(self.document):%Y-%m-%d}T00:00:00Z"
        self.edit(
            "docProps/core.xml",
            lambda xml: re.sub(r"(<dcterms:(?:created|modified) [^>]*>)[^<]*", rf"\g<1>{day}", xml),
        )

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        self.parts[name] = change(self.parts[name].decode()).encode()

    # --- Heads and feet -------------------------------------------------------------------------------------
    def heads_and_feet(self) -> None:
        """One head for every chapter, from the one of the reference file; the relations and types to them."""
        head, first, foot = (self.parts.pop(name).decode() for name in (HEAD, FIRST_HEAD, FOOT))
        made = [
            (f"rIdHead{number}", "header", f"dau-trang-{number}.xml", self.filled(head, running))
            for number, running in enumerate(self.tree.heads)
        ]
        made.append(("rIdFirstHead", "header", "dau-trang-dau.xml", self.filled(first, self.tree.heads[0])))
        made.append(("rIdFoot", "footer", "chan-trang.xml", self.filled(foot, self.tree.heads[0])))
        relations = re.sub(
            r'<Relationship [^>]*relationships/(?:header|footer)"[^>]*/>',
            "",
            self.parts["word/_rels/document.xml.rels"].decode(),
        )
        types = re.sub(
            r'<Override [^>]*"/word/(?:header|footer)\d+\.xml"[^>]*/>',
            "",
            self.parts["[Content_Types].xml"].decode(),
        )
        for identifier, kind, name, content in made:
            self.parts[f"word/{name}"] = content.encode()
            relation = f'<Relationship Id="{identifier}" Type="{_RELATION}/{kind}" Target="{name}"/>'
            relations = relations.replace("</Relationships>", f"{relation}</Relationships>")
            override = f'<Override PartName="/word/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
            types = types.replace("</Types>", f"{override}</Types>")
        self.parts["word/_rels/document.xml.rels"] = relations.encode()
        self.parts["[Content_Types].xml"] = types.encode()

    def filled(self, xml: str, head: Head) -> str:
        """A head or foot with the document's words, as words."""
        info, layout = self.document.info, self.document.layout
        if not layout.watermark:
            xml = _WATERMARK.sub("", xml)
        if not layout.copy_line:
            xml = _COPY.sub("", xml)
        width, height = watermark_size(layout.watermark, self.tree.section.sheet.text_width)
        words = {
            "unit": info.unit,
            "title": head.title,
            "code": f"Mã hiệu: {head.code}" if head.code else "",
            "number": f"Lần ban hành: {head.number}" if head.number else "",
            "foot": info.foot_line,
            "copy": layout.copy_line,
            "watermark": layout.watermark,
            "watermark-width": str(width),
            "watermark-height": str(height),
        }
        return _MARK.sub(lambda mark: escape(clean(words[mark[1]])), xml)

    # --- Text -----------------------------------------------------------------------------------------------
    def text(self, xml: str) -> str:
        """Rows that stay whole, what stays together, signatures at the foot, pictures without their source."""
        whole = iter(self.tree.whole)
        xml = re.sub(r"<w:tr>(<w:trPr>)?", lambda row: _row(row[1] is not None, whole), xml)
        xml = re.sub(
            f"{word_xml.KEEP_BEGIN}(.*?){word_xml.KEEP_END}",
            lambda kept: re.sub(r"<w:pPr>\s*(<w:pStyle [^>]*/>)?", r"<w:pPr>\1<w:keepNext/>", kept[1]),
            xml,
            flags=re.DOTALL,
        )
        xml = xml.replace(word_xml.KEEP_BEGIN, "").replace(word_xml.KEEP_END, "")
        xml = re.sub(r'(<w:tblStyle w:val="BangKyBia" ?/>)', rf"\1{AT_FOOT}", xml)
        xml = re.sub(
            r'(<w:tblStyle w:val="BangThongTinBia" ?/>\s*<w:tblW [^>]*/>)', r'\1<w:jc w:val="center"/>', xml
        )
        return re.sub(r'(<pic:cNvPr [^>]*?)descr="[^"]*"', r"\1", xml)


AT_FOOT = (
    '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" '
    'w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
)
"""Places the signatures of a cover at the foot of the page."""


def dashes(xml: str) -> str:
    """Lists with an en dash, less far in than pandoc's; a blank mark is that of an item's later paragraphs."""
    xml = re.sub(r'(<w:numFmt w:val="bullet" ?/>\s*<w:lvlText w:val=")[^" ]+', r"\1–", xml)
    xml = re.sub(r"<w:rPr>\s*<w:rFonts [^>]*/>\s*</w:rPr>", "", xml)
    return re.sub(
        r'<w:ind w:left="(\d+)" w:hanging="360" ?/>',
        lambda found: f'<w:ind w:left="{int(found[1]) // 2}" w:hanging="284"/>',
        xml,
    )


def _row(has_properties: bool, whole: Iterator[bool]) -> str:
    kept = "<w:cantSplit/>" if next(whole) else ""
    if has_properties:
        return f"<w:tr><w:trPr>{kept}"
    return f"<w:tr><w:trPr>{kept}</w:trPr>" if kept else "<w:tr>"


def watermark_size(words: str, text_width: int) -> tuple[int, int]:
    """Width and height in points of the words across a page."""
    widest, highest = text_width * 72 / 25.4 * 1.1, 90.0
    height = min(highest, widest / (0.7 * max(len(words), 1)))
    return round(height * 0.7 * max(len(words), 1)), round(height)
