"""What stands on the pages of a PDF: words, heads and feet, tables over several pages, sheets on their side."""

import re

import pytest

from publications.compose.document import Document, Layout
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.tree import Column, div, heading, link, page_ref, para, table
from tests.publications.every_part import INFO, every_part
from tests.publications.pdf_tools import run, write
from tests.publications.sample_sources import ADDRESS, procedure_source

WATERMARKS = ["DỰ THẢO", "BẢN KHÔNG KIỂM SOÁT", "HẾT HIỆU LỰC"]


def document(*blocks, **layout):
    return Document(INFO, Layout(**layout), blocks)


def test_a_notice_holds_all_that_must_be_posted(tmp_path):
    source = procedure_source()
    pdf = write(compose_notice(source), tmp_path)
    words = pdf.whole_text()
    snapshot = source.snapshot
    names = [row["name"] for row in snapshot["components"]] + [row["title"] for row in snapshot["steps"]]
    expected = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đăng ký khai sinh"]
    expected += ["QT-TP-01", "Bản 3.1", "01/10/2026", "9F3C 71AB", *names]
    assert [one for one in expected if one not in words] == []
    assert f"Trang 1/{pdf.pages}" in words
    assert f"Trang {pdf.pages}/{pdf.pages}" in words


def test_the_qr_of_the_printed_page_leads_to_its_address(tmp_path):
    pdf = write(compose_notice(procedure_source()), tmp_path)
    picture = tmp_path / "page.png"
    picture.write_bytes(pdf.picture(1))
    assert run("zbarimg", "--quiet", "--raw", picture).decode().strip() == ADDRESS


def test_every_part_is_shown(tmp_path):
    pdf = write(every_part(), tmp_path)
    words = pdf.whole_text()
    for one in (
        "SỔ TAY", "QUY TRÌNH NỘI BỘ", "Số: 0127/GTN-UBND", "ngày 12 tháng 8 năm 2026", "Nguyễn Thị Hạnh",
        "Quét mã để kiểm tra bản này", "đậm, nghiêng.", "1. Việc một;", "Nộp hồ sơ", "– Kiểm tra;",
        "Tổng thời gian", "Hai cột trên màn hình.", "trang công khai", "NGƯỜI TIẾP NHẬN", "Thư xin lỗi 6",
    ):  # fmt: skip
        assert one in words


def test_the_running_head_names_the_chapter_and_begins_on_the_second_page(tmp_path):
    pages = write(every_part(), tmp_path).page_texts()
    assert "Mã hiệu:" not in pages[0]
    assert "Mã hiệu: ST-ISO-01 Lần ban hành: 2.0" in pages[1]
    assert "Đăng ký khai sinh Mã hiệu: QT-TP-01 Lần ban hành: 3.1" in pages[3]
    assert "Hồ sơ quá hạn Mã hiệu: QT-NB-07 Lần ban hành: 1.0" in pages[6]
    assert "Mã hiệu: ST-ISO-01" in pages[8]


def test_a_sheet_on_its_side_lies_between_upright_ones(tmp_path):
    pdf = write(every_part(), tmp_path)
    assert pdf.sizes() == [(210, 297)] * 6 + [(297, 210)] + [(210, 297)] * 2
    assert "Mã hiệu: QT-NB-07" in pdf.text(7)


@pytest.mark.parametrize("words", WATERMARKS)
def test_a_watermark_is_on_every_page(words, tmp_path):
    pages = write(every_part(watermark=words), tmp_path).page_texts()
    for page in pages:  # words on a slope fall apart into letters
        assert words.replace(" ", "") in page.replace(" ", "")


def test_an_issued_file_has_no_watermark(tmp_path):
    words = write(compose_procedure(procedure_source()), tmp_path).whole_text()
    assert not any(watermark in words for watermark in WATERMARKS)


def test_a_controlled_copy_names_its_number_on_every_page(tmp_path):
    for style in ("iso", "notice", "decree"):
        copy = every_part(style=style, copy_line="BẢN KIỂM SOÁT – BẢN SỐ 3")
        assert all("BẢN KIỂM SOÁT – BẢN SỐ 3" in page for page in write(copy, tmp_path).page_texts())


def test_the_decree_numbers_its_pages_at_the_top_from_the_second_on(tmp_path):
    body = [para("Căn cứ Luật Tổ chức chính quyền địa phương. " * 60) for _ in range(3)]
    pdf = write(document(heading(1, "Quyết định"), *body, style="decree"), tmp_path)
    first, second = pdf.page_texts()[:2]
    assert second.startswith("2 ")
    assert first.startswith("Quyết định")
    assert "Trang" not in first + second


# --- Tables -----------------------------------------------------------------------------------------------


def long_table(rows, words="đoạn giữa " * 12):
    body = [[str(n), f"đầu{n} {words}cuối{n}", "Công chức"] for n in range(1, rows + 1)]
    columns = [Column(0.1), Column(0.6), Column(0.3)]
    foot = [["", "Tổng cộng", "hết"]]
    return table(["grid"], columns, body, head=[["TT", "Tên việc", "Ai"]], foot=foot)


def test_a_long_table_repeats_its_head_and_cuts_no_row(tmp_path):
    pdf = write(document(heading(1, "Bảng"), long_table(60)), tmp_path)
    pages = pdf.page_texts()
    assert pdf.pages > 2
    for page in pages[1:]:
        assert "Lần ban hành: 2.0 TT Tên việc Ai" in page
    for number in range(1, 61):
        begin, end = ([n for n, page in enumerate(pages) if word in page.split()] for word in
                      (f"đầu{number}", f"cuối{number}"))  # fmt: skip
        assert begin == end
        assert len(begin) == 1


@pytest.mark.parametrize("rows", range(14, 24))
def test_the_foot_row_never_stands_alone(rows, tmp_path):
    pages = write(document(heading(1, "Bảng"), long_table(rows)), tmp_path).page_texts()
    last = next(page for page in pages if "Tổng cộng" in page)
    assert f"cuối{rows}" in last


@pytest.mark.parametrize("layout", [{}, {"landscape": True}, {"paper": "A5"}, {"style": "notice"}])
@pytest.mark.parametrize("length", [400, 1500, 2500, 5000])
def test_a_cell_of_any_length_is_printed_whole(length, layout, tmp_path):
    """A row that no page can hold breaks; one that is called whole never runs over the foot."""
    words = " ".join(f"chữ{n}" for n in range(length // 6))
    rows = [["1", words, "Công chức"], ["2", "ngắn", " ".join(words.split()[: length // 24])]]
    columns = [Column(0.1), Column(0.6), Column(0.3)]
    pdf = write(
        document(heading(1, "Bảng"), table(["grid"], columns, rows, head=[["TT", "Việc", "Ai"]]), **layout),
        tmp_path,
    )
    found = set(pdf.whole_text().split())
    assert set(words.split()) <= found
    assert lowest_words(pdf) <= pdf_height(pdf)


def lowest_words(pdf):
    """The lowest edge of words that are not in the foot, on any page."""
    boxes = run("pdftotext", "-bbox", pdf.path, "-").decode()
    return max(
        float(y) for y, word in re.findall(r'yMax="([\d.]+)">([^<]*)<', boxes) if word.startswith("chữ")
    )


def pdf_height(pdf):
    """Where the foot begins: margins of 20 mm and less grow smaller on small paper only."""
    return min(height for _width, height in pdf.sizes()) / 25.4 * 72 - 45


def test_a_word_longer_than_its_cell_stays_in_it(tmp_path):
    address = "https://dichvucong.example.vn/" + "nguyenvanabcdefghijklmn" * 6
    rows = [[address, "bên cạnh"]]
    pdf = write(document(heading(1, "Bảng"), table(["grid"], [Column(0.2), Column(0.8)], rows)), tmp_path)
    boxes = run("pdftotext", "-bbox", pdf.path, "-").decode()
    neighbour = next(
        float(x) for x, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]*)<', boxes) if word == "bên"
    )
    pieces = [float(x) for x, word in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)<', boxes) if "nguyen" in word]
    assert pieces
    assert max(pieces) < neighbour


# --- Links ------------------------------------------------------------------------------------------------
def test_a_link_to_nowhere_becomes_plain_words(tmp_path):
    lost = document(
        heading(1, "Một", "c1"),
        para(link("tới chương chín", "#c9"), " và ", link("tới một", "#c1"), link("không đâu", "")),
        para("Trang ", page_ref("c9"), "."),
        div(["toc"], [para(link("Chương chín", "#c9"))]),
    )
    words = write(lost, tmp_path).whole_text()
    assert "tới chương chín và tới một" in words
    assert "Trang ." in words


def test_an_anchor_that_occurs_twice_means_the_first(tmp_path):
    twice = document(
        div(["chapter"], [heading(1, "Một", "c1")]),
        div(["chapter"], [heading(1, "Hai", "c1"), para("xem trang ", page_ref("c1"))]),
    )
    assert "xem trang 1" in write(twice, tmp_path).whole_text()


def test_headings_that_skip_a_level_are_drawn_together(tmp_path):
    pdf = write(document(heading(2, "Đầu"), heading(3, "Sâu"), heading(1, "Lại")), tmp_path)
    assert pdf.pages == 1
