"""One Word document: pandoc's tree → `Reading`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.layout_parts import LENGTHS
from procedures.importers.reading import Reading
from procedures.importers.word import front, papers, prose_steps, steps, terms
from procedures.importers.word.acts import STANDARD, read_act_line
from procedures.importers.word.checking import check, is_internal_process
from procedures.importers.word.flattening import flatten
from procedures.importers.word.folding import fold, without_bullet
from procedures.importers.word.pieces import NO_SECTION, NOT_UNDERSTOOD, Piece, Table
from procedures.importers.word.process import read_process
from procedures.importers.word.sectioning import Section, layout_key, sections_of
from procedures.importers.word.tables import Grid, continued_grid, read_grid
from procedures.importers.word.work import Said, Work, joined, said_in

SPEAKS_OF = frozenset(
    {
        "iso_code", "name", "purpose", "scope", "definitions", "references", "steps", "forms", "legal_bases", "records",
        "versions", "code", "field", "field_name", "subjects", "channels", "online_url", "sets", "time_limit", "cases",
        "components", "fees", "results", "conditions", "public_steps", "promulgating_agency", "deciding_agency",
        "executing_agency", "authorised_agency", "coordinating_agencies", "owner_unit", "trigger", "deadline",
        "frequency", "occasions", "not_needed",
    }
)  # fmt: skip
"""Keys that a Word procedure can tell of."""

TABLE_KINDS = ("steps", "papers", "records", "forms", "amendments", "distribution", "duties")
OWN_KINDS = {
    "components": ("papers",), "records": ("records",), "forms": ("forms",), "steps": ("steps",), "flow": ("steps",),
    "amendments": ("amendments",), "distribution": ("distribution",), "duties": ("duties",), "sets": ("papers",),
}  # fmt: skip
TEXTS = ("purpose", "scope", "definitions", "conditions")
AGENCIES = (
    "promulgating_agency",
    "deciding_agency",
    "executing_agency",
    "authorised_agency",
    "coordinating_agencies",
)
_GOES_ON = re.compile(r"^(?:bang [^()]{0,60})?\(?tiep(?: theo| tuc)?\)?\W*$|\(tiep(?: theo| tuc)?\)\W*$")
Tables = dict[str, list[tuple[Grid, Section]]]


def read_tree(tree: dict[str, Any], name: str, findings: Findings) -> Reading | None:
    """What a Word document says, from pandoc's tree of it.

    Args:
        tree: of `pandoc_tree`.
        name: of the file; stands for the title of a text that has none.
        findings: where doubts go; only an empty document is an error.

    Returns: None when the document holds no text.
    """
    source = flatten(tree)
    if not source.pieces:
        findings.error(
            0, "", f"Tệp {name} không có chữ nào đọc được. Kiểm tra lại tệp.", FindingKind.FILE_EMPTY
        )
        return None
    sections = sections_of(source)
    work = Work(findings)
    by_key: dict[str, list[Section]] = {}
    for section in sections:
        by_key.setdefault(section.key, []).append(section)
    for section in sections:
        if not section.value:
            _settle_title(section)
    times = _read_all(sections, by_key, work)
    if not work.layout.get("name"):
        work.layout["name"] = name.rsplit(".", 1)[0][: LENGTHS["title"]] or "Quy trình"
        words = "Không thấy tên quy trình trong bản Word; tạm lấy tên tệp. Ghi tên đúng."
        work.doubt("name", words, FindingKind.VALUE_MISSING)
    check(work, source, by_key, times)
    return Reading(work.layout, tuple(piece.passage() for piece in source.pieces), SPEAKS_OF)


def _read_all(sections: list[Section], by_key: dict[str, list[Section]], work: Work) -> steps.StepTimes:
    cover = front.read_labels(by_key, work)
    tables = _tables_by_kind(sections)
    front.read_front(_front_pieces(sections), work)
    for grid, _section in tables.get("amendments", ()):
        front.read_amendments(grid, work, cover)
    for kind in ("distribution", "duties"):
        for grid, _section in tables.get(kind, ()):
            front.leave_table(grid)
    front.finish_versions(work, cover)
    _read_forms(by_key, tables, work)
    internal = is_internal_process(work, by_key, tables)
    if internal:
        read_process(by_key, work)
    else:
        _read_terms(by_key, tables, work)
    times = _read_steps(by_key, tables, work, internal)
    steps.clip_descriptions(work)
    _read_texts(by_key, work, internal)
    _read_records(by_key, tables, work)
    _settle(sections)
    return times


def _tables_by_kind(sections: Iterable[Section]) -> Tables:
    """Every table whose head is understood, by its kind; that of its section's own kind first."""
    found: Tables = {}
    for section in sections:
        before: Grid | None = None
        for table in section.tables():
            own = OWN_KINDS.get(section.key, ())
            grid = (read_grid(table, *own) if own else None) or read_grid(table, *TABLE_KINDS)
            if grid is None and before is not None and before.kind == "steps":
                grid = continued_grid(table, before)
            before = grid if grid is None or not grid.continues else before
            if grid is not None:
                found.setdefault(grid.kind, []).append((grid, section))
    return found


def _front_pieces(sections: list[Section]) -> list[Piece]:
    """Lines before the first heading of the body, in their order, those of the cover's tables too."""
    found: list[Piece] = []
    for section in sections:
        if section.key in ("purpose", "scope", "content", "references", "definitions"):
            break
        if section.key in ("", "toc"):
            for block in section.blocks:
                found += list(block.pieces()) if isinstance(block, Table) else [block]
    return found


def _lines(by_key: dict[str, list[Section]], key: str) -> list[Said]:
    return [said for section in by_key.get(key, ()) for said in said_in(section)]


# --- Lists ------------------------------------------------------------------------------------------------
def _read_forms(by_key: dict[str, list[Section]], tables: Tables, work: Work) -> None:
    for grid, _section in tables.get("forms", ()):
        papers.read_form_grid(grid, work)
    papers.read_form_lines(_lines(by_key, "forms"), work)


def _form_codes(work: Work) -> set[str]:
    return {form["code"] for form in work.layout.get("forms", ())}


def _read_records(by_key: dict[str, list[Section]], tables: Tables, work: Work) -> None:
    for grid, _section in tables.get("records", ()):
        papers.read_record_grid(grid, work)
    papers.read_record_lines(_lines(by_key, "records"), work)


def _read_terms(by_key: dict[str, list[Section]], tables: Tables, work: Work) -> None:
    """Everything that only an administrative procedure has."""
    forms = _form_codes(work)
    work.layout.setdefault("components", [])
    for grid, _section in tables.get("papers", ()):
        papers.read_component_grid(grid, work, forms)
    lines = _lines(by_key, "components")
    papers.read_component_lines([line for line in lines if not _sets_line(line, work)], work, forms)
    terms.read_sets(_lines(by_key, "sets"), work)
    terms.read_time(_lines(by_key, "time"), work)
    terms.read_place(_lines(by_key, "place"), work)
    terms.read_subjects(_lines(by_key, "subjects"), work)
    terms.read_results(_lines(by_key, "results"), work)
    for section in by_key.get("fees", ()):
        terms.read_fees(said_in(section), work, section.title.text if section.title else "")
    for key in AGENCIES:
        terms.read_agency(key, _lines(by_key, key), work)


def _sets_line(line: Said, work: Work) -> bool:
    """ "Số lượng: 01 bộ" inside the list of papers."""
    if re.match(r"so luong(?: ho so)?\b.*\bbo\b", fold(without_bullet(line.text))):
        terms.read_sets([line], work)
    return not line.first.is_open


# --- Steps ------------------------------------------------------------------------------------------------
def _read_steps(
    by_key: dict[str, list[Section]], tables: Tables, work: Work, internal: bool
) -> steps.StepTimes:
    times = steps.StepTimes()
    forms = _form_codes(work)
    unit = (work.layout.get("time_limit") or {}).get("unit")
    day_unit = "calendar_day" if unit == "calendar_day" else "working_day"
    grids = tables.get("steps", [])
    described = [(grid, section) for grid, section in grids if section.key != "flow"]
    for grid, _section in grids if described else ():
        if all(grid is not other for other, _ in described):
            _leave_flow_table(grid)
    chosen = described or grids
    phase = ""
    for grid, section in chosen:
        first = f"steps[{len(work.layout.get('steps', ())) + 1}]"
        if not grid.continues:
            phase = _phase_above(grid, section, first, phase) if len(chosen) > 1 else ""
        phase = steps.read_step_grid(grid, work, times, day_unit=day_unit, forms=forms, phase=phase)
    lines = _lines(by_key, "steps")
    if work.layout.get("steps"):
        rest = _steps_going_on(lines, len(work.layout["steps"]))
        count = prose_steps.read_step_lines(rest, work, times, day_unit=day_unit, forms=forms)
        _words_beside_steps(lines, work, internal)
    else:
        more = _lines(by_key, "content")
        count = prose_steps.read_step_lines([*lines, *more], work, times, day_unit=day_unit, forms=forms)
        count = count or prose_steps.read_step_lines(
            lines, work, times, day_unit=day_unit, forms=forms, by_bullets=True
        )
    if count:
        words = f"{count} bước được cắt ra từ lời văn. Xem và xác nhận từng bước."
        work.doubt("steps", words, FindingKind.STEPS_PROPOSED)
    return times


def _steps_going_on(lines: list[Said], count: int) -> list[Said]:
    """Lines from "Bước 4" on below a table of three steps; prose that begins anew is no step of its own."""
    numbers = [prose_steps.step_number(line.text) for line in lines]
    first = next((place for place, number in enumerate(numbers) if number), None)
    return lines[first:] if first is not None and numbers[first] == count + 1 else []


def _leave_flow_table(grid: Grid) -> None:
    for row in (*grid.head, *grid.body):
        for piece in row.pieces():
            piece.leave("Bảng lưu đồ; các bước lấy từ bảng mô tả.")


def _phase_above(grid: Grid, section: Section, first: str, former: str) -> str:
    """The line right above one of several tables of steps ("Trường hợp không phải xác minh").

    "(tiếp theo)" goes on with the former phase.
    """
    before: Piece | None = None
    rows = {id(row) for row in (*grid.head, *grid.body)}
    for block in section.blocks:
        if isinstance(block, Table):
            if any(id(row) in rows for row in block.rows):
                break
            before = None
        else:
            before = block
    if before is None or not before.is_open or len(before.text) > LENGTHS["phase"]:
        return ""
    if _GOES_ON.search(before.folded):
        before.leave("Lời nối hai phần của bảng các bước.")
        return former
    before.place(
        f"{first}.phase", "unsure", "Dòng trên bảng; hiểu là trường hợp hoặc giai đoạn của các bước."
    )
    return without_bullet(before.text).rstrip(":.")


def _words_beside_steps(lines: list[Said], work: Work, internal: bool) -> None:
    """Prose beside the table: the public order of steps when it is more than an introduction."""
    lines = [line for line in lines if line.first.is_open]
    told = [line for line in lines if prose_steps.is_step_line(line.text)]
    if told and internal:
        words = f"{len(told)} dòng “Bước …” ngoài bảng các bước chưa thành bước. Thêm bằng tay nếu còn thiếu."
        work.doubt("steps", words, FindingKind.STEP_NOT_UNDERSTOOD, told[0].first.where)
    if internal or (not told and sum(len(line.text) for line in lines) < 200):
        for line in lines:
            for piece in line.pieces:
                piece.leave("Lời dẫn của bảng các bước.")
        return
    work.layout["public_steps"] = work.fit(
        joined(lines), LENGTHS["long_text"], "public_steps", lines[0].first.where
    )
    for line in lines:
        line.place("public_steps", "unsure", "Lời văn ngoài bảng các bước; hiểu là trình tự công khai.")


# --- Texts ------------------------------------------------------------------------------------------------
def _read_texts(by_key: dict[str, list[Section]], work: Work, internal: bool) -> None:
    for key in TEXTS:
        if key == "conditions" and internal:
            continue
        _text(key, _lines(by_key, key), work)
    for line in _lines(by_key, "legal"):
        _act(line, "legal_bases", work)
    for line in _lines(by_key, "references"):
        if STANDARD.search(line.text) and len(line.text) < 120:
            for piece in line.pieces:
                piece.leave("Tiêu chuẩn ISO 9001; bản in luôn có dòng này.")
        else:
            _act(line, "references", work)


def _act(line: Said, key: str, work: Work) -> None:
    """A legal act; what is none stays a sentence of the references."""
    if line.is_nothing:
        line.place(key)
    elif not read_act_line(line, work):
        _add_reference(line, work)


def _text(key: str, lines: list[Said], work: Work) -> None:
    meant = [line for line in lines if not line.is_nothing]
    if meant:
        work.layout[key] = work.fit(joined(meant), LENGTHS["long_text"], key, meant[0].first.where)
    for line in lines:
        line.place(key)


def _add_reference(line: Said, work: Work) -> None:
    """A document that is no legal act stays a sentence of the references."""
    text = without_bullet(line.text)
    before = work.layout.get("references", "")
    if len(before) >= LENGTHS["long_text"]:
        return
    work.layout["references"] = work.fit(
        f"{before}\n\n{text}".strip(), LENGTHS["long_text"], "references", line.first.where
    )
    line.place("references")


# --- What is left -----------------------------------------------------------------------------------------
def _settle(sections: list[Section]) -> None:
    """Whatever nobody took is said to be so."""
    for section in sections:
        _settle_title(section)
        reason = _reason_left(section)
        for block in section.blocks:
            for piece in block.pieces() if isinstance(block, Table) else (block,):
                piece.leave(reason)


def _settle_title(section: Section) -> None:
    """A heading stands for its part."""
    if section.title is None:
        return
    key = layout_key(section.key)
    if key:
        section.title.place(key)
    else:
        section.title.leave("Tiêu đề mục." if section.key else NO_SECTION)


def _reason_left(section: Section) -> str:
    if section.key == "flow":
        return "Lưu đồ; hệ thống tự vẽ từ các bước."
    if section.key in ("distribution", "duties"):
        return "Nơi nhận, chữ ký của bản giấy; hệ thống ghi riêng."
    if section.key == "toc":
        return "Mục lục; hệ thống tự lập khi in."
    if not section.key and section.title is not None:
        return NO_SECTION
    return NOT_UNDERSTOOD
