"""The flow chart of a procedure, drawn from its steps: three lanes (who | what | form or result), as SVG.

A step that checks, appraises or approves is a diamond with a way back; the first and the last are rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from publications.compose.characters import clean
from publications.compose.printable import spelled_words
from publications.compose.wording import form_and_result, responsible

Step = Mapping[str, Any]

MOST_HEIGHT = 860.0
"""Of one chart, in user units: a higher one would be shrunk to fit an A4 page, with letters too small to read."""
MOST_STEPS = 14
INK, FILL, DECISION_FILL, LINE = "#1f3a5f", "#e8edf3", "#fbf6e9", "#5b6673"
DECIDING = (
    "kiểm tra",
    "thẩm định",
    "thẩm tra",
    "xem xét",
    "phê duyệt",
    "duyệt",
    "xét duyệt",
    "rà soát",
    "đối chiếu",
)
WIDTH = 640.0
CENTRE, BOX_WIDTH = 320.0, 220.0
DIAMOND_WIDTH = 280.0
LEFT_WIDTH, RIGHT_START, MOST_LINES = 150.0, 486.0, 5
FONT, LINE_HEIGHT, GAP = 13.0, 15.5, 20.0
_NARROW, _WIDE = set("iíìỉĩịljtfrI.,:;'|!()-"), set("mwMWƠƯƯĂÂĐÔOQGCDHNUKAVXY%@")


@dataclass(frozen=True, slots=True)
class _Shape:
    number: int
    lines: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    kind: str  # "end", "task" or "decision"
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: SVG, the same in words, and the numbers of its first and last step."""

    svg: str
    alternative: str
    first: int
    last: int


def flow_charts(steps: Sequence[Step]) -> list[Chart]:
    """One chart, or several of about the same height when there are many steps; none without steps."""
    charts = []
    for shapes in _split(_shapes(steps)):
        first, last = shapes[0].number, shapes[-1].number
        charts.append(Chart(_svg(shapes), alternative_text(steps[first - 1 : last], first - 1), first, last))
    return charts


def alternative_text(steps: Sequence[Step], start: int = 0) -> str:
    """The chart in words, for those who do not see it."""
    said = [
        f"B{number} {step.get('title') or ''} ({responsible(step) or 'chưa phân công'})"
        for number, step in enumerate(steps, start=start + 1)
    ]
    return clean("Lưu đồ các bước: " + "; ".join(said) + ".")


def is_decision(step: Step) -> bool:
    """Does this step pass or send back?"""
    return any(word in (step.get("title") or "").lower() for word in DECIDING)


# --- Measuring --------------------------------------------------------------------------------------------
def text_width(words: str, size: float = FONT) -> float:
    """Estimated width in user units; a little too wide rather than too narrow."""
    units = sum(0.32 if c in _NARROW else 0.78 if c in _WIDE else 0.27 if c == " " else 0.52 for c in words)
    return units * size


def wrapped(words: str, width: float, most: int) -> tuple[str, ...]:
    """Lines that fit `width`; the last of at most `most` lines ends with an ellipsis when words are left."""
    lines: list[str] = []
    for word in spelled_words(clean(words)).split():
        for piece in _pieces(word, width):
            candidate = f"{lines[-1]} {piece}" if lines else piece
            if lines and text_width(candidate) <= width:
                lines[-1] = candidate
            else:
                lines.append(piece)
    if len(lines) > most:
        return (*lines[: most - 1], lines[most - 1].rstrip(",;. ") + "…")
    return tuple(lines)


def _pieces(word: str, width: float) -> list[str]:
    """A word cut so that each piece fits."""
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _shapes(steps: Sequence[Step]) -> list[_Shape]:
    shapes = []
    for number, step in enumerate(steps, start=1):
        kind = "end" if number in (1, len(steps)) else "decision" if is_decision(step) else "task"
        room = DIAMOND_WIDTH * 0.52 if kind == "decision" else BOX_WIDTH - 24
        lines = wrapped(f"B{number}. {step.get('title') or ''}", room, 4)
        left = wrapped(responsible(step), LEFT_WIDTH, MOST_LINES)
        right = wrapped(form_and_result(step), WIDTH - RIGHT_START, MOST_LINES)
        inner = len(lines) * LINE_HEIGHT
        height = inner * 1.9 + 14 if kind == "decision" else inner + 14
        sides = max(len(left), len(right)) * LINE_HEIGHT + 4
        shapes.append(_Shape(number, lines, left, right, kind, max(height, sides, 28.0)))
    return shapes


def _split(shapes: Sequence[_Shape]) -> list[list[_Shape]]:
    """Shapes of one chart each, none too high, as even as they can be."""
    if not shapes:
        return []
    whole = sum(shape.height + GAP for shape in shapes)
    count = max(-(-whole // MOST_HEIGHT), -(-len(shapes) // MOST_STEPS))
    share = whole / count
    charts: list[list[_Shape]] = [[]]
    height = 0.0
    for shape in shapes:
        added = shape.height + GAP
        is_full = height + added > MOST_HEIGHT or len(charts[-1]) == MOST_STEPS
        if charts[-1] and (is_full or (height + added / 2 > share and len(charts) < count)):
            charts.append([])
            height = 0.0
        charts[-1].append(shape)
        height += added
    return charts


# --- Drawing ----------------------------------------------------------------------------------------------
def _svg(shapes: list[_Shape]) -> str:
    parts: list[str] = []
    top = 6.0
    bottoms: list[float] = []
    for position, shape in enumerate(shapes):
        middle = top + shape.height / 2
        parts += [
            *_shape(shape, middle),
            *_lane(shape.left, 4.0, middle),
            *_lane(shape.right, RIGHT_START, middle),
        ]
        if bottoms:
            parts.append(_arrow(bottoms[-1], top))
        if shape.kind == "decision" and position:
            parts += _way_back(middle, bottoms[-1] + GAP / 2)
        bottoms.append(top + shape.height)
        top += shape.height + GAP
    height = bottoms[-1] + 6 if bottoms else 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.1f}" '
        f'width="{WIDTH:g}" height="{height:.1f}" font-family="Liberation Serif, Times New Roman, serif" '
        f'font-size="{FONT:g}" fill="#000">{"".join(parts)}</svg>'
    )


def _shape(shape: _Shape, middle: float) -> list[str]:
    half = shape.height / 2
    style = f'stroke="{INK}" stroke-width="1"'
    if shape.kind == "decision":
        reach, top, bottom = DIAMOND_WIDTH / 2, middle - half, middle + half
        corners = ((CENTRE, top), (CENTRE + reach, middle), (CENTRE, bottom), (CENTRE - reach, middle))
        points = " ".join(f"{x:g},{y:.1f}" for x, y in corners)
        drawn = f'<polygon points="{points}" fill="{DECISION_FILL}" {style}/>'
    else:
        radius, fill = (min(half, 20), FILL) if shape.kind == "end" else (0, "#fff")
        place = f'x="{CENTRE - BOX_WIDTH / 2:g}" y="{middle - half:.1f}"'
        size = f'width="{BOX_WIDTH:g}" height="{shape.height:.1f}" rx="{radius:.1f}"'
        drawn = f'<rect {place} {size} fill="{fill}" {style}/>'
    return [drawn, *_lines(shape.lines, CENTRE, middle, ' text-anchor="middle" font-weight="bold"')]


def _lane(lines: tuple[str, ...], x: float, middle: float) -> list[str]:
    return _lines(lines, x, middle, "")


def _lines(lines: Sequence[str], x: float, middle: float, more: str) -> list[str]:
    first = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + FONT * 0.34
    return [
        f'<text x="{x:g}" y="{first + index * LINE_HEIGHT:.1f}"{more}>{escape(line)}</text>'
        for index, line in enumerate(lines)
    ]


def _arrow(start: float, end: float) -> str:
    return (
        f'<path d="M{CENTRE} {start:.1f}V{end - 5:.1f}" stroke="{INK}" fill="none"/>'
        f'<path d="M{CENTRE} {end:.1f}l-4 -7h8z" fill="{INK}"/>'
    )


def _way_back(middle: float, to: float) -> list[str]:
    """Dashed, from the left corner of a diamond up to the arrow that leads into it."""
    corner, reach = CENTRE - DIAMOND_WIDTH / 2, CENTRE - DIAMOND_WIDTH / 2 - 8
    way = f"M{corner:g} {middle:.1f}H{reach:g}V{to:.1f}H{CENTRE - 5:g}"
    return [
        f'<path d="{way}" stroke="{LINE}" stroke-dasharray="3 2" fill="none"/>',
        f'<path d="M{CENTRE} {to:.1f}l-7 -3.5v7z" fill="{LINE}"/>',
        f'<text x="{reach + 4:g}" y="{to - 3:.1f}" font-size="11" fill="{LINE}">Không đạt</text>',
    ]
