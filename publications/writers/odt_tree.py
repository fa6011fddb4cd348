"""The tree made ready for ODT: named parts as paragraph styles, page numbers as fields, pictures as PNG."""

from __future__ import annotations

import re

from publications.compose.document import Document
from publications.compose.tree import Block, Cell, Column, Inline, table
from publications.writers.screen_tree import ScreenTree
from publications.writers.sheets import sheet_of
from publications.writers.tree_edit import named, part_name
from publications.writers.word_pictures import picture

PARAGRAPH_STYLES = {
    "kind-line": "DongLoai",
    "title": "TenVanBan",
    "subtitle": "PhuDe",
    "note": "GhiChu",
    "flow": "Giua",
    "qr": "Giua",
}
TABLE_CELLS = {"facts": "GachChan", "sign-off": "KhongVien", "grid": "OLuoi", "signatures": "OLuoi"}
"""Kind of table → the style of its cells (opendocument/text.opendocument)."""
_ANCHOR = re.compile(r"\w+")


class OdtTree(ScreenTree):
    """One walk. Afterwards `cells` has the cell style of every table in order."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.blocks, self.shown)
        self.media = document.media
        self.sheet = sheet_of(document.layout)
        self.cells: list[str] = []

    def shown(self, name: str, alt: str, width: str) -> Inline:
        made = picture(self.media, name, alt, width, self.sheet.text_width, self.sheet.text_height)
        made["c"][2][1] = alt  # pandoc writes only titles of pictures into ODT
        return made

    def reference(self, target: str) -> list[Inline]:
        if target not in self.places or not _ANCHOR.fullmatch(target):
            return []
        field = (
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="{target}">–</text:bookmark-ref>'
        )
        return [{"t": "RawInline", "c": ["opendocument", field]}]

    def block(self, node: Block) -> list[Block]:
        if node["t"] == "Table":
            self.cells.append(TABLE_CELLS.get(part_name(node, TABLE_CELLS), "OLuoi"))
            return [self.inside(node)]
        if node["t"] != "Div":
            return [self.inside(node)]
        if part_name(node, ["letterhead"]):
            return [self.letterhead(node)]
        if part_name(node, ["toc"]):
            return [
                self.toc_line(block) if block["t"] == "Para" else made
                for block in node["c"][1]
                for made in [self.block(block)[0]]
            ]
        style = PARAGRAPH_STYLES.get(part_name(node, PARAGRAPH_STYLES))
        if style:
            return [_styled(style, self.blocks(node["c"][1]))]
        made = [self.inside(node)]
        if part_name(node, ["chapter", "front"]):
            made.insert(0, _raw('<text:p text:style-name="SangTrang"/>'))
        return made

    def letterhead(self, node: Block) -> Block:
        parts = [named(node["c"][1], name) for name in ("agency", "motto", "paper-number", "place-date")]
        shown = [self.blocks(part["c"][1]) if part else [] for part in parts]
        styles = ("CoQuan", "QuocHieu", "QuocHieu", "QuocHieu")
        cells = [Cell([_styled(style, blocks)]) for style, blocks in zip(styles, shown, strict=True)]
        rows = [cells[:2], cells[2:]] if any(shown[2:]) else [cells[:2]]
        self.cells.append("KhongVien")
        return table([], [Column(0.42, "center"), Column(0.58, "center")], rows)

    def toc_line(self, node: Block) -> Block:
        target = next((word["c"][2][0][1:] for word in node["c"] if word["t"] == "Link"), "")
        tab: Inline = {"t": "RawInline", "c": ["opendocument", "<text:tab/>"]}
        number = self.reference(target)
        words = [*self.inlines(node["c"]), *([tab, *number] if number else [])]
        return _styled("MucLuc", [{"t": "Para", "c": words}])


def _styled(style: str, blocks: list[Block]) -> Block:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _raw(xml: str) -> Block:
    return {"t": "RawBlock", "c": ["opendocument", xml]}
