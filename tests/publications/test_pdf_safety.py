"""Hostile words, missing signs, broken pictures: a correct file or a named refusal."""

import dataclasses
import importlib.util
from pathlib import Path

import pytest

from publications.compose.document import Document, Info, Layout
from publications.compose.notice import compose_notice
from publications.compose.printable import printable_characters
from publications.compose.tree import Column, cell, div, emphasis, heading, image, link, para, strong, table
from publications.errors import UnprintableTextError, WriterError
from publications.writers.pdf import PdfWriter
from tests.publications.every_part import INFO, QR, every_part
from tests.publications.pdf_tools import write
from tests.publications.sample_sources import procedure_source

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    '#read("/etc/passwd")', '#eval("1+1")', "\\input{/etc/passwd}", "<script>alert(1)</script>", "{{7*7}}", "[[code]]",
    "</w:t>", "*đậm* _nghiêng_", "$x^2$", "@ref <nhãn>", "]]>", "= Đề mục", "- gạch", "// ghi chú", "`lệnh`",
    "a~b -- c --- d", "'nháy' \"kép\"", "https://x.example/#f", "&amp; &lt;", "\\u{41}",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_they_are(words, tmp_path):
    info = dataclasses.replace(INFO, title=f"T {words}", unit=f"U {words}", code=words)
    rows = [[words, [para(strong(words), " ", emphasis(words))], cell(words)]]
    blocks = (
        heading(1, words),
        para(words),
        table(["grid"], [Column(0.3), Column(0.4), Column(0.3)], rows, head=[[words] * 3]),
        div(
            ["chapter"],
            [heading(1, words), para(link(words, "https://an-hoa.example/" + words))],
            title=words,
        ),
    )
    document = Document(info, Layout(watermark=words[:12], copy_line=words), blocks)
    found = write(document, tmp_path).whole_text()
    squeezed = found.replace(" ", "")
    assert squeezed.count(words.replace(" ", "")) >= 10
    assert "root:" not in found


def test_nothing_outside_the_templates_is_read(tmp_path):
    """A picture is data of the document; a name that looks like a path finds nothing."""
    for name in ("/etc/passwd", "../document.typ", "typst/look.typ"):
        with pytest.raises(WriterError):
            PdfWriter().write(Document(INFO, Layout(), (heading(1, "A"), para(image(name, "x")))))


def test_control_characters_vanish(tmp_path):
    info = dataclasses.replace(INFO, title="Chuông\x07 kêu", unit="Phường\x00 An Hòa")
    words = write(
        Document(info, Layout(), (heading(1, "Một\x07"), para("hai\x1b ba"))), tmp_path
    ).whole_text()
    assert "hai ba" in words


# --- Characters that no font has --------------------------------------------------------------------------
@pytest.mark.parametrize(("mark", "code"), [("😀", "1F600"), ("中", "4E2D"), ("ក", "1780"), ("한", "D55C")])
def test_a_sign_that_no_font_has_is_named_with_its_place(mark, code):
    blocks = (heading(1, "Đầu đề"), para(f"Nộp hồ sơ {mark} tại bộ phận một cửa"))
    with pytest.raises(UnprintableTextError) as refused:
        PdfWriter().write(Document(INFO, Layout(), blocks))
    assert refused.value.found == ((mark, f"Nộp hồ sơ {mark} tại bộ phận một cửa"[:31]),)
    assert f"U+{code}" in str(refused.value)


def with_everywhere(mark):
    yield Document(dataclasses.replace(INFO, title=mark), Layout(), (heading(1, "A"),))
    yield Document(dataclasses.replace(INFO, unit=mark), Layout(), (heading(1, "A"),))
    yield Document(INFO, Layout(copy_line=mark), (heading(1, "A"),))
    yield Document(INFO, Layout(watermark=mark), (heading(1, "A"),))
    yield Document(INFO, Layout(), (heading(1, mark),))
    yield Document(INFO, Layout(), (heading(1, "A"), para(image("qr.svg", mark))), {"qr.svg": QR})
    yield Document(INFO, Layout(), (heading(1, "A"),), {"a.svg": f"<svg><text>bước {mark}</text></svg>"})
    yield Document(INFO, Layout(), (div(["chapter"], [heading(1, "A")], title=f"tên {mark}"),))
    yield Document(INFO, Layout(), (table(["grid"], [Column(1)], [[mark]]),))


@pytest.mark.parametrize("document", list(with_everywhere("😀")))
def test_a_missing_sign_is_found_wherever_it_stands(document):
    with pytest.raises(UnprintableTextError):
        PdfWriter().write(document)


def test_a_missing_sign_in_an_address_harms_nothing(tmp_path):
    document = Document(INFO, Layout(), (heading(1, "A"), para(link("đây", "https://x.example/😀"))))
    assert "đây" in write(document, tmp_path).whole_text()


def test_boxes_and_ticks_are_printed_in_every_style(tmp_path):
    signs = "☐ ☑ ✓ ✔ → ≤ ₫ №"
    blocks = [para(signs), para(strong(signs)), para(emphasis(signs)), para(strong([emphasis(signs)]))]
    pdf = write(Document(INFO, Layout(), (heading(1, "A"), *blocks)), tmp_path)
    assert pdf.whole_text().count(signs) == 4


def test_every_character_called_printable_is_printed():
    """The engine refuses what it cannot draw, so that a pass means all signs in all styles."""
    marks = sorted(printable_characters() - {"\n"})
    blocks = []
    for begin in range(0, len(marks), 60):
        words = " ".join(marks[begin : begin + 60])
        blocks += [para(words), para(strong(words)), para(emphasis(words)), para(strong([emphasis(words)]))]
    assert PdfWriter().write(Document(INFO, Layout(), (heading(1, "A"), *blocks))).pages > 1


def test_the_table_of_characters_is_that_of_the_fonts():
    path = ROOT / "docs" / "tools" / "build_coverage.py"
    spec = importlib.util.spec_from_file_location("build_coverage", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.table()


# --- Sizes ------------------------------------------------------------------------------------------------
def test_sixty_steps_and_two_hundred_components(tmp_path):
    source = procedure_source()
    step, component = source.snapshot["steps"][1], source.snapshot["components"][0]
    source.snapshot["steps"] = [step | {"number": n, "title": f"Bước việc{n}"} for n in range(1, 61)]
    source.snapshot["components"] = [component | {"name": f"Giấy tờ{n}"} for n in range(1, 201)]
    found = set(write(compose_notice(source), tmp_path).whole_text().split())
    assert {f"việc{n}" for n in range(1, 61)} | {f"tờ{n}" for n in range(1, 201)} <= found


def test_an_empty_document_is_a_blank_sheet():
    assert PdfWriter().write(Document(Info("notice", "", ""), Layout(), ())).pages == 1


def test_what_the_template_does_not_know_is_an_error_with_its_name():
    with pytest.raises(WriterError) as refused:
        PdfWriter().write(Document(INFO, Layout(), ({"t": "RawBlock", "c": ["html", "<b>"]},)))
    assert "RawBlock" in refused.value.detail


def test_a_broken_picture_is_an_error():
    document = every_part()
    document.media["qr.svg"] = "<svg"
    with pytest.raises(WriterError):
        PdfWriter().write(document)
