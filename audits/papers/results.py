"""Tables of results: how often each grade was given, by checklist and by clause. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audits.papers.parts import GRADES
from publications.compose.tree import Block, Cell, Column, Row, plain, strong, table

LABEL_WIDTH = 0.2
SHORT = ("Phù hợp", "Lưu ý", "Khuyến nghị", "KPH nhẹ", "KPH nặng", "Không áp dụng", "Chưa đánh giá")
"""Heads of the columns, in the order of `GRADES`."""


def results_table(
    first_column: str, rows: Sequence[tuple[str, Mapping[str, int]]], total: Mapping[str, int]
) -> Block:
    """Counts of every grade for each row, and their sum at the foot."""
    share = (1 - LABEL_WIDTH) / (len(GRADES) + 1)
    columns = [Column(LABEL_WIDTH), *[Column(share, "center")] * (len(GRADES) + 1)]
    head: list[Row] = [[first_column, *SHORT, "Cộng"]]
    body: list[Row] = [[label, *_counts(counts)] for label, counts in rows]
    foot: list[Row] = [[_bold("Cộng", "left"), *(_bold(words) for words in _counts(total))]]
    return table(["grid"], columns, body, head=head, foot=foot)


def _counts(counts: Mapping[str, int]) -> list[str]:
    numbers = [counts.get(grade, 0) for grade in GRADES]
    return [str(number) if number else "–" for number in [*numbers, sum(numbers)]]


def _bold(words: str, align: Any = "center") -> Cell:
    return Cell([plain(strong(words))], align=align)
