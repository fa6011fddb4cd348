"""The report of an internal audit ("Báo cáo đánh giá nội bộ"), from its frozen content. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audits.enums import Grade
from audits.papers.parts import (
    GRADES,
    TEAM_ROLES,
    Frame,
    audit_paper,
    day_words,
    facts,
    hash_words,
    joined,
    labelled,
    lines,
    moment_words,
    note,
    period_words,
    person_words,
    section,
    signer,
)
from audits.papers.results import results_table
from publications.compose.document import Document
from publications.compose.tree import Block, Column, Row, bullets, div, heading, para, plain, strong, table

TITLE = "Báo cáo đánh giá nội bộ"
FINDING_COLUMNS = [Column(0.21), Column(0.12, "center"), Column(0.47), Column(0.2)]
FINDING_HEAD: list[Row] = [["Mã hiệu, mức độ", "Điều khoản", "Nội dung", "Tài liệu, vị trí"]]
VERSION_COLUMNS = [Column(0.16), Column(0.09, "center"), Column(0.35), Column(0.4)]
VERSION_HEAD: list[Row] = [["Mã hiệu", "Bản", "Tên tài liệu", "Ngày ban hành, mã băm SHA-256"]]
Content = Mapping[str, Any]


def compose_report(content: Content, frame: Frame, report_hash: str = "") -> Document:
    """The report.

    Args:
        content: what `audits.rules.report_content` makes.
        report_hash: of the frozen content, printed at the end; empty for a draft.
    """
    audit = content["audit"]
    blocks = [
        section("I. Thông tin chung"),
        audit_facts(audit),
        section("II. Kết quả đánh giá"),
        *_results(content),
        section("III. Các phát hiện"),
        *_findings(content["findings"]),
        section("IV. Lấy mẫu hồ sơ"),
        *_samples(content["checklists"]),
        section("V. Tài liệu đã dùng làm chuẩn mực"),
        *_versions(content["checklists"]),
        section("VI. Điểm mạnh và kết luận"),
        *_conclusion(audit),
        para(strong("Nơi nhận: "), f"lãnh đạo {audit['office']}; {audit['unit']}; thư ký ISO; lưu."),
        *([_hash_note(frame, report_hash)] if report_hash else []),
    ]
    return audit_paper(
        frame,
        "audit_report",
        TITLE,
        f"Cuộc đánh giá {audit['code']}: {audit['unit']}",
        blocks,
        [
            signer("ĐẠI DIỆN ĐƠN VỊ\nĐƯỢC ĐÁNH GIÁ"),
            signer("TRƯỞNG ĐOÀN\nĐÁNH GIÁ", _lead(audit)),
        ],
        code=audit["code"],
    )


def audit_facts(audit: Content) -> Block:
    """What was audited, when, by whom."""
    sampled = period_words(audit["sample_from"], audit["sample_to"])
    team = [plain(_member_words(member)) for member in audit["team"]]
    return facts(
        [
            ("Mã cuộc đánh giá", audit["code"]),
            ("Tên cuộc đánh giá", audit["title"]),
            ("Đơn vị được đánh giá", audit["unit"]),
            ("Thời gian đánh giá", period_words(audit["starts_on"], audit["ends_on"])),
            ("Mục tiêu", audit["objective"]),
            ("Chuẩn mực", audit["criteria"]),
            ("Phạm vi", audit["scope"]),
            ("Điều khoản của tiêu chuẩn", joined(f"{number} {title}" for number, title in audit["clauses"])),
            ("Quy trình được đánh giá", joined(f"{code} {title}" for code, title in audit["documents"])),
            ("Hồ sơ lấy mẫu", f"Tiếp nhận {sampled[:1].lower()}{sampled[1:]}" if sampled else ""),
            ("Đoàn đánh giá", team),
        ]
    )


def _member_words(member: Content) -> str:
    return f"{TEAM_ROLES[member['role']]}: {person_words(member)}"


def _lead(audit: Content) -> Content | None:
    return next((member for member in audit["team"] if member["role"] == "lead"), None)


# --- Results ------------------------------------------------------------------------------------------------
def _results(content: Content) -> list[Block]:
    summary = content["summary"]
    if not summary["questions"]:
        return [para("Cuộc đánh giá chưa có phiếu hỏi nào.")]
    told = (
        f"Đoàn đã đánh giá {summary['assessed']}/{summary['questions']} câu hỏi, ghi nhận "
        f"{len(content['findings'])} phát hiện, trong đó có {summary['nonconformities']} điểm không phù hợp "
        f"({summary['grades'][Grade.MAJOR_NC]} nặng, {summary['grades'][Grade.MINOR_NC]} nhẹ theo câu hỏi)."
    )
    by_checklist = [
        (f"{checklist['position']}. {checklist['title']}", checklist["grades"])
        for checklist in content["checklists"]
    ]
    by_clause = [
        (f"{clause['number']} {clause['title']}".strip(), clause["grades"]) for clause in summary["clauses"]
    ]
    return [
        para(told),
        heading(2, "Theo phiếu hỏi"),
        results_table("Phiếu hỏi", by_checklist, summary["grades"]),
        heading(2, "Theo điều khoản của tiêu chuẩn"),
        results_table("Điều khoản", by_clause, summary["grades"]),
        note("KPH: không phù hợp. Câu chưa đánh giá không phải là câu không áp dụng."),
    ]


# --- Findings -----------------------------------------------------------------------------------------------
def _findings(findings: Sequence[Content]) -> list[Block]:
    if not findings:
        return [para("Không có phát hiện nào.")]
    rows: list[Row] = [
        [
            [plain(strong(finding["code"])), plain(GRADES[finding["grade"]])],
            finding["clause"],
            [
                plain(strong(finding["title"])),
                *labelled("Yêu cầu", finding["requirement"]),
                *labelled("Bằng chứng", finding["evidence"]),
            ],
            _where(finding),
        ]
        for finding in findings
    ]
    return [table(["grid"], FINDING_COLUMNS, rows, head=FINDING_HEAD)]


def _where(finding: Content) -> list[Block]:
    document = (
        f"{finding['document']} bản {finding['version']}" if finding["version"] else finding["document"]
    )
    item = f"Phiếu {finding['checklist']}, câu {finding['item']}" if finding["item"] else ""
    return [plain(words) for words in (document, finding["reference"], item) if words]


# --- Samples and versions -----------------------------------------------------------------------------------
def _samples(checklists: Sequence[Content]) -> list[Block]:
    drawn = [checklist for checklist in checklists if checklist["sample_seed"]]
    if not drawn:
        return [para("Cuộc đánh giá này không lấy mẫu hồ sơ.")]
    blocks: list[Block] = []
    for checklist in drawn:
        blocks.append(
            para(
                strong(f"{checklist['title']}: "),
                f"rút ngẫu nhiên {checklist['sample_size']}/{checklist['population']} hồ sơ, "
                f"số mầm {checklist['sample_seed']}, lúc {moment_words(checklist['sampled_at'])}.",
            )
        )
        if checklist["sample"]:
            blocks.append(para("Mã hồ sơ theo thứ tự rút: ", ", ".join(checklist["sample"]), "."))
    return [*blocks, note("Rút lại với cùng số mầm trên cùng danh sách hồ sơ thì ra đúng các hồ sơ này.")]


def _versions(checklists: Sequence[Content]) -> list[Block]:
    versions = {checklist["version"]["content_hash"]: checklist["version"] for checklist in checklists}
    if not versions:
        return [para("Chưa có tài liệu nào.")]
    rows: list[Row] = [
        [
            version["code"],
            version["number"],
            version["title"],
            [plain(day_words(version["issued_on"])), plain(hash_words(version["content_hash"]))],
        ]
        for version in versions.values()
    ]
    return [table(["grid"], VERSION_COLUMNS, rows, head=VERSION_HEAD)]


# --- The end ------------------------------------------------------------------------------------------------
def _conclusion(audit: Content) -> list[Block]:
    found: list[Block] = []
    for label, name in (("Điểm mạnh", "strengths"), ("Kết luận", "conclusion")):
        if words := lines(audit[name]):
            found += [para(strong(f"{label}:")), bullets([[block] for block in words])]
    return found or [para("Chưa ghi kết luận.")]


def _hash_note(frame: Frame, report_hash: str) -> Block:
    code = frame.check_code.upper()
    shown = " ".join(code[start : start + 4] for start in range(0, len(code), 4))
    told = [
        para(f"Nội dung báo cáo đã chốt. Mã kiểm tra: {shown}. Mã băm SHA-256:"),
        para(hash_words(report_hash)),
    ]
    return div(["note"], told)
