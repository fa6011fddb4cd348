"""MC-04: the apology letter in the layout of NĐ 30/2020/NĐ-CP, under the name that the form set of the reception gives.

2018: "Phiếu xin lỗi và hẹn lại ngày trả kết quả"; 2025: "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dossiers.papers.parts import day_words, leader_titles, moment_words, text_of
from dossiers.papers.slips import PrintedSlip
from publications.compose import wording
from publications.compose.document import Document, Info, Layout
from publications.compose.letterhead import letterhead, title_block
from publications.compose.papers import finished
from publications.compose.qr import qr_svg
from publications.compose.tables import room_to_sign
from publications.compose.tree import (
    Block,
    Column,
    div,
    emphasis,
    image,
    line_break,
    para,
    plain,
    strong,
    table,
)

QR_NAME = "qr.svg"


def compose_apology(letter: PrintedSlip) -> Document:
    """The letter as signed, or as drafted where it has no number yet.

    Args:
        letter: `content` has applicant_name, dossier_code, request, received_at, original_due_at, late_step,
            responsible, responsible_unit, reason, apology, new_due_at.
    """
    content = letter.content
    number = f"Số: {letter.number}" if letter.number else "Số:          /"
    blocks: list[Block] = [
        letterhead(
            letter.head, number=number, place_date=wording.long_date(letter.issued_on, letter.head.place)
        ),
        title_block(title=letter.title.upper(), subtitle=f"Mã hồ sơ: {text_of(content, 'dossier_code')}"),
        div(["title-block"], [para("Kính gửi: ", strong(text_of(content, "applicant_name")))]),
        *_what_happened(content),
        *(para(line) for line in _lines(content, "apology")),
        div(["keep"], [*_new_date(content), _sign_off(letter)]),
        *_check(letter),
    ]
    info = Info(
        kind="apology_letter",
        title=letter.title,
        unit=letter.head.unit_name,
        code=letter.form,
        check_code=letter.check_code,
        check_url=letter.check_url,
    )
    media = {QR_NAME: qr_svg(letter.check_url)} if letter.check_url else {}
    return finished(info, Layout(style="decree"), blocks, media)


def _lines(content: Mapping[str, Any], name: str) -> list[str]:
    return [line.strip() for line in text_of(content, name).splitlines() if line.strip()]


def _what_happened(content: Mapping[str, Any]) -> list[Block]:
    due = moment_words(content.get("original_due_at"))
    told = (
        f"Ngày {day_words(content.get('received_at'))}, cơ quan chúng tôi tiếp nhận hồ sơ đề nghị giải quyết: "
        f"{text_of(content, 'request')}"
    )
    blocks = [
        para(f"{told.rstrip('.')}. Thời gian hẹn trả kết quả: {due}." if due else f"{told.rstrip('.')}.")
    ]
    if step := text_of(content, "late_step"):
        blocks.append(para(f"Đến nay, hồ sơ bị chậm tại khâu: {step.rstrip('.')}."))
    reasons = _lines(content, "reason")
    if reasons:
        blocks.append(para(strong("Lý do: "), reasons[0]))
        blocks += [para(line) for line in reasons[1:]]
    responsible = [text_of(content, name) for name in ("responsible", "responsible_unit")]
    if words := ", ".join(text for text in responsible if text):
        blocks.append(para(strong("Người, bộ phận chịu trách nhiệm: "), f"{words.rstrip('.')}."))
    return blocks


def _new_date(content: Mapping[str, Any]) -> list[Block]:
    if new_due := moment_words(content.get("new_due_at")):
        return [para("Cơ quan hẹn lại thời gian trả kết quả: ", strong(new_due), ".")]
    if due := moment_words(content.get("original_due_at")):
        return [para("Thời gian hẹn trả kết quả không thay đổi: ", strong(due), ".")]
    return []


def _sign_off(letter: PrintedSlip) -> Block:
    """Left who receives the letter, right the leader, with room for hand and seal."""
    receives = ["Như trên;", "Bộ phận Một cửa;", "Lưu: VT, hồ sơ."]
    left: list[Block] = [plain(strong([emphasis("Nơi nhận:")])), *(plain(f"- {line}") for line in receives)]
    titles = leader_titles(letter.signatory.get("post", ""))
    right: list[Block] = [*(plain(strong(title)) for title in titles), room_to_sign()]
    right.append(plain(strong(letter.signatory.get("name", ""))))
    gap = plain(line_break())
    return table(["sign-off"], [Column(0.5), Column(0.5, "center")], [[[gap, *left], [gap, *right]]])


def _check(letter: PrintedSlip) -> list[Block]:
    """How to find out whether the letter is genuine; nothing on a draft."""
    if not letter.check_url:
        return []
    code = Info(kind="", title="", unit="", check_code=letter.check_code).check_code_display
    picture = image(QR_NAME, f"Mã QR dẫn tới {letter.check_url}", "22mm")
    return [div(["qr"], [para(picture), para(f"Quét mã để kiểm tra văn bản này. Mã kiểm tra {code}")])]
