"""What used to get lost on the way out of a Word file: steps of divided tables and lists, codes of the page heads."""

from __future__ import annotations

import pytest
from docx import Document

from procedures.importers.office import docx_format
from procedures.importers.portal.prose_steps import Block, propose_steps
from procedures.importers.word.running_heads import code_in

from .layouts import PURPOSE, STEP_HEAD, STEPS, TITLE, numbered_steps, para, table, to_bytes

TITLES = [step[0] for step in STEPS]


@pytest.fixture
def document():
    made = Document()
    para(made, "QUY TRÌNH", bold=True)
    para(made, TITLE, bold=True)
    para(made, "1. MỤC ĐÍCH", bold=True)
    para(made, PURPOSE)
    para(made, "5.2. Thành phần hồ sơ", bold=True)
    para(made, "- Tờ khai")
    para(made, "5.7. Quy trình xử lý công việc", bold=True)
    return made


def read(document):
    """(layout, findings by kind, passages)"""
    file = docx_format.read(to_bytes(document), "thu.docx")
    found = {str(finding.kind): finding for finding in file.findings.items}
    return file.readings[0].layout, found, file.readings[0].passages


def titles(layout):
    return [step["title"] for step in layout.get("steps", [])]


def test_a_table_without_a_head_goes_on_with_the_one_before(document):
    table(document, numbered_steps()[:4], head=STEP_HEAD)
    para(document, "")
    table(document, numbered_steps()[4:])
    para(document, "6. BIỂU MẪU", bold=True)
    layout, _, _ = read(document)
    assert titles(layout) == TITLES and "public_steps" not in layout
    assert not any(step.get("phase") for step in layout["steps"])


def test_a_table_of_something_else_does_not_go_on(document):
    table(document, numbered_steps(), head=STEP_HEAD)
    table(document, [("Nội dung", "Ghi chú", "a", "b", "c")])
    assert titles(read(document)[0]) == TITLES


def test_the_line_between_two_halves_is_no_phase(document):
    para(document, "Trường hợp phải xác minh")
    table(document, numbered_steps()[:4], head=STEP_HEAD)
    para(document, "(tiếp theo)")
    table(document, numbered_steps()[4:], head=STEP_HEAD)
    layout, _, _ = read(document)
    assert titles(layout) == TITLES
    assert {step.get("phase") for step in layout["steps"]} == {"Trường hợp phải xác minh"}


@pytest.mark.parametrize("style", ["List Number", "List Bullet"])
def test_paragraphs_of_a_list_are_proposed_as_steps(document, style):
    for title in TITLES:
        para(document, title, style=style)
    layout, found, _ = read(document)
    assert titles(layout) == TITLES and all(step["proposed"] for step in layout["steps"])
    assert "step.proposed" in found


def test_prose_that_goes_on_below_the_table_is_proposed(document):
    table(document, numbered_steps()[:2], head=STEP_HEAD)
    para(document, "Bước 3: Ký giấy tờ")
    para(document, "Bước 4: Trả kết quả")
    layout, found, _ = read(document)
    assert titles(layout) == [*TITLES[:2], "Ký giấy tờ", "Trả kết quả"]
    assert [step.get("proposed", False) for step in layout["steps"]][1:] == [False, True, True]
    assert "step.proposed" in found


def test_prose_that_tells_the_table_again_stays_prose(document):
    table(document, numbered_steps()[:2], head=STEP_HEAD)
    para(document, "Bước 1: Người dân nộp hồ sơ")
    para(document, "Bước 2: Công chức nhận hồ sơ")
    layout, _, _ = read(document)
    assert titles(layout) == TITLES[:2] and "Công chức nhận hồ sơ" in layout["public_steps"]


def test_one_line_for_several_steps_is_told(document):
    for line in ("Bước 1: Nộp hồ sơ", "Bước 2-3: Nhận hồ sơ", "Bước 4 – 5. Thẩm định", "Bước 6, 7 và 8: Ký"):
        para(document, line)
    layout, found, _ = read(document)
    assert titles(layout) == ["Nộp hồ sơ", "Nhận hồ sơ", "Thẩm định", "Ký"]
    assert found["step.not_understood"].message.startswith("“Bước 6, 7 và 8”")


def test_one_row_for_several_steps_is_told(document):
    table(document, [("1", *STEPS[0]), ("2–4", *STEPS[1])], head=STEP_HEAD)
    layout, found, _ = read(document)
    assert titles(layout) == TITLES[:2]
    assert found["step.not_understood"].key == "steps[2]" and "“2–4”" in found["step.not_understood"].message


def test_ranges_of_steps_in_the_portals_prose():
    text = "Bước 1: Nộp\nBước 2-3: Nhận hồ sơ\nBước 4 và 5. Ký\nBước 6: 02 ngày ký"
    assert [s.title for s in propose_steps([Block("", text)]).steps] == [
        "Nộp",
        "Nhận hồ sơ",
        "Ký",
        "02 ngày ký",
    ]


# --- The cover ----------------------------------------------------------------------------------------------------
def cover(document, *lines):
    for line in lines:
        document.paragraphs[2].insert_paragraph_before(line)
    return read(document)


@pytest.mark.parametrize(
    "line",
    [
        "Mã hiệu: QT-HT-05; Lần ban hành: 02; Ngày ban hành: 12/08/2022",
        "Mã hiệu: QT-HT-05\tLần ban hành: 02\tNgày ban hành: 12/08/2022",
        "Mã hiệu: QT-HT-05  Lần ban hành/sửa đổi: 02/00, ngày ban hành: 12/08/2022 Trang: 1/5",
    ],
)
def test_several_labels_on_one_line_of_the_cover(document, line):
    layout, found, _ = cover(document, line)
    assert layout["iso_code"] == "QT-HT-05" and "code.malformed" not in found
    (version,) = layout["versions"]
    assert (version["edition"], version["revision"], version["issued_on"]) == (2, 0, "2022-08-12")


def test_a_code_on_a_line_of_its_own_is_no_part_of_the_name(document):
    layout, _, passages = cover(document, "QT-HT-05")
    assert (layout["iso_code"], layout["name"]) == ("QT-HT-05", TITLE.capitalize())
    (code,) = [passage for passage in passages if passage.text == "QT-HT-05"]
    assert (code.key, code.certainty) == ("iso_code", "unsure")


def test_a_day_of_the_cover_without_an_edition_is_told(document):
    layout, found, _ = cover(document, "Mã số: QT-HT-05", "Ngày ban hành: ngày 12 tháng 8 năm 2022")
    assert "versions" not in layout and found["value.missing"].key == "versions"
    assert "2022-08-12" in found["value.missing"].message


# --- The head of the pages ----------------------------------------------------------------------------------------
def test_a_code_that_only_the_page_heads_bear_is_taken_from_there(document):
    document.sections[0].header.paragraphs[0].text = "Mã số: QT-HT-07 Lần ban hành: 02"
    layout, found, passages = read(document)
    assert layout["iso_code"] == "QT-HT-07" and found["value.doubtful"].key == "iso_code"
    (head,) = [passage for passage in passages if passage.where == "đầu trang 1"]
    assert (head.key, head.certainty) == ("iso_code", "unsure")


def test_a_code_of_the_page_heads_that_differs_is_told(document):
    document.sections[0].header.paragraphs[0].text = "Mã số: QT-HT-07"
    document.paragraphs[0].insert_paragraph_before("Mã số: QT-HT-05")
    layout, found, _ = read(document)
    assert layout["iso_code"] == "QT-HT-05"
    assert "QT-HT-07" in found["value.doubtful"].message and found["value.doubtful"].severity == "warning"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mã hiệu: QT.HT.05 Lần ban hành: 02 Ngày: 1/1/2020", "QT.HT.05"),
        ("Mã số:\nQT-HT-07\nTrang: 1/3", "QT-HT-07"),
        ("UBND PHƯỜNG MẪU\nMã số quy trình: QT 05 Trang 1", "QT 05"),
        ("UBND phường Mã tài liệu: QT-HT- 05", "QT-HT-05"),
        ("Mã số: chưa có", ""),
        ("Mã số: QT-01\nMã số: QT-02", ""),
        ("Trang 1", ""),
        ("x" * 2_000_000, ""),
    ],
)
def test_a_code_behind_its_label(text, code):
    assert code_in(text) == code
