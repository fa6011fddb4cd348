"""What a record says about its document: free chapters, the next issue, the register. Pure."""

from __future__ import annotations

from procedures.importers.field_reading import Reader
from procedures.importers.layout_parts import LENGTHS as L
from procedures.importers.layout_parts import MOST_ITEMS, read_rich
from procedures.importers.nodes import Mapping, Sequence
from procedures.importers.records import ChangePart, ChapterPart, RegisterPart, TablePart

MOST_CELLS = 50
ISSUE_KINDS = {k: k for k in ("revision", "edition")}
AUDIENCES = {a: a for a in ("public", "staff", "unit", "restricted")}


def read_chapter(reader: Reader) -> ChapterPart:
    table = reader.group("table")
    part = ChapterPart(
        title=reader.text("title", L["chapter_title"], required="Chương chưa có tên. Ghi title."),
        body=read_rich(reader, "text"),
        table=_read_table(table) if table is not None else None,
    )
    if part.body and part.table is not None:
        reader.fault("table", "Một chương là đoạn văn hoặc là bảng. Tách thành hai chương.")
    return part


def _read_table(reader: Reader) -> TablePart:
    columns = reader.texts("columns", MOST_CELLS, L["long_text"], keep_empty=True)
    rows = []
    for place, item in reader.items("rows", 10 * MOST_ITEMS):
        if not isinstance(item, Sequence) or len(item.items) > len(columns):
            message = (
                f"Mỗi dòng của bảng là một danh sách có nhiều nhất {len(columns)} ô (số cột). Sửa dòng này."
            )
            reader.findings.error(item.line, f"{reader.path}{place}", message)
            continue
        inner = Reader(Mapping({"cells": item}, item.line), reader.findings, f"{reader.path}{place}.")
        cells = inner.texts("cells", MOST_CELLS, L["long_text"], keep_empty=True)
        rows.append(cells + ("",) * (len(columns) - len(cells)))
    part = TablePart(columns, tuple(rows), reader.text("caption", L["long_text"]))
    reader.finish()
    return part


def read_change(parent: Reader) -> ChangePart | None:
    """What is written for the next issue; None without the key."""
    reader = parent.group("change")
    if reader is None:
        return None
    part = ChangePart(
        kind=reader.choice("kind", ISSUE_KINDS, default="revision"),
        reason=reader.text("reason", L["long_text"], lines=True),
        basis=reader.text("basis", L["basis"]),
        effective_from=reader.moment("effective_from"),
        decision_number=reader.text("decision_number", L["decision_number"]),
        decision_date=reader.date("decision_date"),
    )
    reader.finish()
    return part


def read_register(reader: Reader) -> RegisterPart:
    return RegisterPart(
        audience=reader.choice("audience", AUDIENCES) or None,
        review_cycle_months=reader.integer("review_cycle_months", 1, 600),
    )
