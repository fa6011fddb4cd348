"""The pack of inputs and the minutes as papers of the office. Pure; Vietnamese because it is official wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from audits.review_papers.parts import hash_words, paragraphs, section_blocks
from audits.rules.review_inputs import Pack
from dossiers.papers.parts import leader_titles
from organisation.vietnamese_format import format_date
from publications.compose.document import Document, Info, Layout
from publications.compose.papers import Signatory, facts_table, grid_table, paper
from publications.compose.sources import Letterhead
from publications.compose.tree import Block, div, emphasis, heading, para

DECISION_COLUMNS = [
    ("TT", 0.07),
    ("Quyết định", 0.41),
    ("Loại", 0.14),
    ("Người thực hiện", 0.23),
    ("Hạn", 0.15),
]
NOTHING_DECIDED = "Không có quyết định nào phải giao thành hành động."


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as it is printed; `action` is the code of the action it became, empty before the signature."""

    number: int
    text: str
    kind: str
    owner: str
    due_on: dt.date
    action: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """What both papers say.

    Attributes:
        people: chair, secretary and who took part, as (label, names) pairs.
        minutes, conclusion: empty until written; `chair_post` of who signed or will sign.
        inputs_hash: SHA-256 of the frozen pack, empty before the review was held.
        signed_on: None until the minutes are signed.
    """

    code: str
    head: Letterhead
    pack: Pack
    planned_on: dt.date
    held_on: dt.date | None
    place: str
    people: Sequence[tuple[str, str]]
    minutes: str = ""
    conclusion: str = ""
    decisions: Sequence[DecisionLine] = ()
    secretary: str = ""
    chair: str = ""
    chair_post: str = ""
    signed_on: dt.date | None = None
    inputs_hash: str = ""


def compose_pack(review: ReviewPaper) -> Document:
    """The inputs of clause 9.3.2 with their figures, for the meeting; on its side, because of the tables."""
    is_frozen = bool(review.inputs_hash)
    day = review.held_on or review.planned_on
    facts = [
        ("Lần xem xét", review.code),
        ("Kỳ xem xét", review.pack.period),
        ("Ngày họp" if review.held_on else "Ngày họp dự kiến", format_date(day)),
        ("Địa điểm", review.place),
        *review.people,
        ("Số liệu lấy lúc", review.pack.counted_at),
        ("Mã băm SHA-256", hash_words(review.inputs_hash)),
    ]
    blocks: list[Block] = [facts_table(facts)]
    for number, section in enumerate(review.pack.sections, start=1):
        blocks += section_blocks(number, section)
    document = paper(
        Info(
            kind="review_pack",
            title="Tài liệu xem xét của lãnh đạo",
            unit=review.head.unit_name,
            code=review.code,
        ),
        review.head,
        on=review.held_on,
        title="TÀI LIỆU XEM XÉT CỦA LÃNH ĐẠO",
        subtitle=review.pack.period,
        blocks=blocks,
        layout=Layout(style="decree", landscape=True),
    )
    return document if is_frozen else document.with_layout(watermark="ĐANG CHUẨN BỊ")


def compose_minutes(review: ReviewPaper) -> Document:
    """Biên bản xem xét của lãnh đạo; a draft across every page until it is signed."""
    document = paper(
        Info(
            kind="review_minutes",
            title="Biên bản xem xét của lãnh đạo",
            unit=review.head.unit_name,
            code=review.code,
        ),
        review.head,
        number=f"Số: {review.code}/BB",
        on=review.signed_on or review.held_on,
        title="BIÊN BẢN XEM XÉT CỦA LÃNH ĐẠO",
        subtitle=f"Về hệ thống quản lý chất lượng, {review.pack.period[:1].lower()}{review.pack.period[1:]}",
        blocks=[
            *_meeting(review),
            *_considered(review),
            heading(2, "III. Nội dung"),
            *paragraphs(review.minutes or "Chưa ghi nội dung."),
            heading(2, "IV. Kết luận"),
            *paragraphs(review.conclusion or "Chưa ghi kết luận."),
            heading(2, "V. Quyết định"),
            *_decided(review.decisions),
            *_closing(review),
        ],
        signatories=[
            Signatory("NGƯỜI GHI BIÊN BẢN", name=review.secretary),
            Signatory("\n".join(leader_titles(review.chair_post)), name=review.chair),
        ],
    )
    return document if review.signed_on else document.with_layout(watermark="DỰ THẢO")


def _meeting(review: ReviewPaper) -> list[Block]:
    day = format_date(review.held_on) if review.held_on else "chưa họp"
    facts = [("Ngày họp", day), ("Địa điểm", review.place), *review.people]
    return [heading(2, "I. Thời gian, địa điểm, thành phần"), facts_table(facts)]


def _considered(review: ReviewPaper) -> list[Block]:
    """Every input with its most important figures in one line; the pack itself is attached."""
    rows = []
    for number, section in enumerate(review.pack.sections, start=1):
        said = "; ".join(f"{fact.label}: {fact.value}" for fact in section.facts)
        written = (
            f"Ý kiến của {', '.join(entry.unit for entry in section.entered)}" if section.entered else ""
        )
        tables = "Xem bảng trong tài liệu" if section.grids and not said else ""
        words = ". ".join(part for part in (said, tables, written) if part) or section.nothing
        rows.append([str(number), f"{section.title} ({section.clause})", words])
    columns = [("TT", 0.07), ("Đầu vào", 0.37), ("Số liệu chính", 0.56)]
    reference = (
        f"Tài liệu kèm theo: {review.code}, số liệu lấy lúc {review.pack.counted_at}, "
        f"mã băm SHA-256 {hash_words(review.inputs_hash)}."
    )
    return [heading(2, "II. Đầu vào đã xem xét"), grid_table(columns, rows), para(emphasis(reference))]


def _decided(decisions: Sequence[DecisionLine]) -> list[Block]:
    if not decisions:
        return [para(NOTHING_DECIDED)]
    rows = [
        [
            str(decision.number),
            f"{decision.text}{f' ({decision.action})' if decision.action else ''}",
            decision.kind,
            decision.owner,
            format_date(decision.due_on),
        ]
        for decision in decisions
    ]
    return [grid_table(DECISION_COLUMNS, rows)]


def _closing(review: ReviewPaper) -> list[Block]:
    if review.signed_on is None:
        return []
    words = (
        f"Biên bản đã được {review.chair} ký ngày {format_date(review.signed_on)}. "
        "Mỗi quyết định là một hành động được theo dõi đến khi có người khác xác minh."
    )
    return [div(["keep"], [para(words)])]
