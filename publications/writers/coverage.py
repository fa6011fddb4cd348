"""Whether the document fonts can print a document. Asked before a file is made: a blank box is never an answer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from publications.compose.characters import clean
from publications.compose.document import Document
from publications.compose.printable import places_of, printable_characters
from publications.errors import UnprintableTextError
from publications.writers.paged_tree import words_of

_TAG = re.compile("<[^>]*>")


def require_printable(document: Document) -> None:
    """Raise UnprintableTextError when a word of the document holds a character that the fonts lack."""
    strange = set(document.canonical()) - printable_characters()
    if not strange:
        return
    found = [place for words in _all_words(document) for place in places_of(words, strange)]
    if found:
        raise UnprintableTextError(list(dict.fromkeys(found)))


def _all_words(document: Document) -> Iterator[str]:
    """Whatever gets printed, in the order of the pages; heads of chapters stand in their attributes."""
    info, layout = document.info, document.layout
    yield from map(clean, (info.title, info.unit, info.foot_line, layout.watermark, layout.copy_line))
    for block in document.blocks:
        if block["t"] == "Div":
            yield from (value for _name, value in block["c"][0][2])
        yield from words_of(block)
    for picture in document.media.values():
        yield from filter(str.strip, map(html.unescape, _TAG.split(picture)))
