"""Word files: what stands in the package, and what LibreOffice makes of it where it is installed."""

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import docx
import pytest

from publications.compose.handbook import compose_handbook
from publications.compose.notice import compose_notice
from publications.compose.papers import Signatory, paper
from publications.compose.procedure import compose_procedure
from publications.compose.tree import Column, div, heading, para, plain, table
from publications.writers import writer_for
from publications.writers.zip_pass import read
from tests.publications.every_part import INFO, every_part
from tests.publications.pdf_tools import run
from tests.publications.reading import W, parts_of, xml_parts
from tests.publications.sample_sources import HEAD, handbook_source, procedure_source

BLOCK_TAGS = (f"{W}p", f"{W}tbl")


def write(document):
    return writer_for("docx").write(document)


def text(rendered):
    return parts_of(rendered)["word/document.xml"].decode()


def heads(rendered):
    """Words of every running head by the name of its part."""
    return {
        name: "".join(element.text or "" for element in tree.iter(f"{W}t"))
        for name, tree in xml_parts(rendered).items()
        if name.startswith("word/dau-trang")
    }


def test_every_chapter_has_its_own_running_head():
    document = compose_handbook(handbook_source(3))
    found = heads(write(document))
    for code in ("QT-TP-01", "QT-TP-02", "QT-TP-03", "ST-NB"):
        assert [words for words in found.values() if f"Mã hiệu: {code}" in words]
    assert [words for words in found.values() if "Đăng ký kết hôn" in words and "Lần ban hành: 3.1" in words]


def test_sections_refer_to_heads_that_are_there():
    rendered = write(every_part())
    relations = parts_of(rendered)["word/_rels/document.xml.rels"].decode()
    targets = dict(re.findall(r'Id="(rId\w+)"[^>]*Target="([\w.-]+)"', relations))
    used = re.findall(r'<w:(?:header|footer)Reference [^>]*r:id="(\w+)"', text(rendered))
    assert used
    assert [name for name in used if f"word/{targets.get(name)}" not in parts_of(rendered)] == []
    assert text(rendered).count("<w:titlePg/>") == 1


def test_ruled_tables_repeat_their_heads():
    rendered = write(every_part())
    with_head = [
        style
        for style in re.findall(r'<w:tblStyle w:val="(\w+)"', text(rendered))
        if style in ("BangLuoi", "BangKyBia")
    ]
    assert len(with_head) == 4
    assert text(rendered).count("<w:tblHeader") == len(with_head)


def test_rows_stay_whole_unless_they_are_higher_than_a_page():
    rows = [["ngắn", "a"], ["rất dài " * 700, "b"], ["ngắn", "c"]]
    document = replace(every_part(), blocks=(table(["grid"], [Column(0.5), Column(0.5)], rows),))
    kept = [
        "<w:cantSplit/>" in row for row in re.findall(r"<w:tr>.*?</w:tr>", text(write(document)), re.DOTALL)
    ]
    assert kept == [True, False, True]


def test_the_total_stays_with_the_last_step():
    body = text(write(every_part()))
    last = re.findall(r"<w:tr>.*?</w:tr>", body, re.DOTALL)
    number = next(i for i, row in enumerate(last) if "Tổng thời gian" in row)
    assert last[number - 1].count("<w:keepNext/>") >= 5
    assert "<w:keepNext/>" not in last[number]


def test_a_second_paragraph_of_an_item_has_no_mark_of_its_own():
    rendered = write(compose_procedure(procedure_source()))
    numbering = parts_of(rendered)["word/numbering.xml"].decode()
    marks = {
        identifier: re.search(r'<w:lvlText w:val="([^"]*)"', level).group(1)
        for identifier, level in re.findall(
            r'<w:abstractNum w:abstractNumId="(\d+)">(.*?)</w:lvl>', numbering
        )
    }
    of_list = dict(re.findall(r'<w:num w:numId="(\d+)">\s*<w:abstractNumId w:val="(\d+)"', numbering))
    second = re.search(
        r'<w:numId w:val="(\d+)" ?/>(?:(?!<w:numId).)*Trường hợp: Không có giấy chứng sinh', text(rendered)
    )
    assert marks[of_list[second.group(1)]] == " "
    assert "–" in marks.values()


def test_nothing_of_the_making_is_left():
    rendered = write(compose_procedure(procedure_source()))
    parts = {name: body for name, body in parts_of(rendered).items() if not name.endswith(".png")}
    for name, body in parts.items():
        assert b"[[" not in body, name
        assert b'descr="data:' not in body, name
        assert b"<!--" not in body, name


def test_numbers_of_pages_refer_to_bookmarks_of_a_few_words():
    body = text(write(compose_handbook(handbook_source(2))))
    asked = set(re.findall(r"PAGEREF (\w+) ", body))
    marks = dict(re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', body))
    assert {"c1", "c2"} <= asked <= set(marks.values())
    for identifier, name in marks.items():
        inside = re.search(
            rf'<w:bookmarkStart w:id="{identifier}".*?<w:bookmarkEnd w:id="{identifier}"', body, re.DOTALL
        )
        assert "</w:p>" not in inside.group(), name


def test_every_cell_ends_with_a_paragraph():
    """Word calls a file broken where one does not."""
    for document in (every_part(), compose_notice(procedure_source())):
        for name, tree in xml_parts(write(document)).items():
            for cell in tree.iter(f"{W}tc"):
                assert [child.tag for child in cell if child.tag in BLOCK_TAGS][-1:] == [f"{W}p"], name


def test_a_head_or_foot_ends_with_a_paragraph():
    for name, tree in xml_parts(write(every_part())).items():
        if name.startswith(("word/dau-trang", "word/chan-trang")):
            assert tree[-1].tag == f"{W}p", name


def test_parts_of_the_page_style():
    notice = heads(write(every_part(style="notice")))
    assert set(notice.values()) == {""}
    decree = xml_parts(write(every_part(style="decree")))
    assert any(
        "PAGE" in field.get(f"{W}instr") for field in decree["word/dau-trang-0.xml"].iter(f"{W}fldSimple")
    )


@pytest.mark.parametrize(("paper_size", "size"), [("A5", (148, 210)), ("A4", (210, 297)), ("A3", (297, 420))])
def test_the_sheet_has_its_size(paper_size, size):
    opened = docx.Document(io.BytesIO(write(every_part(paper=paper_size)).content))
    sections = opened.sections
    assert (round(sections[0].page_width.mm), round(sections[0].page_height.mm)) == size
    sideways = [(round(section.page_width.mm), round(section.page_height.mm)) for section in sections]
    assert size[::-1] in sideways
    assert sideways[-1] == size


def test_all_styles_that_are_used_are_defined():
    for document in (every_part(), compose_notice(procedure_source()), letter()):
        trees = xml_parts(write(document))
        defined = {style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")}
        used = {
            element.get(f"{W}val")
            for name, tree in trees.items()
            if name.startswith("word/")
            for tag in ("pStyle", "tblStyle", "rStyle")
            for element in tree.iter(f"{W}{tag}")
        }
        assert used - defined == set()


def test_python_docx_opens_it():
    opened = docx.Document(io.BytesIO(write(compose_procedure(procedure_source())).content))
    titles = [p.text for p in opened.paragraphs if p.style.name.lower().startswith("heading")]
    assert "1. Mục đích" in titles
    assert opened.core_properties.title == "Đăng ký khai sinh"
    assert f"{opened.core_properties.created:%Y-%m-%d}" == "2026-10-01"


def test_the_look_is_built_by_its_script(monkeypatch):
    """The reference files hold what docs/tools/build_reference_docx.py makes."""
    root = Path(__file__).parents[2]
    spec = spec_from_file_location(
        "build_reference_docx", root / "docs" / "tools" / "build_reference_docx.py"
    )
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    for style in ("notice", "iso", "decree"):
        committed = (root / "publications" / "writers" / "word" / f"{style}.docx").read_bytes()
        assert read(module.build(style)) == read(committed)


def letter():
    info = replace(INFO, kind="letter", title="Thư xin lỗi", code="", number="")
    return paper(
        info, HEAD, title="THƯ XIN LỖI", blocks=[para("Kính gửi ông Phạm Văn Thắng.")], number="Số: 12/TXL-UBND",
        on=info.effective_on, signatories=[Signatory("CHỦ TỊCH")],
    )  # fmt: skip


# --- LibreOffice -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def to_pdf(tmp_path_factory):
    """Opens a Word file in LibreOffice and gives the PDF that it prints."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: install libreoffice-writer to look at Word files")
    folder = tmp_path_factory.mktemp("office")

    def convert(rendered, name):
        source = folder / f"{name}.docx"
        source.write_bytes(rendered.content)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
        return source.with_suffix(".pdf")

    return convert


@pytest.mark.slow
def test_contents_count_the_pages_of_the_chapters(to_pdf):
    path = to_pdf(write(compose_handbook(handbook_source(3))), "handbook")
    pages = run("pdftotext", "-layout", path, "-").decode().split("\f")
    assert not [page for page in pages if "Error" in page]
    contents = next(page for page in pages if "MỤC LỤC" in page)
    listed = {
        int(n): int(page)
        for n, page in re.findall(r"^\s*(\d+)\. [^\n]*?\.*\s*(\d+)$", contents, re.MULTILINE)
    }
    real = {
        int(number): place
        for place, page in enumerate(pages, start=1)
        for number, title in re.findall(r"^\s*(\d)\. (.+)$", page, re.MULTILINE)
        if title.isupper()
    }
    assert listed == real


@pytest.mark.slow
def test_long_tables_repeat_heads_and_lose_no_step(to_pdf):
    path = to_pdf(write(every_part(rows=60)), "steps")
    pages = run("pdftotext", "-layout", path, "-").decode().split("\f")
    with_steps = [page for page in pages if "Kiểm tra" in page]
    assert len(with_steps) > 3
    assert all("Trình tự thực hiện" in page for page in with_steps)
    assert [n for n in range(1, 61) if not re.search(rf"Bước thứ {n}\b", " ".join(pages))] == []


@pytest.mark.slow
def test_a_part_lies_on_its_side_and_keeps_its_head(to_pdf):
    path = to_pdf(write(every_part(watermark="DỰ THẢO")), "sideways")
    sizes = re.findall(
        r"Page +\d+ size: +([\d.]+) x ([\d.]+)", run("pdfinfo", "-f", "1", "-l", "20", path).decode()
    )
    sideways = [
        number for number, (width, height) in enumerate(sizes, start=1) if float(width) > float(height)
    ]
    assert len(sideways) == 1
    page = run("pdftotext", "-f", sideways[0], "-l", sideways[0], "-layout", path, "-").decode()
    assert "QT-NB-07" in page
    assert "2.1. Bảng ngang" in page


@pytest.mark.slow
def test_a_cell_longer_than_a_page_is_shown_whole(to_pdf):
    words = " ".join(f"từ{number}" for number in range(1400))
    block = div(
        ["chapter"],
        [heading(1, "1. DÀI"), table(["grid"], [Column(0.5), Column(0.5)], [[words, [plain("b")]]])],
    )
    path = to_pdf(write(replace(every_part(), blocks=(block,))), "long")
    shown = run("pdftotext", "-raw", path, "-").decode()
    assert [number for number in (0, 700, 1399) if f"từ{number}" not in shown] == []
