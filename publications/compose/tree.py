"""Builders of pandoc's own tree (pandoc-types 1.23) as plain dicts: the only way in which documents are made.

`text()` is the only door for words; nothing here makes raw nodes, so no word of a user is ever read as markup.
The named parts (classes of divs, spans and tables) that the writers know stand in docs/documents.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from publications.compose.characters import clean

Inline = dict[str, Any]
Block = dict[str, Any]
Alignment = Literal["left", "center", "right"]
API_VERSION = [1, 23, 1]
_ALIGN = {"left": "AlignLeft", "center": "AlignCenter", "right": "AlignRight", "": "AlignDefault"}


def attr(classes: Sequence[str] = (), identifier: str = "", **attributes: str) -> list[Any]:
    """pandoc's Attr; underscores in names of attributes become hyphens."""
    pairs = [[name.replace("_", "-"), clean(value)] for name, value in attributes.items()]
    return [identifier, list(classes), pairs]


# --- Inlines ----------------------------------------------------------------------------------------------
def text(words: str) -> list[Inline]:
    """Words as they are: one `Str` per line, spaces inside it, line breaks between."""
    lines = clean(words).split("\n")
    found: list[Inline] = []
    for number, line in enumerate(lines):
        if number:
            found.append({"t": "LineBreak"})
        if line:
            found.append({"t": "Str", "c": line})
    return found


def strong(words: str | Sequence[Inline]) -> Inline:
    return {"t": "Strong", "c": _inlines(words)}


def emphasis(words: str | Sequence[Inline]) -> Inline:
    return {"t": "Emph", "c": _inlines(words)}


def superscript(words: str | Sequence[Inline]) -> Inline:
    return {"t": "Superscript", "c": _inlines(words)}


def subscript(words: str | Sequence[Inline]) -> Inline:
    return {"t": "Subscript", "c": _inlines(words)}


def line_break() -> Inline:
    return {"t": "LineBreak"}


def span(
    classes: Sequence[str], words: str | Sequence[Inline], identifier: str = "", **attributes: str
) -> Inline:
    return {"t": "Span", "c": [attr(classes, identifier, **attributes), _inlines(words)]}


def link(words: str | Sequence[Inline], target: str) -> Inline:
    """A link to an address, or to an anchor of this document ("#c3")."""
    return {"t": "Link", "c": [attr(), _inlines(words), [clean(target), ""]]}


def page_ref(anchor: str) -> Inline:
    """The number of the page on which `anchor` stands, where there are pages; nothing elsewhere."""
    return {"t": "Span", "c": [attr(["page-ref"], "", target=anchor), []]}


def image(name: str, alt: str, width: str = "") -> Inline:
    """A picture of the document's media table by name; `width` like "28mm"."""
    options = {"width": width} if width else {}
    return {"t": "Image", "c": [attr((), "", **options), text(alt), [f"media/{name}", ""]]}


def _inlines(words: str | Sequence[Inline]) -> list[Inline]:
    return text(words) if isinstance(words, str) else list(words)


# --- Blocks -----------------------------------------------------------------------------------------------
def para(*parts: str | Inline | Sequence[Inline]) -> Block:
    """A paragraph of words and inlines."""
    return {"t": "Para", "c": _joined(parts)}


def plain(*parts: str | Inline | Sequence[Inline]) -> Block:
    """Words without the space of a paragraph, for cells and list items."""
    return {"t": "Plain", "c": _joined(parts)}


def _joined(parts: Iterable[str | Inline | Sequence[Inline]]) -> list[Inline]:
    found: list[Inline] = []
    for part in parts:
        found += [part] if isinstance(part, dict) else _inlines(part)
    return found


def heading(
    level: int, words: str | Sequence[Inline], identifier: str = "", classes: Sequence[str] = ()
) -> Block:
    """A heading. Anchors are ASCII letters, digits and underscores, at most 40 (Word's rule)."""
    return {"t": "Header", "c": [level, attr(classes, identifier), _inlines(words)]}


def bullets(items: Iterable[Sequence[Block]]) -> Block:
    return {"t": "BulletList", "c": [list(item) for item in items]}


def numbered(items: Iterable[Sequence[Block]], start: int = 1) -> Block:
    listed = [list(item) for item in items]
    return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], listed]}


def div(classes: Sequence[str], blocks: Sequence[Block], identifier: str = "", **attributes: str) -> Block:
    return {"t": "Div", "c": [attr(classes, identifier, **attributes), list(blocks)]}


# --- Tables -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Column:
    """Width as a share of the table (all columns together 1) and alignment."""

    width: float
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """Blocks in a cell that may span rows and columns."""

    blocks: Sequence[Block] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    align: Alignment | Literal[""] = ""


CellContent = str | Sequence[Block] | Cell
Row = Sequence[CellContent]


def cell(content: CellContent) -> Cell:
    """Words, blocks or a ready cell as a cell."""
    if isinstance(content, Cell):
        return content
    if isinstance(content, str):
        return Cell([plain(content)] if content else [])
    return Cell(list(content))


def table(
    classes: Sequence[str],
    columns: Sequence[Column],
    body: Sequence[Row],
    *,
    head: Sequence[Row] = (),
    foot: Sequence[Row] = (),
    row_headers: int = 0,
    identifier: str = "",
) -> Block:
    """A table. `head` rows repeat on each page, `foot` stays with the last row; widths are shares of the whole."""
    specs = [[{"t": _ALIGN[c.align]}, {"t": "ColWidth", "c": c.width}] for c in columns]
    return {
        "t": "Table",
        "c": [
            attr(classes, identifier),
            [None, []],
            specs,
            [attr(), [_row(row) for row in head]],
            [[attr(), row_headers, [], [_row(row) for row in body]]],
            [attr(), [_row(row) for row in foot]],
        ],
    }


def _row(row: Row) -> list[Any]:
    return [attr(), [_cell(cell(content)) for content in row]]


def _cell(content: Cell) -> list[Any]:
    align = {"t": _ALIGN[content.align]}
    return [attr(), align, content.rows, content.columns, list(content.blocks)]
