"""Words of pandoc's inline elements. Pure; deep nesting costs no stack."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from procedures.importers.plain_text import one_line

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_INNER = {"Strong", "Emph", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_SECOND = {"Quoted", "Cite", "Link", "Image", "Span"}
_TEXT = {"Code", "Math", "RawInline"}


@dataclass(slots=True)
class Line:
    """A line of a paragraph; `bold` and `italic` when all its words are."""

    text: str
    bold: bool
    italic: bool


_Style: TypeAlias = tuple[bool, bool]
"""Bold, italic."""


@dataclass(slots=True)
class _Writing:
    parts: list[tuple[str, _Style]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def end_line(self) -> None:
        text = one_line(_CONTROL.sub("", "".join(part for part, _style in self.parts)))
        if text:
            styles = [style for part, style in self.parts if part.strip()]
            self.lines.append(
                Line(text, all(bold for bold, _ in styles), all(italic for _, italic in styles))
            )
        self.parts = []


def lines_of(inlines: list[Any], notes: list[list[Any]]) -> list[Line]:
    """The lines of a paragraph, NFC, without empty ones; blocks of footnotes are added to `notes`."""
    writing = _Writing()
    stack: list[tuple[Any, _Style]] = [(item, (False, False)) for item in reversed(inlines)]
    while stack:
        item, style = stack.pop()
        kind, content = item.get("t"), item.get("c")
        if kind == "Str":
            writing.parts.append((str(content), style))
        elif kind in ("Space", "SoftBreak"):
            writing.parts.append((" ", style))
        elif kind == "LineBreak":
            writing.end_line()
        elif kind == "Note":
            notes.append(content)
        elif kind in _TEXT:
            writing.parts.append((str(content[1]), style))
        elif kind in _INNER:
            inner_style = (style[0] or kind == "Strong", style[1] or kind == "Emph")
            stack.extend((inner, inner_style) for inner in reversed(content))
        elif kind in _SECOND:
            stack.extend((inner, style) for inner in reversed(content[1]))
    writing.end_line()
    return writing.lines
