"""The tree made ready for formats without pages: references by section instead of page, headers of tables named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from publications.compose.tree import Block, Inline
from publications.writers.tree_edit import Node, TreeEdit, attributes, option, part_name

SEE = "xem"
_NUMBER = re.compile(r"\d+(?:\.\d+)*(?=\.? )")
Picture = Callable[[str, str, str], Inline]
"""Name in the media table, alt text, width like "28mm" → what stands for it."""


def words_in(node: Any) -> str:
    """All words of a node in order, alt texts included."""
    if isinstance(node, list):
        return "".join(map(words_in, node))
    if not isinstance(node, dict):
        return ""
    if node.get("t") == "Str":
        return str(node["c"])
    return " " if node.get("t") in ("LineBreak", "SoftBreak", "Space") else words_in(node.get("c"))


def places(nodes: Iterable[Any]) -> dict[str, str]:
    """Anchor → the number of its heading ("1.4"), empty where it has none."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, list):
            found = places(node) | found
        elif isinstance(node, dict) and isinstance(node.get("c"), list):
            if node["t"] in ("Header", "Div", "Span", "Table") and (identifier := attributes(node)[0]):
                number = _NUMBER.match(words_in(node)) if node["t"] == "Header" else None
                found.setdefault(identifier, number.group() if number else "")
            found = places(node["c"]) | found
    return found


class ScreenTree(TreeEdit):
    """What HTML and EPUB share; `picture` makes the node that shows a drawing."""

    def __init__(self, blocks: Iterable[Block], picture: Picture) -> None:
        self.given = list(blocks)
        self.places = places(self.given)
        self.picture = picture
        self.in_link = False

    def run(self) -> list[Block]:
        return self.blocks(self.given)

    def blocks(self, nodes: Iterable[Block]) -> list[Block]:
        """As given; several `Plain` in a cell or item become paragraphs, for pandoc would write them on one line."""
        given = list(nodes)
        if len(given) > 1:
            given = [{"t": "Para", "c": node["c"]} if node["t"] == "Plain" else node for node in given]
        return super().blocks(given)

    def inline(self, node: Inline) -> list[Inline]:
        if node["t"] == "Image":
            name = node["c"][2][0].removeprefix("media/")
            return [self.picture(name, words_in(node["c"][1]), option(node, "width"))]
        if part_name(node, ["page-ref"]):
            return self.reference(option(node, "target"))
        if node["t"] == "Link":
            return self.linked(node)
        return [self.inside(node)]

    def linked(self, node: Node) -> list[Inline]:
        """A link; only its words where its place is not in this document."""
        target = node["c"][2][0]
        if target.startswith("#") and target[1:] not in self.places:
            return self.inlines(node["c"][1])
        self.in_link = True
        made = self.inside(node)
        self.in_link = False
        return [made]

    def reference(self, target: str) -> list[Inline]:
        """Where a page number would stand: the number of the section, as a link."""
        if target not in self.places:
            return []
        number = self.places[target]
        words: Inline = {"t": "Str", "c": f"mục {number}" if number else SEE}
        return [words] if self.in_link else [{"t": "Link", "c": [["", [], []], [words], [f"#{target}", ""]]}]

    def table(self, content: list[Any]) -> list[Any]:
        made = super().table(content)
        for _attr, cells in made[3][1]:
            for cell in cells:
                _say(cell, "scope", "col")
        for _attr, headers, _first, rows in made[4]:
            for _row_attr, cells in rows:
                for cell in cells[:headers]:
                    _say(cell, "scope", "row")
        return made


def _say(cell: list[Any], name: str, value: str) -> None:
    identifier, classes, pairs = cell[0]
    cell[0] = [identifier, classes, [*pairs, [name, value]]]
