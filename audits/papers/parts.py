"""Words and blocks that several papers of audits share. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audits.enums import ActionState, FindingSource, FindingState, Grade, TeamRole
from dossiers.papers.parts import day_words, facts, leader_titles, moment_words
from organisation.vietnamese_format import VIETNAM, format_date
from publications.compose.document import Document, Info, Layout
from publications.compose.papers import Signatory, paper
from publications.compose.sources import Letterhead
from publications.compose.tree import Block, div, heading, para, plain, strong

__all__ = ["Frame", "day_words", "facts", "leader_titles", "moment_words"]

DRAFT = "DỰ THẢO"
GRADES: dict[str, str] = {
    Grade.CONFORM: "Phù hợp",
    Grade.OBSERVATION: "Điểm lưu ý",
    Grade.OPPORTUNITY: "Khuyến nghị cải tiến",
    Grade.MINOR_NC: "Không phù hợp nhẹ",
    Grade.MAJOR_NC: "Không phù hợp nặng",
    Grade.NOT_APPLICABLE: "Không áp dụng",
    Grade.NOT_CHECKED: "Chưa đánh giá",
}
"""In the order of the columns of every table of results."""
TEAM_ROLES: dict[str, str] = {
    TeamRole.LEAD: "Trưởng đoàn",
    TeamRole.MEMBER: "Đánh giá viên",
    TeamRole.OBSERVER: "Quan sát viên",
}
SOURCES: dict[str, str] = {
    FindingSource.AUDIT: "Đánh giá nội bộ",
    FindingSource.LATE_INCIDENT: "Bước trễ hạn của hồ sơ",
    FindingSource.COMPLAINT: "Phản ánh, kiến nghị",
    FindingSource.INDEX: "Điểm bị trừ của chỉ số cải cách hành chính",
    FindingSource.REVIEW: "Xem xét của lãnh đạo",
    FindingSource.OTHER: "Nguồn khác",
}
FINDING_STATES: dict[str, str] = {
    FindingState.RAISED: "Chờ đơn vị trả lời",
    FindingState.DISPUTED: "Đơn vị không đồng ý",
    FindingState.ACCEPTED: "Đơn vị đã đồng ý",
    FindingState.CLOSED: "Đã đóng",
    FindingState.CANCELLED: "Đã rút",
}
ACTION_STATES: dict[str, str] = {
    ActionState.OPEN: "Chờ lập kế hoạch",
    ActionState.PLANNED: "Đang thực hiện",
    ActionState.DONE: "Đã báo xong, chờ xác nhận",
    ActionState.VERIFIED: "Đã xác nhận có hiệu lực",
    ActionState.CANCELLED: "Đã hủy",
}
HASH_GROUP = 16
"""Digits of a hash that stand together on paper, so that a narrow column can break it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words of a paper.

    Attributes:
        on: the day of the date line; None leaves it out.
        check_code, check_url: of an issued paper; empty where nothing can be checked.
        is_draft: "DỰ THẢO" across every page.
    """

    head: Letterhead
    on: dt.date | None = None
    number: str = ""
    check_code: str = ""
    check_url: str = ""
    is_draft: bool = False


def audit_paper(
    frame: Frame,
    kind: str,
    title: str,
    subtitle: str,
    blocks: Sequence[Block],
    signatories: Sequence[Signatory] = (),
    *,
    code: str = "",
    landscape: bool = False,
    media: Mapping[str, str] | None = None,
) -> Document:
    """A paper in the layout of NĐ 30/2020/NĐ-CP; `title` as it reads in a sentence."""
    return paper(
        Info(
            kind=kind,
            title=title,
            unit=frame.head.unit_name,
            code=code,
            check_code=frame.check_code,
            check_url=frame.check_url,
        ),
        frame.head,
        title=title.upper(),
        subtitle=subtitle,
        number=frame.number,
        on=frame.on,
        blocks=[*blocks, para()] if signatories else blocks,
        signatories=_level(signatories),
        layout=Layout(style="decree", landscape=landscape, watermark=DRAFT if frame.is_draft else ""),
        media=media,
    )


def _level(signatories: Sequence[Signatory]) -> list[Signatory]:
    """Names stand on one line, however many lines the posts above them take."""
    tallest = max((signatory.role.count("\n") for signatory in signatories), default=0)
    return [
        replace(one, lines_to_sign=one.lines_to_sign + tallest - one.role.count("\n")) for one in signatories
    ]


def section(words: str) -> Block:
    """A heading of the first level."""
    return heading(1, words)


def lines(words: str) -> list[Block]:
    """A text of several lines as paragraphs; nothing for an empty one."""
    return [para(line.strip()) for line in words.splitlines() if line.strip()]


def cell_lines(words: str) -> list[Block]:
    """A text of several lines inside a cell."""
    return [plain(line.strip()) for line in words.splitlines() if line.strip()]


def labelled(label: str, words: str) -> list[Block]:
    """ "Yêu cầu: …" inside a cell; nothing without words."""
    found = cell_lines(words)
    return [plain(strong(f"{label}: "), words.strip().splitlines()[0]), *found[1:]] if found else []


def note(words: str) -> Block:
    """Small words below what they explain."""
    return div(["note"], [para(words)])


def person_words(person: Mapping[str, Any] | None) -> str:
    """ "Nguyễn Văn An, Chủ tịch, UBND phường An Hòa"; empty for nobody."""
    if not person:
        return ""
    return ", ".join(str(person[name]) for name in ("name", "post", "unit") if person.get(name))


def short_moment(at: dt.datetime | None) -> str:
    """ "10:02 18/11/2026" for narrow columns; empty without a moment."""
    return f"{at.astimezone(VIETNAM):%H:%M} {format_date(at)}" if at else ""


def local_moment(text: str) -> dt.datetime:
    """A moment of frozen content in Vietnamese time."""
    return dt.datetime.fromisoformat(text).astimezone(VIETNAM)


def joined(words: Iterable[str]) -> str:
    """ "4.1; 7.5; 8.5", without what is empty."""
    return "; ".join(word for word in words if word)


def period_words(first: Any, last: Any) -> str:
    """ "Từ 01/11/2026 đến 20/11/2026"; one day alone; empty without days."""
    begin, end = day_words(first), day_words(last)
    if not begin:
        return ""
    return begin if begin == end or not end else f"Từ {begin} đến {end}"


def hash_words(digest: str) -> str:
    """A hash in groups, as it is compared by eye."""
    return " ".join(digest[start : start + HASH_GROUP] for start in range(0, len(digest), HASH_GROUP))


def signer(role: str, person: Mapping[str, Any] | None = None) -> Signatory:
    """A place to sign; the name stands there when it is known."""
    return Signatory(role, name=str((person or {}).get("name") or ""))


def leader(person: Mapping[str, Any] | None) -> Signatory:
    """The place of a leader, by the title the paper was signed under."""
    titles = leader_titles(str((person or {}).get("post") or ""))
    return Signatory(
        "\n".join(titles),
        hint="(Ký tên, đóng dấu)",
        name=str((person or {}).get("name") or ""),
    )
