"""Pictures for formats that take no SVG."""

from __future__ import annotations

import functools

from publications.writers.typesetting import Typesetter


@functools.lru_cache(maxsize=256)
def svg_to_png(svg: str, ppi: float = 160) -> bytes:
    """The picture as PNG on white, its text in the document fonts; the same bytes for the same SVG.

    Sizes follow CSS: an SVG of 96 units is one inch wide, hence `ppi` pixels. Raises WriterError for what is no SVG.
    """
    return Typesetter("picture.typ", {"svg": svg}, "PNG").png(ppi)
