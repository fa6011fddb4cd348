"""MC-06: who gave a dossier to whom, when, and whether that leg was early, on time or late. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.papers.parts import bold, facts, moment_words
from dossiers.rules.hand_overs import HandOver, Party
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.papers import finished
from publications.compose.sources import Letterhead
from publications.compose.tree import Block, Column, Row, div, para, plain, strong, table

PUNCTUALITY = {"early": "Trước hạn", "on_time": "Đúng hạn", "overdue": "Quá hạn"}
COLUMNS = [Column(0.06, "center"), Column(0.47), Column(0.25, "center"), Column(0.11, "center"), Column(0.11)]
HEAD: list[Row] = [["TT", "Cơ quan, người giao và nhận", "Thời gian giao, nhận", "Kết quả", "Ghi chú"]]


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """All that MC-06 says of a dossier."""

    title: str
    form: str
    head: Letterhead
    dossier_code: str
    applicant_name: str
    request: str
    received_by: str
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    legs: Sequence[HandOver]
    as_of: dt.datetime


def compose_control_slip(slip: ControlSlip) -> Document:
    """The slip as of now; it goes with the dossier and grows with every hand-over."""
    rows: list[Row] = [[str(number), *_leg(leg)] for number, leg in enumerate(slip.legs, start=1)]
    blocks: list[Block] = [
        letterhead(slip.head),
        title_block(title=slip.title.upper(), subtitle=f"Mã hồ sơ: {slip.dossier_code}"),
        facts(
            [
                ("Kèm theo hồ sơ của", bold(slip.applicant_name)),
                ("Nội dung yêu cầu giải quyết", slip.request),
                ("Cơ quan tiếp nhận", slip.received_by),
                ("Thời gian nhận hồ sơ", moment_words(slip.received_at)),
                ("Thời gian trả kết quả", bold(moment_words(slip.due_at))),
            ]
        ),
        table(["grid"], COLUMNS, rows, head=HEAD) if rows else para("Hồ sơ chưa giao cho ai."),
        div(["note"], [para(f"Lập từ nhật ký của hồ sơ, lúc {moment_words(slip.as_of)}.")]),
    ]
    info = Info(kind="control_slip", title=slip.title, unit=slip.head.unit_name, code=slip.form)
    return finished(info, Layout(style="slip", paper="A5"), blocks)


def _leg(leg: HandOver) -> list[list[Block] | str]:
    parties = [
        plain(strong("1. Giao: "), _party(leg.giver)),
        plain(strong("2. Nhận: "), _party(leg.receiver)),
    ]
    return [parties, moment_words(leg.at), PUNCTUALITY.get(leg.punctuality, ""), leg.note.strip()]


def _party(party: Party) -> str:
    return ", ".join(text for text in (party.name, party.unit) if text) or "Người nộp hồ sơ"
