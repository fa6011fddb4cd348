"""Notices on exactly one sheet: as large as it allows, never smaller than people can read."""

import re

import pytest

from publications.compose.notice import compose_notice
from publications.compose.tree import para
from publications.errors import TooSmallError
from publications.writers.pdf import PdfWriter
from tests.publications.pdf_tools import run, write
from tests.publications.sample_sources import procedure_source

SHEETS = {"A3": (297, 420), "A0": (841, 1189)}


def notice(paper, more=0, **layout):
    document = compose_notice(procedure_source()).with_layout(paper=paper, one_page=True, **layout)
    extra = tuple(para("Thêm một đoạn văn để tờ giấy đầy hơn nữa. " * 8) for _ in range(more))
    return type(document)(document.info, document.layout, document.blocks + extra, document.media)


def lowest(pdf):
    """The share of the sheet's height at which the last words before the foot end."""
    boxes = run("pdftotext", "-bbox", pdf.path, "-").decode()
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', boxes).group(1))
    ends = sorted({round(float(y), 1) for y in re.findall(r'yMax="([\d.]+)"', boxes)})
    return ends[-2] / height


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize("more", [0, 1])
def test_a_poster_is_one_sheet_and_fills_it(paper, more, tmp_path):
    pdf = write(notice(paper, more), tmp_path)
    assert pdf.pages == 1
    assert pdf.sizes() == [SHEETS[paper]]
    assert lowest(pdf) > 0.85


def test_a_short_notice_fits_an_a4_sheet(tmp_path):
    document = notice("A4")
    short = type(document)(document.info, document.layout, document.blocks[:3], document.media)
    assert write(short, tmp_path).sizes() == [(210, 297)]


def test_what_would_be_too_small_to_read_is_refused():
    with pytest.raises(TooSmallError) as refused:
        PdfWriter().write(notice("A4"))
    assert refused.value.paper == "A4"
    assert refused.value.smallest == 0.85


def test_the_smallest_size_is_a_choice(tmp_path):
    assert write(notice("A4"), tmp_path, smallest_scale=0.5).pages == 1
    with pytest.raises(TooSmallError):
        PdfWriter(smallest_scale=1.5).write(notice("A3"))


def test_the_same_sheet_gives_the_same_bytes():
    assert PdfWriter().write(notice("A3")).content == PdfWriter().write(notice("A3")).content
