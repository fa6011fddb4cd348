"""A walk over pandoc's tree that puts other nodes in the place of some; the given tree stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from publications.compose.tree import Block, Inline
from publications.writers.paged_tree import WHOLE_ROW_LINES, row_height

Node = dict[str, Any]
_INLINES_AT = {"Header": 2, "Span": 1, "Link": 1, "Image": 1}
_ATTRIBUTES_AT = {"Header": 1, "Div": 0, "Span": 0, "Table": 0, "Link": 0, "Image": 0}


def attributes(node: Node) -> list[Any]:
    """[identifier, classes, pairs] of a node that has them."""
    found: list[Any] = node["c"][_ATTRIBUTES_AT[node["t"]]]
    return found


def option(node: Node, name: str, default: str = "") -> str:
    """The value of one attribute."""
    return next((value for key, value in attributes(node)[2] if key == name), default)


def part_name(node: Node, names: Iterable[str]) -> str:
    """Which of the named parts of docs/documents.md a node is; empty for none."""
    if node["t"] not in ("Div", "Span", "Table"):
        return ""
    classes = attributes(node)[1]
    return next((name for name in names if name in classes), "")


def named(nodes: Iterable[Node], name: str) -> Node | None:
    """The first div of a name."""
    return next((node for node in nodes if node["t"] == "Div" and name in attributes(node)[1]), None)


def whole_rows(table: Node) -> list[bool]:
    """For every row of a table, head and foot included, whether it is low enough to stay on one page."""
    _attributes, _caption, columns, head, bodies, foot = table["c"]
    shares = [column[1].get("c", 1 / len(columns)) for column in columns]
    rows = [*head[1], *(row for body in bodies for row in body[3]), *foot[1]]
    return [row_height(cells, shares) <= WHOLE_ROW_LINES for _attributes, cells in rows]


class TreeEdit:
    """Subclasses override `block` and `inline`: what stands in the place of a node, and call `inside` to go on."""

    def blocks(self, nodes: Iterable[Block]) -> list[Block]:
        return [made for node in nodes for made in self.block(node)]

    def inlines(self, nodes: Iterable[Inline]) -> list[Inline]:
        return [made for node in nodes for made in self.inline(node)]

    def block(self, node: Block) -> list[Block]:
        return [self.inside(node)]

    def inline(self, node: Inline) -> list[Inline]:
        return [self.inside(node)]

    def inside(self, node: Node) -> Node:
        """A copy of the node with its content edited."""
        kind, content = node["t"], node.get("c")
        if kind in ("Para", "Plain", "Strong", "Emph", "Superscript", "Subscript"):
            content = self.inlines(node["c"])
        elif kind in _INLINES_AT:
            place = _INLINES_AT[kind]
            content = [*node["c"][:place], self.inlines(node["c"][place]), *node["c"][place + 1 :]]
        elif kind == "Div":
            content = [node["c"][0], self.blocks(node["c"][1])]
        elif kind == "BulletList":
            content = [self.blocks(item) for item in node["c"]]
        elif kind == "OrderedList":
            content = [node["c"][0], [self.blocks(item) for item in node["c"][1]]]
        elif kind == "Table":
            content = self.table(node["c"])
        return node if content is None else {"t": kind, "c": content}

    def table(self, content: list[Any]) -> list[Any]:
        own, caption, columns, (head_attr, head), bodies, (foot_attr, foot) = content
        return [
            own,
            caption,
            columns,
            [head_attr, self.rows(head, "head")],
            [[a, headers, first, self.rows(rows, "body")] for a, headers, first, rows in bodies],
            [foot_attr, self.rows(foot, "foot")],
        ]

    def rows(self, rows: list[Any], part: str) -> list[Any]:
        """`part` is "head", "body" or "foot"."""
        return [[a, [self.cell(cell, part) for cell in cells]] for a, cells in rows]

    def cell(self, cell: list[Any], part: str) -> list[Any]:
        return [*cell[:4], self.blocks(cell[4])]
