"""Steps cut out of prose: lines that begin with "Bước 1", else numbered ones; each is a proposal. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from procedures.importers.findings import FindingKind
from procedures.importers.reading import Layout
from procedures.importers.word.folding import STEP_RANGE, numbering, without_bullet
from procedures.importers.word.papers import form_in
from procedures.importers.word.roles import role_of
from procedures.importers.word.steps import StepTimes, describe, set_position, set_title
from procedures.importers.word.values import durations, number_text
from procedures.importers.word.work import Said, Work

_STEP = re.compile(rf"^\W*(?:bước\s+\d{{1,2}}{STEP_RANGE}|b\d{{1,2}})\s*[.:)\-–]?\s*", re.IGNORECASE)
_LIST_RANGE = re.compile(r"^\d{1,2}\s*[-–]\s*\d{1,2}\s*[.:)]\s*(?=\D)")
_BULLET = ("-", "–", "—", "+", "*", "•", "●", "▪", "◦")
_DOER_MARK = re.compile(
    r"\s+[-–]\s+(?!(?:Hộ tịch|Thống kê|Xây dựng|Xã hội|Kế hoạch|Môi trường|Nông nghiệp)\b)|:\s+"
)
"""Between who and what; not the dash inside the names of posts ("Tư pháp - Hộ tịch")."""


def is_step_line(text: str) -> bool:
    return bool(_STEP.match(text))


def step_number(text: str) -> int:
    """The number of a line that begins with "Bước 3"; 0 for any other."""
    found = re.search(r"\d{1,2}", text) if is_step_line(text) else None
    return int(found[0]) if found else 0


def read_step_lines(
    lines: list[Said],
    work: Work,
    times: StepTimes,
    *,
    day_unit: str = "working_day",
    forms: set[str],
    by_bullets: bool = False,
) -> int:
    """Steps cut out of prose, each a proposal; returns how many. Lines before the first stay open.

    Args:
        by_bullets: the items of a list without numbers are steps.
    """
    begins_step = _beginning(lines, by_bullets)
    before = len(work.layout.get("steps", ()))
    for line in lines:
        begins = begins_step(line)
        steps = work.layout.get("steps", [])
        if begins:
            _proposed_step(line, work, times, day_unit, forms)
        elif len(steps) > before:
            describe(steps[-1], line.text)
            line.place(f"steps[{len(steps)}].description", "proposed", "Lời văn dưới bước này.")
    return len(work.layout.get("steps", ())) - before


def _beginning(lines: list[Said], by_bullets: bool) -> Callable[[Said], bool]:
    """What a step begins with: "Bước 1" where any line has it, else a number, else the outermost bullets."""
    if any(is_step_line(line.text) for line in lines):
        return lambda line: is_step_line(line.text)
    if by_bullets:
        items = [line for line in lines if _is_item(line)]
        if len(items) < 2:
            return lambda _line: False
        outermost = min(line.first.depth for line in items)
        return lambda line: _is_item(line) and line.first.depth == outermost
    return lambda line: bool(numbering(line.text) or line.first.number or _LIST_RANGE.match(line.text))


def _is_item(line: Said) -> bool:
    return line.text.startswith(_BULLET) or bool(line.first.depth and line.first.starts)


def _proposed_step(line: Said, work: Work, times: StepTimes, day_unit: str, forms: set[str]) -> None:
    head = _STEP.match(line.text) or _LIST_RANGE.match(line.text)
    rest = line.text[head.end() :] if head else line.text
    text = without_bullet(rest).strip() or line.text
    step: Layout = {"proposed": True}
    key = work.add_said("steps", step, line, "proposed", "Bước cắt ra từ lời văn; xem và xác nhận.")
    if not key:
        return
    if head and len(re.findall(r"\d+", head[0])) > 1:
        words = (
            f"“{head[0].strip(' .:)')}” đánh số nhiều bước; ghi thành một bước. Tách ra nếu là nhiều việc."
        )
        work.doubt(key, words, FindingKind.STEP_NOT_UNDERSTOOD, line.first.where)
    sentence = re.match(r"(.{10,200}?[.;:])\s+(?=\S)", text)
    title = sentence[1].rstrip(".;:") if sentence else text
    doer, title = _doer(title)
    set_title(step, [title, text[sentence.end() :]] if sentence else [title], key, work, line.first.where)
    if doer:
        set_position(step, key, doer, work, line.first.where)
    found = durations(text)
    if len(found) == 1:
        duration = found[0].as_unit(day_unit) if found[0].is_bare_day else found[0]
        step["duration"] = {"value": number_text(duration.value), "unit": duration.unit}
        times.by_phase.setdefault("", []).append(duration)
    if form := form_in(text, forms):
        step["form"] = form


def _doer(title: str) -> tuple[str, str]:
    """ "Văn thư - Đóng dấu" → who and what; nobody where the words before the dash or colon name no role plainly."""
    for mark in _DOER_MARK.finditer(title[:120]):
        before, after = title[: mark.start()], title[mark.end() :]
        if after and role_of(before):
            return before, after[:1].upper() + after[1:]
    return "", title
