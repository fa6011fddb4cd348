"""Word's own elements that pandoc has no node for: fields, sections, rules. Made of constants, numbers and anchors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from publications.compose.tree import Block, Inline
from publications.writers.sheets import Sheet

_BOOKMARK = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
KEEP_BEGIN, KEEP_END = "<!--keep-->", "<!--/keep-->"
"""Around what stays on one page; the package pass turns them into properties of the paragraphs between."""


def raw_block(xml: str) -> Block:
    return {"t": "RawBlock", "c": ["openxml", xml]}


def raw_inline(xml: str) -> Inline:
    return {"t": "RawInline", "c": ["openxml", xml]}


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def bookmark(identifier: str) -> str:
    """An anchor as Word allows it: letters, digits and underscores, at most 40."""
    if _BOOKMARK.fullmatch(identifier):
        return identifier
    return "x" + hashlib.sha256(identifier.encode()).hexdigest()[:20]


def page_number_of(anchor: str) -> Inline:
    """A field that shows the page of a bookmark; `dirty`, so that Word counts when it opens the file."""
    code = f" PAGEREF {bookmark(anchor)} \\h "
    parts = [
        '<w:fldChar w:fldCharType="begin" w:dirty="true"/>',
        f'<w:instrText xml:space="preserve">{code}</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>–</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    return raw_inline("".join(f"<w:r>{part}</w:r>" for part in parts))


TAB = raw_inline("<w:r><w:tab/></w:r>")


def rule(style: str, left: int, right: int) -> Block:
    """An empty paragraph whose upper border is the line; indents in twentieths of a point."""
    indent = f'<w:ind w:left="{max(left, 0)}" w:right="{max(right, 0)}" w:firstLine="0"/>'
    return raw_block(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{indent}</w:pPr></w:p>')


def empty(style: str) -> Block:
    return raw_block(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that look alike: sheet, columns, running head (its number), whether it begins on a new page."""

    sheet: Sheet
    head: int
    columns: int = 1
    continuous: bool = False

    def properties(self, first: bool) -> str:
        """w:sectPr; the first section of a document has a first page of its own."""
        sheet, margins = self.sheet, self.sheet.margins
        turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
        kind = '<w:type w:val="continuous"/>' if self.continuous else '<w:type w:val="nextPage"/>'
        references = [
            f'<w:headerReference w:type="default" r:id="rIdHead{self.head}"/>',
            '<w:headerReference w:type="first" r:id="rIdFirstHead"/>',
            '<w:footerReference w:type="default" r:id="rIdFoot"/>',
            '<w:footerReference w:type="first" r:id="rIdFoot"/>',
        ]
        return (
            f"<w:sectPr>{''.join(references)}{kind}"
            f'<w:pgSz w:w="{twips(sheet.width)}" w:h="{twips(sheet.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(margins.top)}" w:right="{twips(margins.right)}" '
            f'w:bottom="{twips(margins.bottom)}" w:left="{twips(margins.left)}" '
            f'w:header="{twips(margins.top * 0.45)}" w:footer="{twips(margins.bottom * 0.45)}" w:gutter="0"/>'
            f'<w:cols w:num="{self.columns}" w:space="{twips(8)}"/>'
            f"{'<w:titlePg/>' if first else ''}</w:sectPr>"
        )

    def end(self, first: bool) -> Block:
        """The paragraph that ends the section."""
        return raw_block(f'<w:p><w:pPr><w:pStyle w:val="NgatPhan"/>{self.properties(first)}</w:pPr></w:p>')
