"""Sheets of paper and their margins, in millimetres, as every format but PDF sets them (the PDF's: typst/look.typ)."""

from __future__ import annotations

from dataclasses import dataclass

from publications.compose.document import Layout, PageStyle, Paper

PAPERS: dict[Paper, tuple[int, int]] = {
    "A5": (148, 210),
    "A4": (210, 297),
    "A3": (297, 420),
    "A0": (841, 1189),
}
"""Width and height of the upright sheet."""


@dataclass(frozen=True, slots=True)
class Margins:
    top: int
    right: int
    bottom: int
    left: int


MARGINS: dict[PageStyle, Margins] = {
    "notice": Margins(15, 15, 19, 20),
    "iso": Margins(32, 18, 20, 30),
    "decree": Margins(20, 15, 20, 30),
    "slip": Margins(11, 12, 15, 16),
    "register": Margins(14, 12, 17, 15),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it lies: width, height, margins."""

    width: int
    height: int
    margins: Margins

    @property
    def text_width(self) -> int:
        return self.width - self.margins.left - self.margins.right

    @property
    def text_height(self) -> int:
        return self.height - self.margins.top - self.margins.bottom


def sheet_of(layout: Layout, turned: bool = False) -> Sheet:
    """The sheet of a layout; `turned`: a part that lies the other way round."""
    width, height = PAPERS[layout.paper]
    if layout.landscape != turned:
        width, height = height, width
    return Sheet(width, height, MARGINS[layout.style])
