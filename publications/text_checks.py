"""What papers say about a text before it is submitted."""

from __future__ import annotations

import html

from publications.compose.printable import unprintable_places
from publications.errors import UnprintableTextError


def unprintable(text: str) -> str:
    """Which signs of a text, plain or rich, the document fonts lack, and where; "" for none."""
    found = unprintable_places(html.unescape(text))
    return str(UnprintableTextError(list(dict.fromkeys(found)))) if found else ""
