"""The tree made ready for ODT: named parts as paragraph styles, page numbers as fields, pictures as PNG."""

from __future__ import annotations

import re

from publications.compose.document import Document
from publications.compose.tree import Block, Cell, Column, Inline, table
from publications.writers.screen_tree import ScreenTree
from publications.writers.sheets import sheet_of
from publications.writers.tree_edit import named, part_name, whole_rows
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
    """One walk. Afterwards `cells` has the cell style of every table, `alts` every picture's alt text and `whole`
    whether a row stays on one page, all in order."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.blocks, self.shown)
        self.media = document.media
        self.sheet = sheet_of(document.layout)
        self.cells: list[str] = []
        self.alts: list[str] = []
        self.whole: list[bool] = []

    def shown(self, name: str, alt: str, width: str) -> Inline:
        self.alts.append(alt)
        return picture(self.media, name, alt, width, self.sheet.text_width, self.sheet.text_height)

    def reference(self, target: str) -> list[Inline]:
        if target not in self.places or not _ANCHOR.fullmatch(target):
            return []
        field = (
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="{target}">–</text:bookmark-ref>'
        )
        return [{"t": "RawInline", "c": ["opendocument", field]}]

    def block(self, node: Block) -> list[Block]:
        if node["t"] == "Table":
            kind = part_name(node, TABLE_CELLS)
            self.cells.append(TABLE_CELLS.get(kind, "OLuoi"))
            self.whole += whole_rows(node)
            made = self.inside(node)
            if kind in ("sign-off", "signatures"):
                _make_room(made)
            return [made]
        if node["t"] != "Div":
            return [self.inside(node)]
        if part_name(node, ["letterhead"]):
            return [self.letterhead(node)]
        if part_name(node, ["toc"]):
            return self.toc(node)
        style = PARAGRAPH_STYLES.get(part_name(node, PARAGRAPH_STYLES))
        if style:
            return [_styled(style, self.blocks(node["c"][1]))]
        blocks = [self.inside(node)]
        if part_name(node, ["chapter", "front"]):
            blocks.insert(0, _raw('<text:p text:style-name="SangTrang"/>'))
        return blocks

    def letterhead(self, node: Block) -> Block:
        parts = [named(node["c"][1], name) for name in ("agency", "motto", "paper-number", "place-date")]
        shown = [self.blocks(part["c"][1]) if part else [] for part in parts]
        styles = ("CoQuan", "QuocHieu", "QuocHieu", "QuocHieu")
        cells = [Cell([_styled(style, blocks)]) for style, blocks in zip(styles, shown, strict=True)]
        rows = [cells[:2], cells[2:]] if any(shown[2:]) else [cells[:2]]
        self.cells.append("KhongVien")
        self.whole += [True] * len(rows)
        return table([], [Column(0.42, "center"), Column(0.58, "center")], rows)

    def toc(self, node: Block) -> list[Block]:
        made: list[Block] = []
        for block in node["c"][1]:
            made += [self.toc_line(block)] if block["t"] == "Para" else self.block(block)
        return made

    def toc_line(self, node: Block) -> Block:
        target = next((word["c"][2][0][1:] for word in node["c"] if word["t"] == "Link"), "")
        tab: Inline = {"t": "RawInline", "c": ["opendocument", "<text:tab/>"]}
        number = self.reference(target)
        words = [*self.inlines(node["c"]), *([tab, *number] if number else [])]
        return _styled("MucLuc", [{"t": "Para", "c": words}])


def _make_room(table: Block) -> None:
    """For signatures: in empty cells of covers, under the roles of letters (all rows but the last, or the only one)."""
    rows = [row[1] for body in table["c"][4] for row in body[3]]
    space: Block = _styled("ChoKy", [{"t": "Para", "c": [{"t": "Str", "c": "\u00a0"}]}])
    if part_name(table, ["sign-off"]):
        for cell in (cell for cells in rows[:-1] or rows for cell in cells):
            cell[4] = [*cell[4], space]
    for cells in rows:
        for cell in cells[1:]:
            cell[4] = cell[4] or [space]


def _styled(style: str, blocks: list[Block]) -> Block:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _raw(xml: str) -> Block:
    return {"t": "RawBlock", "c": ["opendocument", xml]}
