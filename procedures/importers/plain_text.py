"""Cleaning of texts that come from files, and the way from plain text to rich text. Pure."""

from __future__ import annotations

import re
import unicodedata
from html import escape

_SPACES = re.compile(r"[ \t\u00a0]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_MARKUP = re.compile(r"<\s*[/!]?\s*[a-zA-Z][^<>\n]{0,200}>|<\s*script", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

_HALF = re.compile(r"[\ud800-\udfff]")
"""One half of a pair: JSON can spell it, no database can store it."""


def control_character(text: str) -> int | None:
    """Position of the first invisible control or direction character that no text needs; None when clean."""
    found = _CONTROL.search(text)
    return found.start() if found else None


def without_control_characters(text: str) -> str:
    """The text with a space for each control or direction character, and U+FFFD for what is no character."""
    return _CONTROL.sub(" ", _HALF.sub("\ufffd", text))


def one_line(text: str) -> str:
    """NFC, one line, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", " ".join(text.split()))).strip()


def many_lines(text: str) -> str:
    """NFC, trimmed lines, paragraphs kept apart by one empty line."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = "\n".join(_SPACES.sub(" ", line).strip() for line in lines)
    return _PARAGRAPH.sub("\n\n", tidy).strip()


def has_markup(text: str) -> bool:
    """Does the text look as if it held HTML or a script?"""
    return bool(_MARKUP.search(text))


def rich_from_plain(text: str) -> str:
    """Paragraphs of a plain text as rich text; every character of the text stays visible text."""
    paragraphs = [p for p in _PARAGRAPH.split(text.strip()) if p.strip()]
    return "".join(f"<p>{escape(p.strip(), quote=False)}</p>".replace("\n", "<br/>") for p in paragraphs)
