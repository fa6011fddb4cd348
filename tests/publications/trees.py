"""Walking composed documents, for tests that assert what may stand in them."""

import json
from xml.etree import ElementTree

NAMES_OF_NODES = {
    *(
        "Para",
        "Plain",
        "Header",
        "Div",
        "BulletList",
        "OrderedList",
        "Table",
        "ColWidth",
        "Decimal",
        "Period",
    ),
    *("Str", "Strong", "Emph", "Superscript", "Subscript", "LineBreak", "Span", "Link", "Image"),
    *("AlignLeft", "AlignRight", "AlignCenter", "AlignDefault"),
}
"""All that is composed; no raw node is among them."""


def nodes(part):
    """Every node of a tree, outer ones first."""
    if isinstance(part, dict):
        yield part
        yield from nodes(part.get("c"))
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from nodes(inner)


def all_strings(part):
    """Every text anywhere in the tree but names of nodes and of dict keys."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from all_strings(part.get("c"))
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from all_strings(inner)


def words(document):
    """What is printed, one run after the other."""
    return [node["c"] for node in nodes(document.blocks) if node["t"] == "Str"]


def text_of(part):
    """The words of a part with a blank between runs."""
    return " ".join(node["c"] for node in nodes(part) if node["t"] == "Str")


def attributes(document):
    """(identifier, classes, pairs) of everything that has attributes."""
    for node in nodes(document.blocks):
        if node["t"] in ("Div", "Span", "Link", "Image", "Table"):
            yield node["c"][0]
        elif node["t"] == "Header":
            yield node["c"][1]


def anchors(document):
    return [identifier for identifier, _classes, _pairs in attributes(document) if identifier]


def headings(document):
    """(level, words) in order."""
    return [(node["c"][0], text_of(node["c"][2])) for node in nodes(document.blocks) if node["t"] == "Header"]


def tables(document, kind):
    return [node for node in nodes(document.blocks) if node["t"] == "Table" and kind in node["c"][0][1]]


def divs(document, kind):
    return [node for node in nodes(document.blocks) if node["t"] == "Div" and kind in node["c"][0][1]]


def rows(table):
    """Words of the body, cell by cell."""
    return [[text_of(cell[4]) for cell in row[1]] for body in table["c"][4] for row in body[3]]


def assert_sound(document):
    """What every writer relies on (docs/documents.md)."""
    json.loads(document.pandoc_json())
    assert {node["t"] for node in nodes(document.blocks)} <= NAMES_OF_NODES
    found = anchors(document)
    assert len(found) == len(set(found))
    assert all(len(name) <= 40 and name.isascii() and name.replace("_", "a").isalnum() for name in found)
    for node in nodes(document.blocks):
        if node["t"] == "Link" and node["c"][2][0].startswith("#"):
            assert node["c"][2][0][1:] in found
        elif node["t"] == "Span" and "page-ref" in node["c"][0][1]:
            assert dict(node["c"][0][2])["target"] in found
        elif node["t"] == "Image":
            assert node["c"][2][0].removeprefix("media/") in document.media
            assert text_of(node["c"][1])
        elif node["t"] == "Table":
            assert_sound_table(node)
    for svg in document.media.values():
        ElementTree.fromstring(svg)  # noqa: S314 our own drawing


def assert_sound_table(table):
    columns = table["c"][2]
    assert abs(sum(width["c"] for _align, width in columns) - 1) < 0.001
    rows = [*table["c"][3][1], *(row for body in table["c"][4] for row in body[3]), *table["c"][5][1]]
    assert rows
    for row in rows:
        assert sum(cell[3] for cell in row[1]) == len(columns)
        assert not any(node["t"] == "Table" for cell in row[1] for node in nodes(cell[4]))
