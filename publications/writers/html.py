"""One HTML file that needs nothing else: for the screen, and for the printer of whoever opened it."""

from __future__ import annotations

import re

from publications.compose.document import Document
from publications.compose.tree import Block, Inline
from publications.errors import WriterError
from publications.writers import pandoc
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.drawings import inline_svg
from publications.writers.screen_tree import ScreenTree
from publications.writers.sheets import Sheet, sheet_of
from publications.writers.tree_edit import Node, attributes, option, part_name

_SOURCES = tuple(
    pandoc.sources(
        "html.py",
        "sheets.py",
        "drawings.py",
        "screen_tree.py",
        "web/document.html",
        "web/document.css",
        "web/print.css",
    )
)
TEMPLATE, DOCUMENT_CSS, PRINT_CSS = _SOURCES[-3:]
STYLE_PLACE = b"/* the look */"


class HtmlWriter:
    """Writes HTML with its style and drawings inside."""

    suffix = "html"
    media_type = "text/html; charset=utf-8"

    def tools(self) -> dict[str, str]:
        return {"pandoc": pandoc.pandoc_version(), "template": pandoc.version_of(*_SOURCES)}

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file. Raises WriterError."""
        progress(0, 2, "Soạn trang HTML")
        tree = HtmlTree(document)
        content = pandoc.convert(
            document,
            tree.run(),
            "html5",
            f"--template={TEMPLATE}",
            "--wrap=none",
            style=document.layout.style,
            marking=document.layout.watermark,
            copy_line=document.layout.copy_line,
            foot_line=document.info.foot_line,
            check_url=document.info.check_url,
        )
        look = DOCUMENT_CSS.read_text() + PRINT_CSS.read_text() + print_pages(document, tree.chapters)
        content = content.replace(STYLE_PLACE, look.encode(), 1)
        progress(2, 2, "Xong")
        return Rendered(content, self.suffix, self.media_type, self.tools())


class HtmlTree(ScreenTree):
    """Drawings inside the page; chapters and landscape parts name the sheets they are printed on."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.blocks, self.drawn)
        self.media = document.media
        self.chapters: list[Node] = []
        self.drawings = 0
        self.sheet = ""

    def drawn(self, name: str, alt: str, width: str) -> Inline:
        if name not in self.media:
            raise WriterError("html", f"no picture named {name}")
        self.drawings += 1
        return {"t": "RawInline", "c": ["html", inline_svg(self.media[name], alt, self.drawings, width)]}

    def block(self, node: Block) -> list[Block]:
        if part_name(node, ["signatures"]):
            return [_with_room(self.inside(node))]
        part = part_name(node, ["chapter", "landscape"])
        if part == "chapter":
            self.chapters.append(node)
            self.sheet = f"chapter-{len(self.chapters)}"
            made = _on_sheet(self.inside(node), self.sheet)
            self.sheet = ""
            return [made]
        if part == "landscape":
            return [_on_sheet(self.inside(node), f"{self.sheet or 'document'}-side")]
        return [self.inside(node)]


def _with_room(table: Node) -> Block:
    """Rows without names are high, for signatures."""
    for _attributes, _headers, _first, rows in table["c"][4]:
        for row in rows:
            if not any(blocks for *_cell, blocks in row[1][1:]):
                row[0] = ["", ["for-signing"], []]
    return table


def _on_sheet(node: Block, sheet: str) -> Block:
    identifier, classes, _pairs = attributes(node)
    return {"t": "Div", "c": [[identifier, classes, [["style", f"page: {sheet}"]]], node["c"][1]]}


# --- What stands on every printed sheet --------------------------------------------------------------------
def print_pages(document: Document, chapters: list[Node]) -> str:
    """@page rules: sheet, margins, running heads (those of chapters too) and feet."""
    info, layout = document.info, document.layout
    margins = sheet_of(layout).margins
    sides = f"{margins.top}mm {margins.right}mm {margins.bottom}mm {margins.left}mm"
    upright, sideways = _size(sheet_of(layout)), _size(sheet_of(layout, turned=True))
    head = _head(layout.style, info.unit, info.title, info.code, info.number)
    rules = [
        f"@page {{ {upright} margin: {sides}; {head} {_foot(document)} }}",
        f"@page document-side {{ {sideways} }}",
    ]
    for number, chapter in enumerate(chapters, start=1):
        own = (option(chapter, name) for name in ("title", "code", "number"))
        head = _head(layout.style, info.unit, *own)
        rules.append(f"@page chapter-{number} {{ {head} }}")
        rules.append(f"@page chapter-{number}-side {{ {sideways} {head} }}")
    first = " ".join(
        f"@{box} {{ content: none; border: none; }}" for box in ("top-left", "top-center", "top-right")
    )
    rules.append(f"@page :first {{ {first} }}")
    return "\n@media print {\n" + "\n".join(rules) + "\n}\n"


def _size(sheet: Sheet) -> str:
    return f"size: {sheet.width}mm {sheet.height}mm;"


def _head(style: str, unit: str, title: str, code: str, number: str) -> str:
    if style in ("notice", "slip", "register"):
        return ""
    if style == "decree":
        return "@top-center { content: counter(page); border: none; font-weight: normal; font-size: 13pt; }"
    facts = [f"Mã hiệu: {code}" if code else "", f"Lần ban hành: {number}" if number else ""]
    lines = r' "\A" '.join(css_string(fact) for fact in facts if fact) or '""'
    return " ".join(
        [_box("top-left", css_string(unit)), _box("top-center", css_string(title)), _box("top-right", lines)]
    )


def _foot(document: Document) -> str:
    copy_line = css_string(document.layout.copy_line)
    if document.layout.style == "decree":
        return _box("bottom-center", copy_line)
    left = css_string(document.info.foot_line) + (rf' "\A" {copy_line}' if document.layout.copy_line else "")
    return _box("bottom-left", left) + _box("bottom-right", '"Trang " counter(page) "/" counter(pages)')


def _box(place: str, content: str) -> str:
    return f"@{place} {{ content: {content}; }} "


def css_string(words: str) -> str:
    """Words as a CSS string: everything but letters, digits and spaces as a code, so that nothing can end it."""
    return '"' + re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign.group()):x} ", words) + '"'
