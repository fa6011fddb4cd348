"""Prose of a procedure → proposed steps. Pure; a person confirms, edits or drops each of them.

Three ways of writing are known, tried in this order over the whole prose: "Bước 1: …" (with "4.1. …" inside),
numbers "1." or "1.1.", and dashes. What stands over steps ("* Trường hợp …", the name of a block) is their phase.
Nothing is lost: what is not cut stays in the prose, which the record keeps whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from procedures.importers.plain_text import one_line
from procedures.importers.portal.draft import shortened
from procedures.importers.portal.step_words import Actor, Duration, actor_in, duration_in

TITLE = 400
PHASE = 120
MOST_PROSE = 100_000
_ORDINALS = "nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười"
_RANGE = r"(?:\s{0,2}(?:[-–,&]|và|đến)\s{0,2}(?:bước\s{1,2})?\d{1,2}(?!\d)(?!\s{0,2}(?:ngày|giờ|phút|bản|bộ))){0,5}+"
"""One text for several steps: "Bước 2-3", "Bước 6, 7 và 8"."""
_STEP = re.compile(
    r"^[\W_]{0,6}(?:(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)[.)]\s{0,3})?"
    rf"(?:bước\s{{0,3}}(?:thứ\s{{1,3}})?(?:\d{{1,3}}|{_ORDINALS})\b(?!\.\d){_RANGE}|b\d{{1,2}}(?=\s{{0,3}}[:.]\D))\s{{0,3}}[:.)\-–]?\s{{0,3}}",
    re.IGNORECASE,
)
_INLINE_STEP = re.compile(r"(?<=[.;:)]) (?=Bước \d{1,2} ?[:.])")
_SUB = re.compile(r"^\d{1,2}(?:\.\d{1,2})+[.)]?\s{1,3}(?=\S)")
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\)|[IVX]{1,4}[.)])\s{0,3}(?=\D)")
_LETTER = re.compile(r"^[a-zđ]\)\s{0,3}(?=\S)")
_DASH = re.compile(r"^[-–•]\s{0,3}(?=[^\s\-–])")
_STAR = re.compile(r"^\*{1,2}\)?\s{0,3}(?=\S)")
_HEADING = re.compile(
    r"^[*)\s]{1,5}(?:trường hợp|đối với|trình tự|thủ tục|giai đoạn|phần|về việc)\b", re.IGNORECASE
)
_CONDITIONAL = re.compile(r"^[-–•\s]{0,3}(?:trường hợp|nếu|lưu ý|ghi chú)\b", re.IGNORECASE)
_NOTE = re.compile(r"^[*\-–\s]{0,4}(?:lưu ý|ghi chú|chú ý)\b", re.IGNORECASE)
_DEFAULT_NAME = re.compile(
    r"mặc định\W*|trình tự(?: thực hiện)?\W*|các bước(?: thực hiện)?\W*", re.IGNORECASE
)
_MARK = re.compile(
    r"^(?:[-–•*+]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|\((?:[ivx]{1,5}|\d{1,2})\)|[IVX]{1,4}[.)])\s{0,3}"
)


class Block(NamedTuple):
    """One entry of the portal's list of steps: its heading and its text, many lines each."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProposedStep:
    """A step cut out of prose.

    Attributes:
        block: number of the block it came from, from 0.
        title: its first sentence, at most 400 characters.
        text: all its words.
        phase: the heading over it, at most 120 characters.
    """

    block: int
    title: str
    text: str
    phase: str = ""
    actor: Actor | None = None
    duration: Duration | None = None


@dataclass
class Proposal:
    """Attributes:
    steps: in the order of the prose.
    uncut: numbers of blocks that could not be cut.
    """

    steps: list[ProposedStep] = field(default_factory=list)
    uncut: list[int] = field(default_factory=list)


def propose_steps(blocks: Iterable[Block], procedure_name: str = "") -> Proposal:
    """Cut the prose (no markup in it). A heading that only repeats the procedure's name is no phase."""
    listed = [Block(name, _INLINE_STEP.sub("\n", text)) for name, text in blocks]
    lines = [_lines(block) for block in listed]
    has_steps = any(_STEP.match(line) for block in lines for line in block)
    proposal = Proposal()
    phase = ""
    for number, block in enumerate(listed):
        if len(block.name) + len(block.text) > MOST_PROSE:
            proposal.uncut.append(number)
        elif has_steps and any(_STEP.match(line) for line in lines[number]):
            phase = _by_steps(proposal, number, block, procedure_name, phase)
        else:
            _by_marks(proposal, number, block, procedure_name, alone=len(listed) == 1, continues=has_steps)
    return proposal


def _lines(block: Block) -> list[str]:
    whole = f"{block.name}\n{block.text}"
    return [line.strip() for line in whole.split("\n") if line.strip()]


# --- "Bước 1: …" ----------------------------------------------------------------------------------------------


def _by_steps(proposal: Proposal, number: int, block: Block, procedure_name: str, phase: str) -> str:
    """Cut at "Bước n" and at "n.m."; returns the phase that holds at the end of the block."""
    lines = _lines(block)
    if block.name and not _STEP.match(block.name):
        phase = _phase(block.name, procedure_name)
        lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    current: list[str] = []
    in_notes = False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_sub = bool(current and _SUB.match(line))
        if _STEP.match(line) or is_sub:
            if not (is_sub and _is_bare_heading(current)):
                _add(proposal, number, current, phase)
                current = []
            current.append(line)
            in_notes = False
        elif _STAR.match(line) and (_NOTE.match(line) or (_HEADING.match(line) and _STEP.match(following))):
            _add(proposal, number, current, phase)
            current, in_notes = [], bool(_NOTE.match(line))
            phase = phase if in_notes else _phase(line, procedure_name)
        elif current and not in_notes:
            current.append(line)
    _add(proposal, number, current, phase)
    return phase


def _is_bare_heading(lines: list[str]) -> bool:
    """Only "Bước 4: Xác định nghĩa vụ tài chính": what follows as 4.1 belongs under it."""
    return len(lines) == 1 and bool(_STEP.match(lines[0])) and len(lines[0]) <= 160


# --- numbers and dashes ---------------------------------------------------------------------------------------


def _by_marks(
    proposal: Proposal, number: int, block: Block, procedure_name: str, *, alone: bool, continues: bool
) -> None:
    """A block without "Bước": numbered, dashed, or one step; with a heading "Lưu ý" it holds none."""
    if _NOTE.match(block.name) or not (block.name or block.text):
        return
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    notes = next((n for n, line in enumerate(lines) if _NOTE.match(line) and _STAR.match(line)), len(lines))
    lines = lines[:notes]
    pieces = _cut(lines, _NUMBER) or _cut(lines, _LETTER) or _cut(lines, _DASH)
    if len(pieces) > 1 and not continues:
        phase = _phase(block.name, procedure_name)
        if pieces[0][-1].endswith(":") and not _MARK.match(pieces[0][0]):
            phase = _phase(pieces.pop(0)[-1], procedure_name) or phase
        for piece in pieces:
            _add(proposal, number, piece, phase)
    elif block.name and not _DEFAULT_NAME.fullmatch(block.name) and not alone:
        _add(proposal, number, [block.name, *lines], "")
    elif len(lines) == 1 or len(pieces) == 1:
        _add(proposal, number, lines, "")
    elif lines:
        proposal.uncut.append(number)


def _cut(lines: list[str], mark: re.Pattern[str]) -> list[list[str]]:
    """Lines in groups that begin with `mark`; conditional ones belong to the group before. [] without any mark."""
    groups: list[list[str]] = []
    for line in lines:
        if mark.match(line) and not (groups and _CONDITIONAL.match(line)):
            groups.append([line])
        elif groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    marked = sum(1 for group in groups if mark.match(group[0]))
    return groups if marked >= 2 or (marked and len(groups) == 1) else []


# --- one step -------------------------------------------------------------------------------------------------


def _phase(heading: str, procedure_name: str) -> str:
    text = _MARK.sub("", one_line(heading)).strip(" :")
    if _DEFAULT_NAME.fullmatch(text) or text.casefold() == procedure_name.casefold():
        return ""
    return shortened(text, PHASE)


def _add(proposal: Proposal, number: int, lines: list[str], phase: str) -> None:
    if not lines:
        return
    title = _title(lines)
    if not title:
        return
    text = "\n".join(lines)
    proposal.steps.append(
        ProposedStep(number, shortened(title, TITLE), text, phase, _actor(lines), duration_in(text))
    )


def _plain(line: str) -> str:
    return _MARK.sub("", _STEP.sub("", line)).strip()


def _title(lines: list[str]) -> str:
    """The first sentence; one that only names who acts ("… thực hiện:") takes the next line with it."""
    words = [text for text in map(_plain, lines) if text]
    if not words:
        return ""
    first = _first_sentence(words[0])
    if len(words) > 1 and len(first) < TITLE // 2 and _only_names(words[0], lines):
        return f"{first.rstrip(' :.')}: {_first_sentence(words[1])}"
    return first


def _only_names(first: str, lines: list[str]) -> bool:
    """Does a first line only say who, or what comes?"""
    goes_on = len(lines) > 1 and bool(_DASH.match(lines[1]) or _SUB.match(lines[1]))
    return first.endswith(":") or (not first.endswith((".", ";")) and len(first) < (90 if goes_on else 40))


def _first_sentence(text: str) -> str:
    found = re.search(r"[.;](?=\s|$)", text)
    return (text[: found.start()] if found and found.start() > 3 else text).strip(" .;")


def _actor(lines: list[str]) -> Actor | None:
    """Who acts in the first line that says anything."""
    for line in lines:
        words = _plain(line)
        if words:
            return actor_in(_first_sentence(words))
    return None
