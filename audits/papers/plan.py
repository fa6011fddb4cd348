"""The plan of one audit ("Kế hoạch đánh giá nội bộ"). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audits.papers.parts import (
    Frame,
    audit_paper,
    leader,
    lines,
    local_moment,
    moment_words,
    person_words,
    section,
    signer,
)
from audits.papers.report import audit_facts
from organisation.vietnamese_format import format_date
from publications.compose.document import Document
from publications.compose.papers import grid_table
from publications.compose.tree import Block, para

TITLE = "Kế hoạch đánh giá nội bộ"
COLUMNS = (
    ("TT", 0.07),
    ("Ngày", 0.15),
    ("Giờ", 0.18),
    ("Nội dung", 0.25),
    ("Địa điểm", 0.15),
    ("Đánh giá viên", 0.2),
)


def compose_plan(audit: Mapping[str, Any], frame: Frame, short_notice_reason: str = "") -> Document:
    """The plan; `audit` is the part of that name of `audits.rules.report_content`."""
    blocks: list[Block] = [
        section("I. Nội dung"),
        audit_facts(audit),
        section("II. Lịch làm việc"),
        _schedule(audit["sessions"]),
        section("III. Gửi và xác nhận"),
        *_way(audit),
    ]
    if words := lines(short_notice_reason):
        blocks += [section("IV. Lý do gửi kế hoạch gấp"), *words]
    return audit_paper(
        frame,
        "audit_plan",
        TITLE,
        f"Cuộc đánh giá {audit['code']}: {audit['unit']}",
        blocks,
        [signer("NGƯỜI LẬP KẾ HOẠCH", audit["drawn_up_by"]), leader(audit["approved_by"])],
        code=audit["code"],
    )


def _schedule(sessions: Sequence[Mapping[str, Any]]) -> Block:
    if not sessions:
        return para("Chưa xếp lịch.")
    rows = [[str(number), *_line(session)] for number, session in enumerate(sessions, start=1)]
    return grid_table(COLUMNS, rows)


def _line(session: Mapping[str, Any]) -> list[str]:
    begin, end = (local_moment(session[name]) for name in ("starts_at", "ends_at"))
    hours = f"{begin:%H:%M} – {end:%H:%M}"
    if end.date() != begin.date():
        hours += f" ({format_date(end)})"
    return [format_date(begin), hours, session["topic"], session["place"], session["auditor"]]


def _way(audit: Mapping[str, Any]) -> list[Block]:
    told = []
    if audit["approved_at"]:
        who = person_words(audit["approved_by"])
        told.append(f"Phê duyệt và gửi đơn vị: {moment_words(audit['approved_at'])}, {who}.")
    if audit["acknowledged_at"]:
        who = person_words(audit["acknowledged_by"])
        told.append(f"Đơn vị xác nhận đã nhận kế hoạch: {moment_words(audit['acknowledged_at'])}, {who}.")
    return [para(words) for words in told] or [para("Kế hoạch chưa được phê duyệt.")]
