"""The tree made ready for Word: named parts as styles and layout tables, sections, bookmarks, fields."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ImageFont

from publications.compose.document import Document
from publications.compose.tree import Block, Cell, Column, Inline, table
from publications.writers import word_xml as xml
from publications.writers.screen_tree import places, words_in
from publications.writers.sheets import sheet_of
from publications.writers.tree_edit import TreeEdit, attributes, named, option, part_name, whole_rows
from publications.writers.word_pictures import picture
from publications.writers.word_xml import Section

LETTERHEAD = (0.42, 0.58)
QR_WIDTH = 38
"""Of its column, in millimetres."""
COVER_FACTS = 0.74
BESIDE = 0.985
"""Of the width, for what floats to the foot of a cover: LibreOffice lets only narrower tables float."""
_EMPTY: Block = {"t": "Para", "c": [{"t": "Str", "c": "\u00a0"}]}
"""A line without words; pandoc leaves out one that is quite empty."""
TABLE_STYLES = {
    "grid": "BangLuoi",
    "facts": "BangThongTin",
    "signatures": "BangKyBia",
    "sign-off": "KhungTrong",
}
PARAGRAPH_STYLES = {
    "kind-line": "Dòng loại",
    "title": "Tên văn bản",
    "subtitle": "Phụ đề",
    "note": "Ghi chú",
    "flow": "Lưu đồ",
    "qr": "Chú thích mã QR",
}
ON_COVER = {
    "Dòng loại": "Loại trên bìa",
    "Tên văn bản": "Tên trên bìa",
    "Phụ đề": "Phụ đề trên bìa",
    "Ghi chú": "Ghi chú trên bìa",
}
_MOTTO_FACE = Path(__file__).parents[1] / "fonts" / "LiberationSerif-Bold.ttf"
_MOTTO_POINTS = {"slip": 9.5, "register": 10.5}
_USUAL_MOTTO_POINTS = 12.5


@dataclass(frozen=True, slots=True)
class Head:
    """What the running head of some pages says."""

    title: str
    code: str
    number: str


def styled(style: str, blocks: list[Block]) -> Block:
    """Blocks whose paragraphs have a style, by its name."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


@functools.lru_cache(maxsize=64)
def _points_wide(words: str, points: float) -> float:
    """The width of words in the type of the motto; the font has Times New Roman's widths."""
    return float(ImageFont.truetype(str(_MOTTO_FACE), 1000).getlength(words)) / 1000 * points


class WordTree(TreeEdit):
    """One walk. Afterwards `heads` are the running heads, `whole` tells for every row of
    every table in order whether it stays on one page."""

    def __init__(self, document: Document) -> None:
        info, layout = document.info, document.layout
        self.document = document
        self.places = places(document.blocks)
        self.heads = [Head(info.title, info.code, info.number)]
        self.section = Section(sheet_of(layout), 0)
        self.first = True
        self.filled = False
        self.ended: tuple[Section, bool] | None = None
        self.part = ""
        self.turned = False
        self.anchors: list[str] = []
        self.seen: set[str] = set()
        self.whole: list[bool] = []

    def run(self) -> tuple[list[Block], str]:
        """The blocks and the properties of the last section."""
        made = self.blocks(self.document.blocks)
        if not self.filled and self.ended:
            # The last part has ended its own section, and nothing follows: that section ends with the document.
            section, first = self.ended
            return made[:-1], section.properties(first)
        return made, self.section.properties(self.first)

    # --- Sections -------------------------------------------------------------------------------------------
    def turn_to(self, section: Section) -> list[Block]:
        """Go on in another section; nothing is ended where nothing was written."""
        ended = []
        if self.filled:
            self.ended = (self.section, self.first)
            ended = [self.section.end(self.first)]
        self.first = self.first and not self.filled
        self.filled = False
        self.section = section
        return ended

    def in_section(self, section: Section, nodes: list[Block], after: Section) -> list[Block]:
        made = self.turn_to(section)
        made += self.blocks(nodes)
        return made + self.turn_to(after)

    def pages(self, head: Head | None = None, **changes: Any) -> Section:
        """A section on new pages; the document's own running head without `head`."""
        number = 0
        if head:
            if head not in self.heads:
                self.heads.append(head)
            number = self.heads.index(head)
        return Section(sheet_of(self.document.layout, self.turned), number, **changes)

    # --- Blocks ---------------------------------------------------------------------------------------------
    def block(self, node: Block) -> list[Block]:
        kind = node["t"]
        if kind in ("Div", "Table"):
            self.anchor(attributes(node)[0])
        if kind == "Div":
            return self.div(node)
        self.filled = True
        if kind == "Table":
            return [self.ruled(node, TABLE_STYLES.get(part_name(node, TABLE_STYLES), "BangLuoi"))]
        if kind == "Header":
            self.anchor(attributes(node)[0])
            level, _attributes, words = node["c"]
            return [{"t": "Header", "c": [level, ["", [], []], self.bookmarked(self.inlines(words))]}]
        made = self.inside(node)
        if kind in ("Para", "Plain"):
            made["c"] = self.bookmarked(made["c"])
        return [made]

    def div(self, node: Block) -> list[Block]:
        handlers = {
            "letterhead": self.letterhead, "cover": self.cover, "facts-with-qr": self.facts_with_qr,
            "toc": self.toc, "index": self.index, "chapter": self.chapter, "front": self.front,
            "landscape": self.landscape, "keep": self.keep, "title-block": self.title_block,
        }  # fmt: skip
        name = part_name(node, handlers)
        if name:
            return handlers[name](node)
        style = PARAGRAPH_STYLES.get(part_name(node, PARAGRAPH_STYLES))
        if self.part == "cover":
            style = ON_COVER.get(style or "", style)
        before, self.part = self.part, part_name(node, PARAGRAPH_STYLES) or self.part
        made = self.blocks(node["c"][1])
        self.part = before
        return [styled(style, made)] if style else made

    def letterhead(self, node: Block) -> list[Block]:
        inner = node["c"][1]
        widths = [self.section.sheet.text_width * share for share in LETTERHEAD]
        left = self.lines(inner, "agency", ["Cơ quan chủ quản", "Cơ quan ban hành"])
        right = self.lines(inner, "motto", ["Quốc hiệu", "Tiêu ngữ"])
        third = xml.twips(widths[0] / 3)
        left.append(xml.rule("DongKe", third, third))
        motto = named(inner, "motto")
        words = words_in(motto["c"][1][-1]) if motto and motto["c"][1] else ""
        points = _MOTTO_POINTS.get(self.document.layout.style, _USUAL_MOTTO_POINTS)
        free = round((xml.twips(widths[1]) - 80 - _points_wide(words, points) * 20) / 2)
        right.append(xml.rule("DongKe", free, free))
        rows = [[Cell(left), Cell(right)]]
        second = [self.lines(inner, name, ["Số, ký hiệu"]) for name in ("paper-number", "place-date")]
        if any(second):
            rows.append([Cell(second[0]), Cell(second[1])])
        return [self.layout_table(rows, LETTERHEAD)]

    def lines(self, nodes: list[Block], name: str, styles: list[str]) -> list[Block]:
        """The paragraphs of a named part; each has the next style, the last style goes on."""
        part = named(nodes, name)
        made = self.blocks(part["c"][1]) if part else []
        last = len(styles) - 1
        return [styled(styles[min(number, last)], [block]) for number, block in enumerate(made)]

    def layout_table(self, rows: list[list[Cell]], shares: tuple[float, ...]) -> Block:
        """Columns without rules, for layout only. Its rows come before those of tables inside in `whole`: the
        caller adds them first where there are any."""
        self.filled = True
        self.whole += [True] * len(rows)
        columns = [Column(share, "center") for share in shares]
        made = table([], columns, rows)
        made["c"][0] = ["", [], [["custom-style", "KhungTrong"]]]
        return made

    def title_block(self, node: Block) -> list[Block]:
        on_cover = self.part == "cover"
        made: list[Block] = [xml.empty("BiaCachTren")] if on_cover else []
        for inner in node["c"][1]:
            style = PARAGRAPH_STYLES.get(part_name(inner, PARAGRAPH_STYLES))
            if on_cover:
                style = ON_COVER.get(style or "", style)
            blocks = self.blocks(inner["c"][1] if style else [inner])
            made += [styled(style, blocks)] if style else blocks
        if on_cover:
            side = xml.twips(self.section.sheet.text_width * 0.35)
            made += [xml.rule("DongKeBia", side, side), xml.empty("BiaCach")]
        return made

    def cover(self, node: Block) -> list[Block]:
        self.part = "cover"
        made = self.in_section(self.pages(), node["c"][1], self.pages())
        self.part = ""
        return made

    def facts_with_qr(self, node: Block) -> list[Block]:
        self.filled = True
        self.whole.append(True)
        share = QR_WIDTH / self.section.sheet.text_width
        inner = node["c"][1]
        beside = [block for block in inner if part_name(block, ["qr"])]
        rest = [block for block in inner if not part_name(block, ["qr"])]
        cells = [Cell(self.blocks(rest), align="left"), Cell(self.blocks(beside))]
        made = self.layout_table([], (1 - share, share))
        made["c"][4][0][3] = table([], [Column(1), Column(1)], [cells])["c"][4][0][3]
        return [made]

    def keep(self, node: Block) -> list[Block]:
        return [xml.raw_block(xml.KEEP_BEGIN), *self.blocks(node["c"][1]), xml.raw_block(xml.KEEP_END)]

    # --- Parts with pages of their own ----------------------------------------------------------------------
    def chapter(self, node: Block) -> list[Block]:
        head = Head(option(node, "title"), option(node, "code"), option(node, "number"))
        return self.in_section(self.pages(head), node["c"][1], self.pages())

    def front(self, node: Block) -> list[Block]:
        return self.in_section(self.pages(), node["c"][1], self.pages())

    def landscape(self, node: Block) -> list[Block]:
        before = self.section
        self.turned = True
        sideways = self.pages(self.heads[before.head])
        made = self.turn_to(sideways) + self.blocks(node["c"][1])
        self.turned = False
        return made + self.turn_to(before)

    def index(self, node: Block) -> list[Block]:
        before = self.section
        columns = Section(before.sheet, before.head, columns=2, continuous=True)
        after = Section(before.sheet, before.head, continuous=True)
        made = self.turn_to(columns)
        made.append(styled("Dòng chỉ mục", self.blocks(node["c"][1])))
        return made + self.turn_to(after)

    def toc(self, node: Block) -> list[Block]:
        style = "Dòng mục lục 2" if option(node, "level", "1") != "1" else "Dòng mục lục 1"
        made: list[Block] = []
        for inner in node["c"][1]:
            if inner["t"] == "Para":
                self.filled = True
                made.append(styled(style, [{"t": "Para", "c": self.toc_line(inner["c"])}]))
            else:
                made += self.block(inner)
        return made

    def toc_line(self, words: list[Inline]) -> list[Inline]:
        made = self.inlines(words)
        target = next((word["c"][2][0][1:] for word in words if word["t"] == "Link"), "")
        return [*made, xml.TAB, xml.page_number_of(target)] if target in self.places else made

    # --- Tables ---------------------------------------------------------------------------------------------
    def ruled(self, node: Block, style: str) -> Block:
        before, self.part = self.part, part_name(node, TABLE_STYLES) or "grid"
        content = node["c"]
        shares = [column[1].get("c", 1 / len(content[2])) for column in content[2]]
        self.whole += whole_rows(node)
        made = self.table(content)
        if self.part == "signatures":
            shares = [share * BESIDE for share in shares]
        if self.part == "facts" and before == "cover":
            style = "BangThongTinBia"
            shares = [share * COVER_FACTS for share in shares]
        made[2] = [
            [align, {"t": "ColWidth", "c": share}] for (align, _w), share in zip(made[2], shares, strict=True)
        ]
        self.dress(made)
        self.part = before
        made[0] = ["", [], [["custom-style", style]]]
        return {"t": "Table", "c": made}

    def dress(self, made: list[Any]) -> None:
        """Styles of paragraphs by place: head cells, labels, room for signatures; the foot stays with the last row."""
        for row in made[3][1]:
            _set_cells(row[1], "Đầu bảng")
            for cell in row[1]:
                cell[1] = {"t": "AlignCenter"}
        rows = [row[1] for body in made[4] for row in body[3]]
        for cells in rows:
            self.dress_row(cells)
        if self.part == "sign-off":
            for cells in rows[:-1] or rows:
                for cell in cells:
                    cell[4] = [*cell[4], styled("Chỗ ký", [_EMPTY])]
        if made[5][1] and made[4] and made[4][-1][3]:
            for cell in made[4][-1][3][-1][1]:
                cell[4] = [xml.raw_block(xml.KEEP_BEGIN), *cell[4], xml.raw_block(xml.KEEP_END)]
        for row in made[5][1]:
            _set_cells(row[1], "Chữ trong bảng")

    def dress_row(self, cells: list[Any]) -> None:
        if self.part == "facts":
            _set_cells(cells[:1], "Nhãn thông tin")
            _set_cells(cells[1:], "Chữ trong bảng")
        else:
            _set_cells(cells, "Chữ ký" if self.part == "sign-off" else "Chữ trong bảng")
        if self.part == "signatures":
            for cell in cells[1:]:
                cell[4] = cell[4] or [styled("Chỗ ký", [_EMPTY])]

    # --- Inlines --------------------------------------------------------------------------------------------
    def anchor(self, identifier: str) -> None:
        """The next words get this bookmark; the first place of a name is the one that counts."""
        if identifier and identifier not in self.seen:
            self.seen.add(identifier)
            self.anchors.append(identifier)

    def bookmarked(self, words: list[Inline]) -> list[Inline]:
        for identifier in self.anchors:
            words = [{"t": "Span", "c": [[xml.bookmark(identifier), [], []], words]}]
        self.anchors = []
        return words

    def inline(self, node: Inline) -> list[Inline]:
        if node["t"] == "Span":
            if part_name(node, ["page-ref"]):
                target = option(node, "target")
                return [xml.page_number_of(target)] if target in self.places else []
            return self.spanned(node)
        if node["t"] == "Link":
            return self.linked(node)
        if node["t"] == "Image":
            return [self.shown(node)]
        return [self.inside(node)]

    def spanned(self, node: Inline) -> list[Inline]:
        identifier = attributes(node)[0]
        words = self.inlines(node["c"][1])
        if not identifier or identifier in self.seen:
            return words
        self.seen.add(identifier)
        return [{"t": "Span", "c": [[xml.bookmark(identifier), [], []], words]}]

    def linked(self, node: Inline) -> list[Inline]:
        words, (target, title) = self.inlines(node["c"][1]), node["c"][2]
        if not target.startswith("#"):
            return [{"t": "Link", "c": [["", [], []], words, [target, title]]}]
        if target[1:] not in self.places:
            return words
        return [{"t": "Link", "c": [["", [], []], words, [f"#{xml.bookmark(target[1:])}", title]]}]

    def shown(self, node: Inline) -> Inline:
        name, alt, width = (
            node["c"][2][0].removeprefix("media/"),
            words_in(node["c"][1]),
            option(node, "width"),
        )
        sheet = self.section.sheet
        return picture(self.document.media, name, alt, width, sheet.text_width, sheet.text_height)


def _set_cells(cells: list[Any], style: str) -> None:
    for cell in cells:
        if cell[4]:
            cell[4] = [styled(style, _loose(cell[4]))]


def _loose(nodes: list[Any]) -> list[Any]:
    """`Plain` as `Para`: pandoc gives the style of a div to paragraphs only."""
    made = []
    for node in nodes:
        if node["t"] == "Plain":
            node = {"t": "Para", "c": node["c"]}
        elif node["t"] == "BulletList":
            node = {"t": "BulletList", "c": [_loose(item) for item in node["c"]]}
        elif node["t"] == "OrderedList":
            node = {"t": "OrderedList", "c": [node["c"][0], [_loose(item) for item in node["c"][1]]]}
        elif node["t"] == "Div":
            node = {"t": "Div", "c": [node["c"][0], _loose(node["c"][1])]}
        made.append(node)
    return made
