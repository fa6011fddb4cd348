"""The pack and the minutes as files: real PDF and Word files, read back."""

import io
import re

import pytest
import time_machine
from docx import Document as WordDocument
from pypdf import PdfReader

from audits.enums import ReviewPart
from audits.review_papers.files import MINUTES, PACK, review_document, review_file
from audits.rules.review_inputs import TITLES
from tests.audits.review.office import (
    NOW,
    approved,
    called,
    complete_inputs,
    decided,
    entered,
    fresh,
    held,
    make_review_office,
    minuted,
    resolved,
    signed,
    written,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/lam-viec/xem-xet-lanh-dao/"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(NOW, tick=False):
        yield


def pdf_words(made):
    pages = PdfReader(io.BytesIO(made.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def docx_words(made):
    document = WordDocument(io.BytesIO(made.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def busy_review():
    entered(approved(), "2026-Q1", value=None, numerator=92, denominator=100)
    resolved("2026-03-06")
    review = complete_inputs(called())
    written(review, ReviewPart.IDEAS, text="Dòng một\nDòng hai <b>&</b>")
    return review


def test_the_pack_holds_every_input_with_figures_and_words():
    review = busy_review()
    text = docx_words(review_file(review, PACK, "docx", NOW))
    assert all(title in text for title in TITLES.values())
    assert "92,00% (92/100)" in text and "Dòng hai <b>&</b>" in text and "9.3.2 c7" in text
    assert "(trong " in text and not re.search(r"\d%? – (trong|\d+ tháng)", text), "a dash reads as a minus"
    assert "Phường An Hòa: Dòng một" in text
    assert "100,00%" in pdf_words(review_file(review, PACK, "pdf", NOW))


def test_a_paper_says_whether_it_is_final():
    review = busy_review()
    assert review_document(review, PACK, NOW).layout.watermark == "ĐANG CHUẨN BỊ"
    review = minuted(held(review))
    decided(review)
    assert review_document(fresh(review), PACK, NOW).layout.watermark == ""
    assert review_document(fresh(review), MINUTES, NOW).layout.watermark == "DỰ THẢO"
    review = fresh(signed(review))
    assert review_document(review, MINUTES, NOW).layout.watermark == ""


def test_the_minutes_name_people_decisions_actions_and_the_hash():
    review = busy_review()
    review = minuted(held(review))
    decided(review)
    review = fresh(signed(review))
    office = make_review_office()
    text = pdf_words(review_file(review, MINUTES, "pdf", NOW))
    for words in (
        "BIÊN BẢN XEM XÉT CỦA LÃNH ĐẠO",
        "Lập bảng phân công người thay khi vắng",
        "HĐ-2026-001",
        "31/12/2026",
        office.worker.get_full_name(),
        "Hệ thống phù hợp và có hiệu lực.",
        review.inputs_sha256[:8],
    ):
        assert words in text, words
    assert (
        review_file(review, MINUTES, "pdf", NOW).content == review_file(review, MINUTES, "pdf", NOW).content
    )


def test_files_are_open_to_who_reads_the_review(client):
    office, review = make_review_office(), called()
    client.force_login(office.head)
    answer = client.get(f"{ADDRESS}{review.code}/tai-lieu.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert client.get(f"{ADDRESS}{review.code}/bien-ban.docx").status_code == 200
    client.force_login(office.worker)
    assert client.get(f"{ADDRESS}{review.code}/tai-lieu.pdf").status_code == 403


@pytest.mark.parametrize("name", ["tai-lieu", "bien-ban"])
def test_a_sign_that_no_font_has_is_spelled_out(client, name):
    review = complete_inputs(called())
    written(review, ReviewPart.IDEAS, text="Nên thêm ghế chờ 😀\ufe0f\u202e\ue000 <b>中</b>")
    review = fresh(minuted(held(review), minutes="Họp xong 😀", conclusion="Đạt 🎉"))
    client.force_login(make_review_office().head)
    said = {"tai-lieu": ["[U+1F600][U+E000] <b>[U+4E2D]</b>"], "bien-ban": ["[U+1F600]", "[U+1F389]"]}[name]
    for suffix, words_of in (("pdf", pdf_words), ("docx", docx_words)):
        answer = client.get(f"{ADDRESS}{review.code}/{name}.{suffix}")
        assert answer.status_code == 200
        assert all(words in words_of(answer) for words in said)
