"""A document as a piece of HTML for our own pages, whose content policy forbids inline styles."""

from __future__ import annotations

import re

from publications.compose.document import Document
from publications.writers import pandoc
from publications.writers.html import HtmlTree

_WIDTH = re.compile(r'<col style="width: (\d+(?:\.\d+)?)%" />')
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')
_ALIGN_CLASSES = {"left": "", "center": ' class="doc-centred"', "right": ' class="doc-to-right"'}
_CLASSES = re.compile(r' class="([^"]*)"')


def html_fragment(document: Document, prefix: str) -> str:
    """The body of the document; `prefix` keeps the anchors of several on one page apart.

    Classes get "doc-" in front, so that the names of parts do not meet those of the site's own components. The words
    were escaped by pandoc; what stands in angle brackets was written by it or by `drawings`.
    """
    made = pandoc.convert(
        document, HtmlTree(document).run(), "html5", "--wrap=none", f"--id-prefix={prefix}"
    ).decode()
    made = _CLASSES.sub(_with_prefix, made)
    made = _WIDTH.sub(r'<col width="\1%">', made)
    return _ALIGN.sub(lambda found: _ALIGN_CLASSES[found.group(1)], made)


def _with_prefix(found: re.Match[str]) -> str:
    names = " ".join(f"doc-{name}" for name in found.group(1).split())
    return f' class="{names}"'


def fragment_version() -> str:
    """What shapes a fragment beside the document."""
    made_by = pandoc.sources("html.py", "fragment.py", "drawings.py", "screen_tree.py")
    return f"{pandoc.pandoc_version()}-{pandoc.version_of(*made_by)}"
