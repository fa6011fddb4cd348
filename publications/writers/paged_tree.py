"""The tree made ready for paper: anchors that are unique, headings without gaps, rows that may break, long words.

Pages ask for more than a flow of text does: PDF/UA refuses headings that skip a level, a link needs exactly one
place, a row higher than a page must break, and a word longer than a cell must not run into the next one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from publications.compose.document import Layout
from publications.compose.tree import Block, Inline

Node = dict[str, Any]
_ATTR_PLACE = {"Header": 1, "Div": 0, "Span": 0, "Table": 0}

CHARACTERS_PER_LINE = 62
"""Of a table as wide as an A4 sheet's text, at the size of tables; wider sheets only hold more."""
WHOLE_ROW_LINES = 20
"""Rows up to this height stay whole: half of a sheet on its side, the lowest there is."""
UPRIGHT_ROW_LINES = 30
"""The same for an upright sheet of A4 or more, which holds half as much again."""
LONG_WORD = 18
_WORDS = re.compile(rf"\S{{{LONG_WORD},}}")
_PIECE = re.compile(r".{1,9}?[/._@?&=:-]+|.{1,9}")


@dataclass(slots=True)
class PagedTree:
    """`anchors` holds the places that links may lead to."""

    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, bool] = field(default_factory=dict)


def paged(blocks: Iterable[Block], layout: Layout | None = None) -> PagedTree:
    """A changed copy of the tree; the given one stays as it is.

    Args:
        layout: of the sheets it will stand on; the lowest there are when left out.
    """
    is_high = layout is not None and not layout.landscape and layout.paper != "A5"
    return _Pass(UPRIGHT_ROW_LINES if is_high else WHOLE_ROW_LINES).run(blocks)


def words_of(node: Any) -> Iterator[str]:
    """The runs of words of a tree or a part of it, alt texts included."""
    if isinstance(node, list):
        for inner in node:
            yield from words_of(inner)
    elif isinstance(node, dict):
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") == "Image":
            yield from words_of(node["c"][1])
        else:
            yield from words_of(node.get("c"))


class _Pass:
    """One walk over a tree; knows what came before."""

    def __init__(self, whole_row_lines: int) -> None:
        self.anchors: dict[str, bool] = {}
        self.level = 0
        self.whole_row_lines = whole_row_lines

    def run(self, blocks: Iterable[Block]) -> PagedTree:
        done = [self.node(block) for block in blocks]
        return PagedTree(done, self.anchors)

    def node(self, node: Node) -> Node:
        kind, content = node["t"], node.get("c")
        if not isinstance(content, list):
            return node
        if kind == "Div" and "landscape" in content[0][1]:
            content = self.on_its_side(content)
        elif kind == "Table":
            content = self.table(content)
        elif kind == "Header":
            content = [self.heading_level(content[0]), content[1], self.content(content[2])]
        else:
            content = self.content(content)
        if kind in _ATTR_PLACE:
            place = _ATTR_PLACE[kind]
            content[place] = self.anchored(content[place])
        return {"t": kind, "c": content}

    def on_its_side(self, content: list[Any]) -> list[Any]:
        """What stands on sheets that lie the other way round."""
        upright, self.whole_row_lines = self.whole_row_lines, WHOLE_ROW_LINES
        done = self.content(content)
        self.whole_row_lines = upright
        return done

    def content(self, items: list[Any]) -> list[Any]:
        done: list[Any] = []
        for item in items:
            if isinstance(item, dict) and item.get("t") == "Str":
                done += with_breaks(item["c"])
            elif isinstance(item, dict) and "t" in item:
                done.append(self.node(item))
            else:
                done.append(self.content(item) if isinstance(item, list) else item)
        return done

    def heading_level(self, level: int) -> int:
        self.level = min(level, self.level + 1)
        return self.level

    def anchored(self, attributes: list[Any]) -> list[Any]:
        """The attributes, without an identifier that was used before: the first place is the one that counts."""
        identifier, *rest = attributes
        if identifier in self.anchors:
            return ["", *rest]
        if identifier:
            self.anchors[identifier] = True
        return attributes

    def table(self, content: list[Any]) -> list[Any]:
        attributes, caption, columns, head, bodies, foot = content
        shares = [column[1].get("c", 1 / len(columns)) for column in columns]

        def rows_of(rows: list[Any]) -> list[Any]:
            return [self.row(row, shares) for row in rows]

        head = [head[0], rows_of(head[1])]
        bodies = [[attr, headers, first, rows_of(rows)] for attr, headers, first, rows in bodies]
        foot = [foot[0], rows_of(foot[1])]
        if foot[1] and bodies:
            _keep_foot_with_last_row(bodies[-1][3], foot[1])
        return [attributes, caption, columns, head, bodies, foot]

    def row(self, row: list[Any], shares: list[float]) -> list[Any]:
        """The row, with the class `whole` where it stays on one page."""
        (identifier, classes, pairs), cells = row
        whole = row_height(cells, shares) <= self.whole_row_lines
        done = [[*cell[:4], self.content(cell[4])] for cell in cells]
        return [[identifier, [*classes, "whole"] if whole else classes, pairs], done]


def _keep_foot_with_last_row(rows: list[Any], foot: list[Any]) -> None:
    """Move the last row into the foot, the only group of rows that no page parts; not where a cell reaches into it."""
    last = len(rows) - 1
    alone = all(number + cell[2] <= last for number, row in enumerate(rows[:-1]) for cell in row[1])
    if rows and alone and _is_whole(rows[-1]):
        foot.insert(0, rows.pop())


def _is_whole(row: list[Any]) -> bool:
    return "whole" in row[0][1]


def with_breaks(words: str) -> list[Inline]:
    """Words with places where a very long one (an address, a code) may go on in the next line."""
    done: list[Inline] = []
    begin = 0
    for match in _WORDS.finditer(words):
        pieces = _PIECE.findall(match.group())
        done.append({"t": "Str", "c": words[begin : match.start()] + pieces[0]})
        for piece in pieces[1:]:
            done += [{"t": "Span", "c": [["", ["may-break"], []], []]}, {"t": "Str", "c": piece}]
        begin = match.end()
    if begin < len(words):
        done.append({"t": "Str", "c": words[begin:]})
    return done


def row_height(cells: list[Any], shares: list[float]) -> float:
    """Lines of the highest cell, rather too many; infinite where a cell spans rows, for its row alone says little."""
    highest, column = 0, 0
    for _attributes, _align, rows, columns, blocks in cells:
        if rows > 1:
            return math.inf
        share = sum(shares[column : column + columns])
        column += columns
        # Narrow cells lose more: to the insets, and to lines that end with the word.
        per_line = max(1.0, share * CHARACTERS_PER_LINE - 2)
        highest = max(highest, sum(_lines(block, per_line) for block in blocks))
    return highest


def _lines(node: Any, per_line: float) -> int:
    if isinstance(node, list):
        return sum(_lines(inner, per_line) for inner in node)
    if not isinstance(node, dict):
        return 0
    if node.get("t") in ("Para", "Plain", "Header"):
        breaks = sum(1 for part in node["c"] if isinstance(part, dict) and part.get("t") == "LineBreak")
        return breaks + math.ceil(max(1, sum(map(len, words_of(node)))) / per_line)
    return _lines(node.get("c"), per_line)
