"""Sections 1–7 of an ISO document (DOMAIN 1.4), alone or as a chapter of a handbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from procedures import facts
from procedures.snapshot_reading import Snapshot, part, parts
from publications.compose import tables, wording
from publications.compose.flow_chart import flow_charts
from publications.compose.numbering import Headings
from publications.compose.rich_text import rich_blocks
from publications.compose.sources import ProcedureSource
from publications.compose.tree import Block, bullets, div, image, para, plain

NOTHING = "Không quy định."
STANDARD = "TCVN ISO 9001:2015, Hệ thống quản lý chất lượng - Các yêu cầu"
INTERNAL_PARTS = ("when", "flow", "steps", "legal")


@dataclass(slots=True)
class Composition:
    """Blocks and pictures as they come; `name` makes pictures of several chapters distinct."""

    headings: Headings
    name: str = ""
    blocks: list[Block] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)

    def add(self, *blocks: Block | None) -> None:
        self.blocks += [block for block in blocks if block is not None]

    def lines(self, lines: Iterable[str]) -> None:
        """One line as a paragraph, several as points, none as "Không quy định."."""
        found = [line for line in lines if line]
        if len(found) > 1:
            self.add(bullets([plain(line)] for line in found))
        else:
            self.add(para(found[0] if found else NOTHING))

    def table(self, block: Block | None) -> None:
        self.add(block if block is not None else para("Không có."))

    def rich(self, html: str, otherwise: str = NOTHING) -> None:
        self.add(*(rich_blocks(html) or [para(otherwise)]))


def iso_sections(source: ProcedureSource, composition: Composition) -> None:
    """1 purpose … 7 records, then the free chapters."""
    snapshot, headings = source.snapshot, composition.headings
    chapters = part(snapshot, "chapters")
    name = snapshot.get("short_title") or snapshot.get("title") or ""
    composition.add(headings.next("Mục đích"))
    composition.rich(chapters.get("purpose") or "", f"Quy định thống nhất cách thực hiện “{name}”.")
    composition.add(headings.next("Phạm vi"))
    composition.rich(
        chapters.get("scope") or "", f"Áp dụng tại {part(snapshot, 'unit').get('name') or 'cơ quan'}."
    )
    composition.add(headings.next("Tài liệu viện dẫn"))
    _references(snapshot, composition)
    composition.add(headings.next("Định nghĩa, viết tắt"))
    composition.rich(chapters.get("definitions") or "", "Không có.")
    composition.add(headings.next("Nội dung quy trình"))
    _section_5(source, composition)
    composition.add(headings.next("Biểu mẫu"))
    composition.table(tables.forms_table(snapshot))
    composition.add(headings.next("Hồ sơ cần lưu"))
    composition.table(tables.records_table(snapshot))
    for chapter in chapters.get("extra") or ():
        composition.add(headings.next(chapter.get("title") or "Phụ lục"))
        composition.add(*rich_blocks(chapter.get("body") or ""))
        composition.add(tables.rows_table(chapter.get("columns") or (), chapter.get("rows") or ()))


def _references(snapshot: Snapshot, composition: Composition) -> None:
    acts = [wording.act_words(act) for act in parts(snapshot, "citations")]
    composition.add(bullets([plain(line)] for line in (STANDARD, *acts)))
    composition.add(*rich_blocks(part(snapshot, "chapters").get("references") or ""))


# --- Section 5 --------------------------------------------------------------------------------------------
def _section_5(source: ProcedureSource, composition: Composition) -> None:
    is_internal = source.snapshot.get("kind") == "internal_process"
    for name in INTERNAL_PARTS if is_internal else source.section_5:
        title, write = PARTS[name]
        composition.add(composition.headings.sub(title))
        write(source, composition)


def _conditions(source: ProcedureSource, composition: Composition) -> None:
    composition.rich(source.snapshot.get("conditions") or "")


def _components(source: ProcedureSource, composition: Composition) -> None:
    composition.table(tables.components_table(source.snapshot))
    if text := source.snapshot.get("not_needed"):
        composition.add(div(["note"], [para(f"Không phải nộp: {text}")]))


def _sets(source: ProcedureSource, composition: Composition) -> None:
    composition.add(para(f"{source.snapshot.get('sets') or 1:02d} bộ."))


def _time(source: ProcedureSource, composition: Composition) -> None:
    composition.lines(wording.time_lines(source.snapshot))


def _place(source: ProcedureSource, composition: Composition) -> None:
    place = wording.place_words(source.snapshot)
    composition.lines([f"Nơi tiếp nhận và trả kết quả: {place}.", *wording.channel_lines(source.snapshot)])


def _fees(source: ProcedureSource, composition: Composition) -> None:
    composition.lines(wording.fee_lines(source.snapshot, source.day))


def _legal(source: ProcedureSource, composition: Composition) -> None:
    composition.table(tables.citations_list(source.snapshot))


def _when(source: ProcedureSource, composition: Composition) -> None:
    snapshot = source.snapshot
    occasions = [row["label"] for row in parts(snapshot, "occasions") if row.get("label")]
    rows = [
        ("Khi nào làm", snapshot.get("trigger") or ""),
        ("Định kỳ", "; ".join(occasions)),
        ("Hạn hoàn thành", snapshot.get("deadline") or ""),
        ("Đơn vị chủ trì", snapshot.get("owner_unit_name") or ""),
    ]
    if any(value for _label, value in rows):
        composition.add(tables.facts_table(rows))
    else:
        composition.add(para(NOTHING))


def _flow(source: ProcedureSource, composition: Composition) -> None:
    charts = flow_charts(parts(source.snapshot, "steps"))
    if not charts:
        composition.add(para("Không có."))
    for number, (svg, alternative) in enumerate(charts, start=1):
        name = f"luu-do{composition.name}-{number}.svg"
        composition.media[name] = svg
        composition.add(div(["flow"], [para(image(name, alternative))]))


def _steps(source: ProcedureSource, composition: Composition) -> None:
    is_internal = source.snapshot.get("kind") == "internal_process"
    total = source.snapshot.get("deadline") or "" if is_internal else facts.time_headline(source.snapshot)
    composition.table(tables.steps_table(source.snapshot, "" if total == facts.NOT_STIPULATED else total))


Write = Callable[[ProcedureSource, Composition], None]
PARTS: dict[str, tuple[str, Write]] = {
    "conditions": ("Điều kiện thực hiện", _conditions),
    "components": ("Thành phần hồ sơ", _components),
    "sets": ("Số lượng hồ sơ", _sets),
    "time": ("Thời gian xử lý", _time),
    "place": ("Nơi tiếp nhận và trả kết quả", _place),
    "fees": ("Phí, lệ phí", _fees),
    "flow": ("Lưu đồ", _flow),
    "steps": ("Quy trình xử lý công việc", _steps),
    "legal": ("Cơ sở pháp lý", _legal),
    "when": ("Khi nào, hạn, ai chủ trì", _when),
}
