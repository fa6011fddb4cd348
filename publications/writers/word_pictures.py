"""Pictures for Word: PNG of the drawings, large enough to print, never larger than a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from xml.etree import ElementTree

from publications.compose.tree import Inline
from publications.errors import WriterError
from publications.writers.pandoc import data_uri
from publications.writers.pictures import svg_to_png

DOTS_PER_INCH = 200
"""At least, on paper."""
HIGHEST = 0.9
"""Of the text's height, so that a heading may stand above."""
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72, "in": 25.4, "px": 25.4 / 96}


def picture(
    media: Mapping[str, str], name: str, alt: str, width: str, text_width: float, text_height: float
) -> Inline:
    """The image node; `width` like "28mm", as wide as the text without. Raises WriterError for an unknown name."""
    if name not in media:
        raise WriterError("docx", f"no picture named {name}")
    natural_width, natural_height = size_of(media[name])
    shown = min(_millimetres(width, text_width) or text_width, text_width)
    shown = min(shown, text_height * HIGHEST * natural_width / natural_height)
    # A whole number of dots per unit keeps the squares of a QR code sharp.
    dots = ceil(shown / 25.4 * DOTS_PER_INCH / natural_width)
    source = data_uri(svg_to_png(media[name], 96 * dots), "image/png")
    pairs = [["width", f"{shown:.2f}mm"], ["height", f"{shown * natural_height / natural_width:.2f}mm"]]
    return {"t": "Image", "c": [["", [], pairs], [{"t": "Str", "c": alt}], [source, ""]]}


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in its own units."""
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - made by our own code, never uploaded
    except ElementTree.ParseError as error:
        raise WriterError("docx", str(error)) from error
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4:
        return float(box[2]), float(box[3])
    return _number(root.get("width", "")), _number(root.get("height", ""))


def _number(words: str) -> float:
    found = re.match(r"\d+(?:\.\d+)?", words)
    return float(found.group()) if found else 100.0


def _millimetres(width: str, whole: float) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(mm|cm|pt|in|px|%)", width)
    if not found:
        return 0.0
    amount, unit = float(found[1]), found[2]
    return whole * amount / 100 if unit == "%" else amount * _MILLIMETRES[unit]
