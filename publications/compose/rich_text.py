"""The snapshot's simple HTML (docs/snapshot.md) as blocks. Tolerant: unknown tags become their words."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from publications.compose.tree import (
    Block,
    Inline,
    bullets,
    emphasis,
    line_break,
    link,
    numbered,
    para,
    plain,
    strong,
    subscript,
    superscript,
    text,
)

_MARKS: dict[str, Callable[[list[Inline]], Inline]] = {
    "b": strong,
    "strong": strong,
    "i": emphasis,
    "em": emphasis,
    "sup": superscript,
    "sub": subscript,
}
_ADDRESSES = ("https://", "http://", "mailto:", "tel:")
_PARAGRAPHS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_IGNORED = {"script", "style"}


class _Reader(HTMLParser):
    """Builds blocks while tags open and close; lists may be nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists: list[tuple[str, list[list[Block]]]] = []
        self.inlines: list[Inline] = []
        self.marks: list[tuple[str, str, list[Inline]]] = []
        self.ignoring = 0

    # --- events of the parser ----------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _IGNORED:
            self.ignoring += 1
        elif tag == "br":
            self.inlines.append(line_break())
        elif tag in _MARKS or tag == "a":
            self.marks.append((tag, dict(attrs).get("href") or "", self.inlines))
            self.inlines = []
        elif tag in ("ul", "ol"):
            self._end_paragraph()
            self.lists.append((tag, []))
        elif tag == "li":
            self._end_paragraph()
            if self.lists:
                self.lists[-1][1].append([])
        elif tag in _PARAGRAPHS:
            self._end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED:
            self.ignoring = max(0, self.ignoring - 1)
        elif any(open_tag == tag for open_tag, _href, _before in self.marks):
            while self._close_mark() != tag:
                pass
        elif tag in ("ul", "ol") and self.lists:
            self._end_paragraph()
            self._end_list()
        elif tag in _PARAGRAPHS or tag == "li":
            self._end_paragraph(is_heading=tag in _HEADINGS)

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words or self.ignoring:
            if data.isspace() and self.inlines:
                self.inlines += text(" ")
            return
        lead = " " if data[0].isspace() and self.inlines else ""
        tail = " " if data[-1].isspace() else ""
        self.inlines += text(f"{lead}{words}{tail}")

    # --- closing -----------------------------------------------------------------------------------------
    def _close_mark(self) -> str:
        tag, href, before = self.marks.pop()
        inside, self.inlines = self.inlines, before
        if not inside:
            return tag
        if tag != "a":
            self.inlines.append(_MARKS[tag](inside))
        elif href.startswith(_ADDRESSES):
            self.inlines.append(link(inside, href))
        else:
            self.inlines += inside
        return tag

    def _end_paragraph(self, *, is_heading: bool = False) -> None:
        while self.marks:
            self._close_mark()
        inlines, self.inlines = _trimmed(self.inlines), []
        if not inlines:
            return
        if is_heading:
            inlines = [strong(inlines)]
        if self.lists:
            items = self.lists[-1][1]
            if not items:
                items.append([])
            items[-1].append(plain(inlines))
        else:
            self.blocks.append(para(inlines))

    def _end_list(self) -> None:
        kind, items = self.lists.pop()
        filled = [item for item in items if item]
        if not filled:
            return
        block = bullets(filled) if kind == "ul" else numbered(filled)
        if not self.lists:
            self.blocks.append(block)
            return
        outer = self.lists[-1][1]
        if not outer:
            outer.append([])
        outer[-1].append(block)

    def close(self) -> None:
        super().close()
        self._end_paragraph()
        while self.lists:
            self._end_list()


def _trimmed(inlines: list[Inline]) -> list[Inline]:
    """Without breaks and blanks at both ends."""

    def is_blank(inline: Inline) -> bool:
        return inline["t"] == "LineBreak" or (inline["t"] == "Str" and not inline["c"].strip())

    start, end = 0, len(inlines)
    while start < end and is_blank(inlines[start]):
        start += 1
    while end > start and is_blank(inlines[end - 1]):
        end -= 1
    return inlines[start:end]


def rich_blocks(html: str) -> list[Block]:
    """Blocks of a rich text; empty for one without words."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    return reader.blocks


def plain_blocks(words: str) -> list[Block]:
    """Lines of plain text as paragraphs; lines that begin with a dash become one list."""
    found: list[Block] = []
    items: list[list[Block]] = []
    for line in (raw.strip() for raw in (words or "").splitlines()):
        if line[:1] in ("-", "–", "+", "•"):
            items.append([plain(line[1:].strip())])
            continue
        if items:
            found.append(bullets(items))
            items = []
        if line:
            found.append(para(line))
    if items:
        found.append(bullets(items))
    return found
