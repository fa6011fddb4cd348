"""Rich text as files carry it: the few elements every output can show, in one canonical form. Pure.

Canonical: no attributes but the address of a link, NFC, white space as a browser shows it, no control characters. So
two texts that look the same are the same, whatever editor wrote them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

KEPT_TAGS = ("p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "h3", "h4", "sub", "sup")
BLOCKS = {"p", "ul", "ol", "li", "h3", "h4"}
SILENT = {"script", "style", "template", "noscript", "iframe", "object", "embed"}
"""Elements whose content is no text for people: dropped whole. Other unknown elements leave their words."""
OWN_ATTRIBUTES = {"data-block-key", "linktype", "id", "href"}
URL_SCHEMES = {"", "http", "https", "mailto", "tel"}

_SPACES = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class CleanMarkup:
    """Canonical markup, and the names of what was not kept ("script", "onclick")."""

    html: str
    dropped: tuple[str, ...]


def clean_markup(html: str) -> CleanMarkup:
    """Keep what is portable: unknown elements leave their words, scripts leave nothing."""
    soup = BeautifulSoup(html, "html.parser")
    dropped: dict[str, None] = {}
    for string in soup.find_all(string=True):
        if isinstance(string, Comment) or type(string) is not NavigableString:
            string.extract()
    for tag in soup.find_all(True):
        if not tag.decomposed:
            _clean_tag(tag, dropped)
    whole = BeautifulSoup(soup.decode(), "html.parser")  # joins the words that unwrapped elements left apart
    for string in whole.find_all(string=True):
        _clean_string(string)
    return CleanMarkup(whole.decode().strip(), tuple(dropped))


def _clean_tag(tag: Tag, dropped: dict[str, None]) -> None:
    name = tag.name.lower()
    dropped.update(dict.fromkeys(key for key in tag.attrs if key not in OWN_ATTRIBUTES))
    if name in SILENT:
        dropped[name] = None
        tag.decompose()
    elif name == "a" and is_safe_address(str(tag.get("href", ""))):
        tag.attrs = {"href": str(tag["href"]).strip()}
    elif name in KEPT_TAGS:
        tag.attrs = {}
    else:
        dropped[name] = None
        tag.unwrap()


def is_safe_address(address: str) -> bool:
    """May a link lead there? Addresses of this site and of the web, mail and telephone."""
    address = address.strip()
    if not address or _CONTROL.search(address):
        return False
    try:
        return urlsplit(address).scheme.lower() in URL_SCHEMES
    except ValueError:
        return False


def _clean_string(string: NavigableString) -> None:
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", str(string)))
    text = _CONTROL.sub("", text)
    before, after = string.previous_sibling, string.next_sibling
    inside_block = string.parent is not None and string.parent.name in BLOCKS | {"[document]"}
    if _is_break(before) or (before is None and inside_block):
        text = text.lstrip(" ")
    if _is_break(after) or (after is None and inside_block):
        text = text.rstrip(" ")
    if text:
        string.replace_with(text)
    else:
        string.extract()


def _is_break(neighbour: object) -> bool:
    return isinstance(neighbour, Tag) and neighbour.name in BLOCKS | {"br"}


def plain_paragraphs(html: str) -> str | None:
    """The text of canonical markup that is nothing but paragraphs and line breaks, as a file writes it; else None."""
    soup = BeautifulSoup(html, "html.parser")
    paragraphs = []
    for node in soup.children:
        if not isinstance(node, Tag) or node.name != "p":
            return None
        if any(isinstance(inner, Tag) and inner.name != "br" for inner in node.children):
            return None
        paragraphs.append("".join("\n" if isinstance(i, Tag) else str(i) for i in node.children))
    return "\n\n".join(paragraphs)


def is_blank(html: str) -> bool:
    """Is there nothing to read in canonical markup?"""
    return not BeautifulSoup(html, "html.parser").get_text().strip()


def links_in(html: str) -> tuple[str, ...]:
    """The addresses that canonical markup leads to."""
    if "<a " not in html:
        return ()
    return tuple(str(link["href"]) for link in BeautifulSoup(html, "html.parser").find_all("a", href=True))
