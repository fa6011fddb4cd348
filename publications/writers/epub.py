"""EPUB 3: the same flow as HTML, cut into chapters, for readers on phones and tablets."""

from __future__ import annotations

import re
import uuid
from html import escape

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.compose.tree import Block, Inline
from publications.errors import WriterError
from publications.writers import pandoc
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.screen_tree import ScreenTree
from publications.writers.tree_edit import part_name
from publications.writers.zip_pass import Parts, rewrite

_SOURCES = tuple(pandoc.sources("epub.py", "screen_tree.py", "web/document.css", "web/book.css"))
DOCUMENT_CSS, BOOK_CSS = _SOURCES[-2:]


class EpubWriter:
    """Writes EPUB; contents come from the headings."""

    suffix = "epub"
    media_type = "application/epub+zip"

    def tools(self) -> dict[str, str]:
        return {"pandoc": pandoc.pandoc_version(), "template": pandoc.version_of(*_SOURCES)}

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file. Raises WriterError."""
        progress(0, 2, "Soạn sách điện tử")
        content = pandoc.convert(
            document,
            _BookTree(document).run(),
            "epub3",
            "--split-level=1",
            "--toc-depth=2",
            "--epub-title-page=false",
            "--wrap=none",
            identifier=identifier(document),
            date=pandoc.date_of(document).isoformat(),
        )
        progress(1, 2, "Đóng gói")
        content = rewrite(content, lambda parts: _finish(parts, document), first="mimetype")
        progress(2, 2, "Xong")
        return Rendered(content, self.suffix, self.media_type, self.tools())


def identifier(document: Document) -> str:
    """The book's name for readers' shelves: made from its content, so that another edition is another book."""
    return f"urn:uuid:{uuid.UUID(document.fingerprint()[:32], version=5)}"


class _BookTree(ScreenTree):
    """Chapters at the top level, where pandoc cuts; the identification of the paper at the beginning and the end."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.blocks, self.drawn)
        self.document = document

    def run(self) -> list[Block]:
        return [*_line("marking", self.document.layout.watermark), *super().run(), *self.foot()]

    def foot(self) -> list[Block]:
        info, layout = self.document.info, self.document.layout
        line = " · ".join(words for words in (info.unit, info.foot_line) if words)
        return _line("copy-line", layout.copy_line) + _line("foot-line", line)

    def block(self, node: Block) -> list[Block]:
        if part_name(node, ["chapter", "front"]):
            identifier = node["c"][0][0]
            place: list[Block] = [{"t": "Div", "c": [[identifier, [], []], []]}] if identifier else []
            head, *rest = self.blocks(node["c"][1]) or [None]
            return [block for block in (head, *place, *rest) if block]
        return [self.inside(node)]

    def drawn(self, name: str, alt: str, width: str) -> Inline:
        if name not in self.document.media:
            raise WriterError("epub", f"no picture named {name}")
        source = pandoc.data_uri(self.document.media[name].encode(), "image/svg+xml")
        pairs = [["width", width]] if width else []
        return {"t": "Image", "c": [["", [], pairs], [{"t": "Str", "c": alt}], [source, ""]]}


def _line(name: str, words: str) -> list[Block]:
    return (
        [{"t": "Div", "c": [["", [name], []], [{"t": "Para", "c": [{"t": "Str", "c": words}]}]]}]
        if words
        else []
    )


def _finish(parts: Parts, document: Document) -> None:
    """Our style in the place of pandoc's; the effective date as "modified"; the book's title on every part."""
    style = next(name for name in parts if name.endswith("stylesheet1.css"))
    parts[style] = DOCUMENT_CSS.read_bytes() + BOOK_CSS.read_bytes()
    package = next(name for name in parts if name.endswith(".opf"))
    modified = f"{pandoc.date_of(document):%Y-%m-%d}T00:00:00Z"
    parts[package] = re.sub(
        rb'(<meta property="dcterms:modified">)[^<]*', rb"\g<1>" + modified.encode(), parts[package]
    )
    title = f"<title>{escape(clean(document.info.title))}</title>".encode()
    for name in [name for name in parts if "/text/" in name]:
        parts[name] = re.sub(rb"<title>[^<]*</title>", lambda _found: title, parts[name], count=1)
