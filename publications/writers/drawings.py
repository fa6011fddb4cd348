"""A picture of the media table as an element of HTML."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from publications.errors import WriterError

SVG = "http://www.w3.org/2000/svg"
DRAWN = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "marker",
        "use",
        "clipPath",
    ]
)
"""What our pictures are made of; anything else (script, foreignObject, image) is left out."""


def inline_svg(svg: str, alt: str, number: int, width: str = "") -> str:
    """The drawing as one element with its alt text; `number` keeps its inner names apart from other drawings'.

    It is read and written anew, so that only drawing elements come through and every word is escaped.
    """
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - made by our own code, never uploaded
    except ElementTree.ParseError as error:
        raise WriterError("SVG", str(error)) from error
    _plain(root, f"d{number}-")
    root.set("xmlns", SVG)
    root.set("role", "img")
    root.set("aria-label", alt)
    if width:
        root.attrib.pop("height", None)
        root.set("width", width)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _plain(element: ElementTree.Element, prefix: str) -> None:
    """Without namespace prefixes, unknown elements, handlers and outside references; inner names get `prefix`."""
    element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    for name, value in list(element.attrib.items()):
        if name.startswith(("on", "{")) or (name == "href" and not value.startswith("#")):
            del element.attrib[name]
        elif name == "id":
            element.set(name, prefix + value)
        elif name == "href":
            element.set(name, f"#{prefix}{value[1:]}")
        else:
            element.set(name, re.sub(r"url\(#", f"url(#{prefix}", value))
    for child in list(element):
        if isinstance(child.tag, str) and child.tag.removeprefix(f"{{{SVG}}}") in DRAWN:
            _plain(child, prefix)
        else:
            element.remove(child)
