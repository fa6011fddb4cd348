"""Words of pandoc's inline elements. Pure; deep nesting costs no stack."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from procedures.importers.plain_text import one_line

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_INNER = {"Strong", "Emph", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_SECOND = {"Quoted", "Cite", "Link", "Image", "Span"}
_TEXT = {"Code", "Math", "RawInline"}


@dataclass(slots=True)
class Line:
    """A line of a paragraph; `bold` when all its words are."""

    text: str
    bold: bool


@dataclass(slots=True)
class _Writing:
    parts: list[tuple[str, bool]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def end_line(self) -> None:
        text = one_line(_CONTROL.sub("", "".join(part for part, _bold in self.parts)))
        if text:
            self.lines.append(Line(text, all(bold for part, bold in self.parts if part.strip())))
        self.parts = []


def lines_of(inlines: list[Any], notes: list[list[Any]]) -> list[Line]:
    """The lines of a paragraph, NFC, without empty ones; blocks of footnotes are added to `notes`."""
    writing = _Writing()
    stack: list[tuple[Any, bool]] = [(item, False) for item in reversed(inlines)]
    while stack:
        item, bold = stack.pop()
        kind, content = item.get("t"), item.get("c")
        if kind == "Str":
            writing.parts.append((str(content), bold))
        elif kind in ("Space", "SoftBreak"):
            writing.parts.append((" ", bold))
        elif kind == "LineBreak":
            writing.end_line()
        elif kind == "Note":
            notes.append(content)
        elif kind in _TEXT:
            writing.parts.append((str(content[1]), bold))
        elif kind in _INNER:
            stack.extend((inner, bold or kind == "Strong") for inner in reversed(content))
        elif kind in _SECOND:
            stack.extend((inner, bold) for inner in reversed(content[1]))
    writing.end_line()
    return writing.lines
