"""The report of a nonconformity with its corrective actions ("Phiếu báo cáo sự không phù hợp"). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from audits.enums import NONCONFORMITIES
from audits.papers.parts import (
    ACTION_STATES,
    FINDING_STATES,
    GRADES,
    SOURCES,
    Frame,
    audit_paper,
    day_words,
    facts,
    hash_words,
    joined,
    lines,
    moment_words,
    para,
    section,
    signer,
)
from publications.compose.document import Document
from publications.compose.papers import grid_table
from publications.compose.tree import Block, heading, numbered, plain, strong

NC_TITLE = "Phiếu báo cáo sự không phù hợp và hành động khắc phục"
OTHER_TITLE = "Phiếu ghi nhận phát hiện và hành động cải tiến"
OUTCOMES = {"effective": "Có hiệu lực", "not_effective": "Chưa có hiệu lực, làm lại"}
CHECKS = {"due": "Chưa đến hạn kiểm tra", "held": "Giữ được kết quả", "failed": "Không giữ được kết quả"}


@dataclass(frozen=True, slots=True)
class PrintedVerification:
    """Somebody looked whether an action worked."""

    round: int
    outcome: str
    note: str
    verifier: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PrintedCheck:
    """An effectiveness check: `state` of `CheckState`, with the judgement."""

    due_on: dt.date
    state: str
    note: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class PrintedAction:
    """A corrective action. `whys`: question and answer; `evidence`: title and SHA-256 of each file."""

    code: str
    title: str
    owner: str
    due_on: dt.date
    state: str
    correction: str
    whys: Sequence[tuple[str, str]]
    root_cause: str
    plan: str
    done_note: str
    done_at: dt.datetime | None
    evidence: Sequence[tuple[str, str]]
    verifications: Sequence[PrintedVerification]
    checks: Sequence[PrintedCheck]
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class NonconformityPaper:
    """A finding with all that was done about it.

    Attributes:
        versions: those whose reason for the change cites it.
        is_disputed: the answer of the unit is a disagreement; `ruling`: what was decided about it, and why; empty
            with `ruled_at` None until then. A ruling that ended the finding (`closed_at` the same moment) took it back.
    """

    code: str
    grade: str
    source: str
    state: str
    audit: str
    unit: str
    clause: str
    document: str
    reference: str
    title: str
    requirement: str
    evidence: str
    raised_by: str
    raised_at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None
    is_disputed: bool
    ruling: str
    ruled_by: str
    ruled_at: dt.datetime | None
    versions: Sequence[str]
    close_note: str
    closed_by: str
    closed_at: dt.datetime | None
    actions: Sequence[PrintedAction]


def compose_nonconformity(paper: NonconformityPaper, frame: Frame) -> Document:
    """The paper of one finding; observations have the same under another name."""
    title = NC_TITLE if paper.grade in NONCONFORMITIES else OTHER_TITLE
    blocks = [
        section("I. Phát hiện"),
        _finding(paper),
        section("II. Ý kiến của đơn vị"),
        *_answer(paper),
        *_ruling(paper),
        section("III. Hành động"),
        *_actions(paper.actions),
        section("IV. Kết thúc"),
        *_end(paper),
    ]
    verified = next(
        (v.verifier for a in paper.actions for v in a.verifications if v.outcome == "effective"), ""
    )
    signatories = [
        signer("ĐẠI DIỆN\nĐƠN VỊ", {"name": paper.answered_by}),
        signer("NGƯỜI NÊU\nPHÁT HIỆN", {"name": paper.raised_by}),
        signer("NGƯỜI\nXÁC NHẬN", {"name": verified}),
    ]
    return audit_paper(
        frame, "nonconformity", title, f"Số: {paper.code}", blocks, signatories, code=paper.code
    )


def _finding(paper: NonconformityPaper) -> Block:
    return facts(
        [
            ("Mức độ", GRADES[paper.grade]),
            ("Nguồn", SOURCES[paper.source]),
            ("Cuộc đánh giá", paper.audit),
            ("Đơn vị", paper.unit),
            ("Điều khoản", paper.clause),
            ("Tài liệu", paper.document),
            ("Vị trí", paper.reference),
            ("Nội dung", [plain(strong(paper.title))]),
            ("Yêu cầu", _cell(paper.requirement)),
            ("Bằng chứng", _cell(paper.evidence)),
            ("Người nêu", joined([paper.raised_by, moment_words(paper.raised_at)])),
            ("Trạng thái", FINDING_STATES[paper.state]),
        ]
    )


def _cell(words: str) -> list[Block]:
    return [plain(line) for line in words.splitlines() if line.strip()]


def _answer(paper: NonconformityPaper) -> list[Block]:
    if paper.answered_at is None:
        return [para("Đơn vị chưa trả lời.")]
    who = joined([paper.answered_by, moment_words(paper.answered_at)])
    if paper.is_disputed:
        return [para(strong("Đơn vị không đồng ý: ")), *lines(paper.answer), para(f"({who})")]
    return [*(lines(paper.answer) or [para("Đơn vị đồng ý, không có ý kiến thêm.")]), para(f"({who})")]


def _ruling(paper: NonconformityPaper) -> list[Block]:
    """What was decided about the disagreement; nothing where there was none."""
    if not paper.is_disputed:
        return []
    if paper.ruled_at is None:
        return [para("Ý kiến không đồng ý chưa được giải quyết.")]
    outcome = "rút phát hiện" if paper.closed_at == paper.ruled_at else "giữ nguyên phát hiện"
    who = joined([paper.ruled_by, moment_words(paper.ruled_at)])
    return [
        para(strong(f"Quyết định về ý kiến không đồng ý: {outcome}")),
        *lines(paper.ruling),
        para(f"({who})"),
    ]


# --- Actions ------------------------------------------------------------------------------------------------
def _actions(actions: Sequence[PrintedAction]) -> list[Block]:
    if not actions:
        return [para("Chưa giao hành động nào.")]
    return [block for action in actions for block in _action(action)]


def _action(action: PrintedAction) -> list[Block]:
    blocks: list[Block] = [
        heading(2, f"{action.code}: {action.title}"),
        facts(
            [
                ("Người thực hiện", action.owner),
                ("Hạn", day_words(_moment(action.due_on))),
                ("Trạng thái", ACTION_STATES[action.state]),
                ("Khắc phục ngay", _cell(action.correction)),
            ]
        ),
    ]
    if action.whys:
        blocks.append(para(strong("Tìm nguyên nhân gốc (5 lần hỏi vì sao)")))
        blocks.append(numbered([plain(strong(f"{why} ")), plain(answer)] for why, answer in action.whys))
    blocks.append(
        facts(
            [
                ("Nguyên nhân gốc", _cell(action.root_cause)),
                ("Hành động để không lặp lại", _cell(action.plan)),
                ("Kết quả thực hiện", _cell(action.done_note)),
                ("Báo xong", moment_words(action.done_at)),
                ("Lý do hủy", _cell(action.cancel_reason)),
            ]
        )
    )
    return [*blocks, *_evidence(action), *_verifications(action)]


def _moment(day: dt.date) -> str:
    return day.isoformat()


def _evidence(action: PrintedAction) -> list[Block]:
    if not action.evidence:
        return []
    rows = [[str(n), title, hash_words(digest)] for n, (title, digest) in enumerate(action.evidence, start=1)]
    columns = (("TT", 0.08), ("Tệp chứng minh", 0.42), ("Mã băm SHA-256", 0.5))
    return [para(strong("Bằng chứng thực hiện")), grid_table(columns, rows)]


def _verifications(action: PrintedAction) -> list[Block]:
    found: list[Block] = []
    for verification in action.verifications:
        who = joined([verification.verifier, moment_words(verification.at)])
        told = f"{OUTCOMES[verification.outcome]}. {verification.note} ({who})"
        found.append(para(strong(f"Xác nhận lần {verification.round}: "), told))
    for check in action.checks:
        who = f" ({check.checked_by})" if check.checked_by else ""
        told = f"{CHECKS[check.state]}. {check.note}{who}".strip()
        found.append(para(strong(f"Kiểm tra hiệu lực, hạn {day_words(_moment(check.due_on))}: "), told))
    return found


def _end(paper: NonconformityPaper) -> list[Block]:
    found = [para(f"Phiên bản tài liệu trả lời phát hiện này: {words}.") for words in paper.versions]
    if paper.closed_at is None:
        return [*found, para("Phát hiện chưa đóng.")]
    who = joined([paper.closed_by, moment_words(paper.closed_at)])
    return [*found, *lines(paper.close_note), para(f"{FINDING_STATES[paper.state]}: {who}.")]
