"""The printed checklist: a question stands on one page with all that belongs to it."""

import io
import re

from pypdf import PdfReader

from audits.papers import Frame
from audits.papers.checklist import PrintedChecklist, PrintedItem, compose_checklist
from publications.compose.sources import Letterhead
from publications.writers.pdf import PdfWriter

HEAD = Letterhead("UBND thành phố Hà Nội", "Ủy ban nhân dân phường An Hòa", "An Hòa")
LOOK = "hồ sơ người dân nộp, bản giấy hoặc bản số hóa, giữ theo bảng thời hạn bảo quản hồ sơ của phường; " * 5


def test_no_question_of_less_than_half_a_page_is_parted():
    items = [
        PrintedItem(
            number=number,
            clause="7.5",
            question=f"[đầu {number}] Hồ sơ lưu có đủ thành phần theo quy trình không?",
            look_at=f"{LOOK} [cuối {number}]",
            grade="conform",
            note="",
            answered_by="",
            answered_at=None,
        )
        for number in range(1, 10)
    ]
    checklist = PrintedChecklist("ĐG-2026-01", "Phòng Tư pháp", "Khai sinh", "QT-TP-01", "", items)
    made = PdfWriter().write(compose_checklist(checklist, Frame(HEAD)))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made.content)).pages]
    assert len(pages) > 2
    for page in pages:
        assert re.findall(r"\[đầu (\d+)\]", page) == re.findall(r"\[cuối (\d+)\]", page)
