"""Steps cut out of prose: lines that begin with "Bước 1", else numbered ones; each is a proposal. Pure."""

from __future__ import annotations

import re

from procedures.importers.reading import Layout
from procedures.importers.word.folding import numbering, without_bullet
from procedures.importers.word.papers import form_in
from procedures.importers.word.roles import role_of
from procedures.importers.word.steps import StepTimes, describe, set_position, set_title
from procedures.importers.word.values import durations, number_text
from procedures.importers.word.work import Said, Work

_STEP = re.compile(r"^\W*(?:bước\s+\d{1,2}|b\d{1,2})\s*[.:)\-–]?\s*", re.IGNORECASE)
_DOER_MARK = re.compile(
    r"\s+[-–]\s+(?!(?:Hộ tịch|Thống kê|Xây dựng|Xã hội|Kế hoạch|Môi trường|Nông nghiệp)\b)|:\s+"
)
"""Between who and what; not the dash inside the names of posts ("Tư pháp - Hộ tịch")."""


def is_step_line(text: str) -> bool:
    return bool(_STEP.match(text))


def read_step_lines(
    lines: list[Said], work: Work, times: StepTimes, *, day_unit: str = "working_day", forms: set[str]
) -> int:
    """Steps cut out of prose, each a proposal; returns how many. Lines before the first stay open."""
    marked = any(is_step_line(line.text) for line in lines)
    before = len(work.layout.get("steps", ()))
    for line in lines:
        begins = is_step_line(line.text) if marked else bool(numbering(line.text) or line.first.number)
        steps = work.layout.get("steps", [])
        if begins:
            _proposed_step(line, work, times, day_unit, forms)
        elif len(steps) > before:
            describe(steps[-1], line.text)
            line.place(f"steps[{len(steps)}].description", "proposed", "Lời văn dưới bước này.")
    return len(work.layout.get("steps", ())) - before


def _proposed_step(line: Said, work: Work, times: StepTimes, day_unit: str, forms: set[str]) -> None:
    text = without_bullet(_STEP.sub("", line.text, count=1)).strip() or line.text
    step: Layout = {"proposed": True}
    key = work.add_said("steps", step, line, "proposed", "Bước cắt ra từ lời văn; xem và xác nhận.")
    if not key:
        return
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
