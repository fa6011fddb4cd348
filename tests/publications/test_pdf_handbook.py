"""A handbook of fifteen chapters as one PDF: what it says about its own pages is true."""

import re

import pytest

from organisation.vietnamese_format import vietnamese_sort_key
from publications.compose.handbook import compose_handbook
from tests.publications.pdf_tools import write
from tests.publications.sample_sources import handbook_source

CHAPTERS = 15


@pytest.fixture(scope="module")
def handbook(tmp_path_factory):
    return write(compose_handbook(handbook_source(CHAPTERS)), tmp_path_factory.mktemp("handbook"))


@pytest.fixture(scope="module")
def pages(handbook):
    return handbook.page_texts()


def chapter_starts(pages):
    """Page numbers on which the chapters begin, found by their headings in capitals."""
    source = handbook_source(CHAPTERS)
    names = [chapter.snapshot["short_title"].upper() for chapter in source.chapters]
    return [
        next(page for page, words in enumerate(pages, 1) if f"{number}. {name} Mã hiệu" in words)
        for number, name in enumerate(names, 1)
    ]


def test_the_contents_name_the_pages_where_chapters_begin(pages):
    contents = next(words for words in pages if "MỤC LỤC" in words)
    said = [int(page) for _name, page in re.findall(r"(\d+\. [^.]*?)[ .]{6,}(\d+)(?= )", contents)]
    assert said == chapter_starts(pages)


def test_every_page_of_a_chapter_shows_its_code(pages):
    starts = chapter_starts(pages)
    for number, (first, following) in enumerate(zip(starts, [*starts[1:], len(pages)], strict=True), 1):
        for page in range(first, following):
            assert f"Mã hiệu: QT-TP-{number:02d} Lần ban hành: 3.1" in pages[page - 1]
    assert "Mã hiệu: ST-NB" in pages[-1]


def test_the_index_is_in_vietnamese_order_and_names_pages_of_its_terms(pages):
    index = pages[-1][pages[-1].index("CHỈ MỤC") :]
    entries = re.findall(
        r"([A-ZĐĂÂÊÔƠƯỦẤ][^\d,]*?(?: \d+(?= \d))?) ((?:\d+, )*\d+)(?= [A-ZĐĂÂÊÔƠƯ]|$)", index
    )
    terms = [term.removeprefix("CHỈ MỤC ") for term, _pages in entries]
    assert len(terms) > 10
    assert terms == sorted(terms, key=vietnamese_sort_key)
    assert terms.index("Cấp giấy xác nhận tình trạng hôn nhân") < terms.index("Đăng ký khai sinh")


def test_the_list_of_forms_names_the_page_of_the_form(pages):
    listed = next(
        words for words in pages if "DANH MỤC BIỂU MẪU" in words and "Trang " in words and "MC" not in words
    )
    page = int(re.search(r"Tờ khai đăng ký khai sinh (\d+)", listed).group(1))
    assert "1.6. Biểu mẫu" in pages[page - 1]


def test_the_outline_begins_at_the_first_level(handbook):
    assert handbook.pages > CHAPTERS * 3
