"""Steps: from a table with columns, else from lines that begin with "Bước 1". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedures.importers.findings import FindingKind
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.reading import Layout
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.papers import form_in
from procedures.importers.word.pieces import Cell, Piece, Row
from procedures.importers.word.roles import role_of
from procedures.importers.word.tables import Grid, take_head
from procedures.importers.word.values import Duration, duration_of, number_text
from procedures.importers.word.work import ENOUGH, Work

NO_TIME = ("gio hanh chinh", "trong gio hanh chinh", "-", "–", "/", "khong", "khong quy dinh")
UNSURE_ROLE = "Vai trò suy ra từ chữ in; xem lại."
UNKNOWN_ROLE = "Chưa rõ vai trò nào; chọn vai trò cho bước này."
_TOTAL = re.compile(
    r"^(?:tong (?:cong|thoi gian|thoi han|so (?:thoi gian|ngay|gio))\b|(?:tong|cong)(?:$|\s*:))"
)
_TOTAL_LABEL = re.compile(
    r"^tổng\s*(?:cộng|số)?\s*(?:thời gian|thời hạn|ngày)?\s*(?:giải quyết|thực hiện|xử lý)?\s*(?:hồ sơ)?\s*:?\s*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[\d.,/½¼¾]{1,6}")
_RANGE = re.compile(r"\d\s*(?:[-–,&]|và|đến)\s*\d", re.IGNORECASE)
_OUTSIDE = re.compile(r"^không tính vào thời (?:hạn|gian)\.?\s*", re.IGNORECASE)


@dataclass(slots=True)
class Total:
    """The sum that a table prints below its steps; `text` is its value without the label."""

    text: str
    where: str
    phase: str
    pieces: list[Piece]


@dataclass(slots=True)
class StepTimes:
    """Times as read, by phase; for the comparison with the legal time limit."""

    by_phase: dict[str, list[Duration]] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    grid: Grid
    work: Work
    times: StepTimes
    day_unit: str
    forms: set[str]
    phase: str = ""
    merged: set[Cell] = field(default_factory=set)


def read_step_grid(
    grid: Grid,
    work: Work,
    times: StepTimes,
    *,
    day_unit: str = "working_day",
    forms: set[str],
    phase: str = "",
) -> str:
    """A table of steps; `day_unit` is what a bare "ngày" means, `phase` what the line above the table calls it.

    Returns the phase that holds below its last row.
    """
    take_head(grid, "steps")
    reading = _Reading(grid, work, times, day_unit, forms, phase)
    heads = {cell.text for row in grid.head for cell in row.cells()}
    for row in grid.body:
        filled = row.filled()
        if not filled:
            continue
        if len(filled) > 2 and all(cell.text in heads for cell in filled):
            _place_row(row, "steps")
        elif _TOTAL.match(filled[0].open_pieces[0].core) or _TOTAL.match(
            filled[min(1, len(filled) - 1)].open_pieces[0].core
        ):
            _total(reading, row, filled)
        elif _is_phase(reading, row, filled):
            reading.phase = work.fit(
                filled[0].text.replace("\n", " "), LENGTHS["phase"], "steps.phase", filled[0].pieces[0].where
            )
            _place_row(row, f"steps[{len(work.layout.get('steps', ())) + 1}].phase")
        elif _continues(reading, row):
            _continue(reading, row)
        else:
            _step(reading, row)
    return reading.phase


def _place_row(row: Row, key: str) -> None:
    for piece in row.pieces():
        piece.place(key)


def _total(reading: _Reading, row: Row, filled: list[Cell]) -> None:
    texts = [cell.text.replace("\n", " ") for cell in filled]
    text = " ".join(texts[1:]) if len(texts) > 1 else _TOTAL_LABEL.sub("", texts[0])
    pieces = [piece for cell in filled for piece in cell.open_pieces]
    reading.times.totals.append(Total(text, pieces[0].where, reading.phase, pieces))
    for piece in pieces:
        piece.place("time_limit", "sure", "Dòng tổng: chỉ dùng để đối chiếu với thời hạn.")


def _is_phase(reading: _Reading, row: Row, filled: list[Cell]) -> bool:
    """One text over nearly all columns divides the table."""
    return len(filled) == 1 and filled[0].columns >= max(len(row.slots) - 1, 2) and len(filled[0].text) <= 200


def _continues(reading: _Reading, row: Row) -> bool:
    """A row with a title only, where other rows have a number, goes on with the step above (a page break)."""
    grid = reading.grid
    filled = row.filled()
    return (
        "number" in grid.columns
        and bool(reading.work.layout.get("steps"))
        and len(filled) == 1
        and filled[0] is grid.cell(row, "title")
        and (number := grid.cell(row, "number")) is not None
        and not number.pieces
    )


def _continue(reading: _Reading, row: Row) -> None:
    steps = reading.work.layout["steps"]
    cell = row.filled()[0]
    describe(steps[-1], cell.text)
    for piece in cell.open_pieces:
        piece.place(
            f"steps[{len(steps)}].description", "unsure", "Dòng không có số; hiểu là phần tiếp của bước trên."
        )


def describe(step: Layout, text: str) -> None:
    if text and len(step.get("description", "")) < LENGTHS["long_text"]:
        apart = "\n" if text.startswith(("-", "–", "+", "•", "*")) else "\n\n"
        step["description"] = f"{step['description']}{apart}{text}" if step.get("description") else text


def _step(reading: _Reading, row: Row) -> None:
    grid, work = reading.grid, reading.work
    title = grid.cell(row, "title")
    lines = _title_lines(title) if title is not None else []
    if not lines and (description := grid.cell(row, "description")) is not None:
        title, lines = description, _title_lines(description)
    if not lines or title is None:
        _not_understood(work, row)
        return
    if len(work.layout.get("steps", ())) >= 300:
        for piece in row.pieces():
            piece.leave(ENOUGH)
        return
    step: Layout = {}
    key = work.add("steps", step)
    set_title(step, lines, key, work, title.pieces[0].where)
    _note_merged(reading, row, key, title)
    _note_range(reading, row, key)
    _position(reading, row, step, key)
    _duration(reading, row, step, key)
    _output(reading, row, step, key)
    if (description := grid.cell(row, "description")) is not None and description is not title:
        describe(step, description.text)
        _place_cell(description, f"{key}.description")
    if reading.phase:
        step["phase"] = reading.phase
    title.pieces[0].place(f"{key}.title")
    _place_cell(title, f"{key}.description")
    _place_row(row, key)


def _title_lines(cell: Cell) -> list[str]:
    lines = [
        without_bullet(piece.text) if count == 0 else piece.text for count, piece in enumerate(cell.pieces)
    ]
    return [line for line in lines if line]


def _not_understood(work: Work, row: Row) -> None:
    pieces = [piece for piece in row.pieces() if piece.is_open]
    words = " | ".join(piece.text for piece in pieces)
    work.doubt(
        "steps", f"Chưa hiểu dòng “{words[:100]}” của bảng các bước. Thêm bước này bằng tay nếu cần.",
        FindingKind.ROW_NOT_UNDERSTOOD, pieces[0].where,
    )  # fmt: skip
    for piece in pieces:
        piece.leave("Dòng của bảng các bước không có nội dung công việc.")


def _place_cell(cell: Cell | None, key: str, certainty: str = "sure", reason: str = "") -> None:
    for piece in cell.pieces if cell is not None else ():
        piece.place(key, "unsure" if certainty == "unsure" else "sure", reason)


def set_title(step: Layout, lines: list[str], key: str, work: Work, where: str) -> None:
    """The first line is the title, the others describe; a title too long for its field ends with its first sentence."""
    title, rest = lines[0], lines[1:]
    if len(title) > LENGTHS["step_title"]:
        cut = re.match(r"(.{10,380}?[.;:])\s+(?=\S)", title)
        title, more = (cut[1], title[cut.end() :]) if cut else (title, "")
        rest = [more, *rest] if more else rest
    step["title"] = work.fit(title, LENGTHS["step_title"], f"{key}.title", where)
    for line in rest:
        if found := _OUTSIDE.match(line):
            step["waits_outside"] = True
            step["waits_reason"] = line[found.end() :][: LENGTHS["waits_reason"]] or "Không tính vào thời hạn"
        elif line.startswith("Đầu vào: "):
            step["input"] = work.fit(line.removeprefix("Đầu vào: "), LENGTHS["in_out"], f"{key}.input", where)
        else:
            describe(step, line)


def _note_merged(reading: _Reading, row: Row, key: str, title: Cell) -> None:
    """Say once of a merged cell what is done with it."""
    for column, words in (("title", "nội dung"), ("position", "trách nhiệm"), ("duration", "thời gian")):
        cell = reading.grid.cell(row, column)
        if cell is None or cell.rows < 2 or not cell.pieces or cell in reading.merged:
            continue
        reading.merged.add(cell)
        what = "chỉ ghi ở bước đầu" if column == "duration" else "ghi lại ở từng bước"
        reading.work.doubt(
            key,
            f"Ô {words} “{cell.text[:60]}” gộp cho {cell.rows} dòng; {what}. Xem lại từng bước.",
            FindingKind.MERGED_CELLS,
            cell.pieces[0].where,
        )


def _note_range(reading: _Reading, row: Row, key: str) -> None:
    """One row numbered "2-3" stands for several steps."""
    cell = reading.grid.cell(row, "number")
    if cell is not None and cell.pieces and _RANGE.search(cell.text):
        words = (
            f"Dòng đánh số “{cell.text[:20]}” gộp nhiều bước; ghi thành một bước. Tách ra nếu là nhiều việc."
        )
        reading.work.doubt(key, words, FindingKind.STEP_NOT_UNDERSTOOD, cell.pieces[0].where)


def _position(reading: _Reading, row: Row, step: Layout, key: str) -> None:
    cell = reading.grid.cell(row, "position")
    words = _one_or_more_posts(cell)
    set_position(step, key, words, reading.work, cell.pieces[0].where if cell and cell.pieces else "")
    reason = UNSURE_ROLE if step.get("role") else UNKNOWN_ROLE
    _place_cell(cell, f"{key}.role" if step.get("role") else f"{key}.position", "unsure", reason)


def _one_or_more_posts(cell: Cell | None) -> str:
    """Lines of the cell: several posts are divided, the broken lines of one are joined."""
    lines = [without_bullet(piece.text) for piece in cell.pieces] if cell is not None else []
    several = len(lines) > 1 and all(role_of(line) for line in lines)
    return ("; " if several else " ").join(line.rstrip(";,") if several else line for line in lines).strip()


def set_position(step: Layout, key: str, words: str, work: Work, where: str) -> None:
    if words:
        step["position"] = work.fit(words, LENGTHS["position"], f"{key}.position", where)
    role = role_of(words)
    if role:
        step["role"] = role
    else:
        step["proposed"] = True


def _duration(reading: _Reading, row: Row, step: Layout, key: str) -> None:
    cell = reading.grid.cell(row, "duration")
    if cell is None or not cell.pieces or cell.row != row.index:
        return
    text = " ".join(cell.text.split())
    if _BARE_NUMBER.fullmatch(text):
        text = f"{text} {_head_unit(reading.grid)}".strip()
    set_duration(
        step,
        text,
        key,
        reading.work,
        reading.times,
        cell.pieces[0].where,
        day_unit=reading.day_unit,
        phase=reading.phase,
    )
    _place_cell(
        cell,
        f"{key}.duration"
        if "duration" in step
        else f"{key}.description"
        if text in step.get("description", "")
        else key,
    )


def _head_unit(grid: Grid) -> str:
    """The unit that the column's head gives to bare numbers: "Thời gian (giờ)" → "giờ"."""
    cells = [row.at(grid.columns["duration"]) for row in grid.head]
    words = " ".join(cell.text.lower() for cell in cells if cell is not None)
    found = re.search(r"ngày làm việc|ngày|giờ|phút", words)
    return found[0] if found else ""


def set_duration(
    step: Layout,
    text: str,
    key: str,
    work: Work,
    times: StepTimes,
    where: str,
    *,
    day_unit: str,
    phase: str = "",
) -> None:
    """Time of a step; words that name no single time go to the description."""
    duration = duration_of(text)
    if duration is None:
        if fold(text).strip(" .") in NO_TIME:
            return
        describe(step, f"Thời gian: {text}")
        work.doubt(
            key,
            f"Thời gian “{text[:80]}” không phải một con số; ghi vào diễn giải. Sửa lại nếu cần.",
            FindingKind.TIME_ONLY_IN_WORDS,
            where,
        )
        return
    if duration.is_bare_day:
        duration = duration.as_unit(day_unit)
    step["duration"] = {"value": number_text(duration.value), "unit": duration.unit}
    times.by_phase.setdefault(phase, []).append(duration)


def _output(reading: _Reading, row: Row, step: Layout, key: str) -> None:
    grid, work = reading.grid, reading.work
    for column in ("input", "form", "output"):
        cell = grid.cell(row, column)
        if cell is None or not cell.pieces:
            continue
        text = "; ".join(without_bullet(piece.text).rstrip(";.") for piece in cell.pieces)
        if fold(text).strip(" .-–") in ("", "khong"):
            _place_cell(cell, key)
            continue
        place = _put_output(step, column, text, reading.forms)
        if place != "form":
            step[place] = work.fit(step[place], LENGTHS["in_out"], f"{key}.{place}", cell.pieces[0].where)
        _place_cell(cell, f"{key}.{place}")


def _put_output(step: Layout, column: str, text: str, forms: set[str]) -> str:
    """Words of a form or result column: the form's code apart, the rest as result; "theo mục 5.2" is what comes in."""
    form = form_in(text, forms) if column in ("form", "output") else ""
    if form and "form" not in step:
        step["form"] = form
        text = _without_form(text, form)
        if not text:
            return "form"
    is_input = column == "input" or re.match(r"(?:ho so )?theo (?:muc|diem)", fold(text))
    place = "input" if is_input and "input" not in step else "output"
    step[place] = f"{step[place]}; {text}" if step.get(place) else text
    return place


def _without_form(text: str, form: str) -> str:
    rest = re.sub(
        rf"\s*\(\s*(?:theo\s+)?(?:mẫu(?:\s+số)?\s+)?{re.escape(form)}\s*\)|(?:mẫu(?:\s+số)?\s+)?{re.escape(form)}",
        "",
        text,
        count=1,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^[\s;:,.\-–]+|[\s;:,\-–]+$", "", rest)


def clip_descriptions(work: Work) -> None:
    """No description longer than its field; the cut is told."""
    for place, step in enumerate(work.layout.get("steps", ()), start=1):
        if "description" in step:
            key = f"steps[{place}].description"
            step["description"] = work.fit(step["description"], LENGTHS["long_text"], key, "")
