"""When two snapshots count as equal, and how rich text reads without its markup."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

from procedures.snapshot_reading import Snapshot

_BLOCKS = {"p", "ul", "ol", "h2", "h3", "h4", "h5", "table", "tr", "br", "div", "blockquote"}
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        cleaned = {key: _clean(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if not _says_nothing(item)}
    if isinstance(value, list | tuple):
        return [item for item in map(_clean, value) if not _says_nothing(item)]
    return value


def normalised(snapshot: Snapshot | None) -> dict[str, Any]:
    """The content of a snapshot: NFC, without ``schema`` and without anything that is empty.

    A missing key, null, false, "", [] and {} all say "nothing", so they are equal. ``None`` (there was no
    edition before) is the empty content.
    """
    cleaned: dict[str, Any] = _clean(dict(snapshot or {}))
    cleaned.pop("schema", None)
    return cleaned


class _TextOfMarkup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n– ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" |")
        elif tag == "a" and self._links:
            link = self._links.pop()
            self.pieces.append(f" ({link})" if link else "")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain_text(markup: str) -> str:
    """Rich text as lines: blocks on their own line, list items with a dash, links with their address.

    Text without tags comes back as it is.
    """
    if not _TAG.search(markup):
        return markup
    parser = _TextOfMarkup()
    parser.feed(markup)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
