"""PDF by typst, in this process: a template walks the tree, so that no word is ever parsed. PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.errors import TooSmallError
from publications.writers.base import Progress, Rendered, no_progress
from publications.writers.coverage import require_printable
from publications.writers.paged_tree import paged
from publications.writers.typesetting import FONTS, ROOT, Typesetter, forget, typst_version

STANDARDS = ["a-2a", "ua-1"]
UNDATED = dt.date(2000, 1, 1)
"""PDF/A demands a date; papers without one get this, never the clock's."""
UNTITLED = "Văn bản"
"""PDF/UA demands a title."""
LARGEST_SCALE = {"A5": 1.0, "A4": 1.2, "A3": 1.75, "A0": 5.0}
PRECISION = 0.005
MANY_PAGES = 30
"""After a document of more pages its memory is given back at once."""


class PdfWriter:
    """Writes tagged PDF. `smallest_scale`: how far letters may shrink to fit one sheet, 1 being those of A4."""

    suffix = "pdf"
    media_type = "application/pdf"

    def __init__(self, smallest_scale: float = 0.85) -> None:
        self.smallest_scale = smallest_scale

    def tools(self) -> dict[str, str]:
        return {"typst": typst_version(), "template": template_version()}

    def write(self, document: Document, progress: Progress = no_progress) -> Rendered:
        """Make the file. Raises UnprintableTextError, TooSmallError or WriterError."""
        require_printable(document)
        typesetter = Typesetter("document.typ", {"document": template_input(document)}, "PDF")
        if document.layout.one_page:
            progress(0, 2, "Tìm cỡ chữ vừa một tờ")
            self._fit(typesetter, document.layout.paper)
        progress(1, 2, "Dàn trang")
        content = typesetter.pdf(STANDARDS)
        pages = typesetter.pages()
        if pages > MANY_PAGES:
            forget()
        progress(2, 2, "Xong")
        return Rendered(content, self.suffix, self.media_type, self.tools(), pages)

    def _fit(self, typesetter: Typesetter, paper: str) -> None:
        """Set the largest scale at which everything stands on one sheet."""

        def fits(scale: float) -> bool:
            typesetter.inputs["scale"] = f"{scale:.4f}"
            return typesetter.pages() == 1

        low, high = self.smallest_scale, LARGEST_SCALE[paper]
        if not fits(low):
            raise TooSmallError(paper, low, self.smallest_scale)
        if fits(high):
            return
        while high - low > PRECISION * low:
            middle = (low + high) / 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        fits(low)


def template_input(document: Document) -> str:
    """What the template reads, as JSON."""
    tree = paged(document.blocks, document.layout)
    day = document.info.effective_on or UNDATED
    data = {
        "info": _cleaned(asdict(document.info) | {"foot_line": document.info.foot_line}),
        "title": clean(document.info.title) or UNTITLED,
        "layout": _cleaned(asdict(document.layout)),
        "date": [day.year, day.month, day.day],
        "media": document.media,
        "anchors": tree.anchors,
        "blocks": tree.blocks,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}


@functools.lru_cache(maxsize=1)
def template_version() -> str:
    """A short hash of templates, fonts and what prepares the tree: with typst's version all that shapes the bytes."""
    here = Path(__file__)
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*.typ"), *FONTS.glob("*.ttf"), here, here.with_name("paged_tree.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
