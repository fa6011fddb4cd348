"""Blocks that the pack and the minutes share. Pure; Vietnamese because it is official wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audits.rules.review_inputs import Entered, Grid, Section
from organisation.vietnamese_format import upper_first
from publications.compose.papers import facts_table, grid_table
from publications.compose.tree import Block, emphasis, heading, para, strong

WIDTHS: Mapping[str, float] = {
    "Mã": 1.7,
    "Số": 2.2,
    "Hạn": 1.6,
    "Ngày": 1.8,
    "Quyết định": 2,
    "Người thực hiện": 3,
    "Đơn vị": 2.5,
    "Tình trạng": 2.2,
    "Thay đổi": 2,
    "Chỉ tiêu": 1.6,
    "Đạt được": 2,
    "Đánh giá": 2,
    "Kỳ đo": 2.6,
    "Giá trị": 2.4,
    "Nguồn": 2.4,
    "Lĩnh vực": 3,
    "Căn cứ": 3,
    "Nội dung": 4,
    "Việc phải làm": 4,
    "Mục tiêu": 4,
    "Tên": 4,
    "Lý do": 4,
    "Kết luận": 4,
    "Nguyên nhân": 4,
}
"""Shares of the width of columns by their titles; 1.2 for the others, which hold a number."""


def section_blocks(number: int, section: Section) -> list[Block]:
    """One input: its heading with the clause, figures, tables, what units wrote."""
    blocks: list[Block] = [heading(2, f"{number}. {section.title} ({section.clause})")]
    if section.facts:
        blocks.append(facts_table((fact.label, _with_note(fact.value, fact.note)) for fact in section.facts))
    for grid in section.grids:
        blocks += grid_blocks(grid)
    if not section.has_figures and section.nothing:
        blocks.append(para(section.nothing))
    if section.source and section.has_figures:
        blocks.append(para(emphasis(f"Nguồn: {section.source}.")))
    for entry in section.entered:
        blocks += entered_blocks(entry)
    return blocks


def grid_blocks(grid: Grid) -> list[Block]:
    """A table under its caption, with what was left out in words."""
    shares = [WIDTHS.get(name, 1.2) for name in grid.head]
    columns = [(name, share / sum(shares)) for name, share in zip(grid.head, shares, strict=True)]
    blocks: list[Block] = [heading(3, grid.caption), grid_table(columns, grid.rows)]
    return [*blocks, para(emphasis(grid.more))] if grid.more else blocks


def entered_blocks(entry: Entered) -> list[Block]:
    """What a unit wrote, line by line, with who wrote it when."""
    first, *rest = lines_of(entry.text) or [""]
    blocks = [para(strong(f"{upper_first(entry.unit)}: "), first), *(para(line) for line in rest)]
    return [*blocks, para(emphasis(f"{entry.by}, ngày {entry.on}"))]


def lines_of(text: str) -> list[str]:
    """The lines of a text that have words."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def paragraphs(text: str) -> Iterable[Block]:
    """Each line of a text as a paragraph."""
    return (para(line) for line in lines_of(text))


def _with_note(value: str, note: str) -> str:
    return f"{value} ({note})" if note else value


def hash_words(digest: str) -> str:
    """A hash in groups of eight digits, so that it breaks between them and can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
