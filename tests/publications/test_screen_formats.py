"""HTML that needs nothing else and prints well; EPUB as readers want it; ODT for editing."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from publications.compose.handbook import compose_handbook
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.tree import image, link, page_ref, para
from publications.errors import WriterError
from publications.writers import writer_for
from publications.writers.drawings import inline_svg
from publications.writers.html import css_string
from publications.writers.zip_pass import pack, rewrite
from tests.browser_support.measuring import page_width
from tests.publications.every_part import every_part
from tests.publications.pdf_tools import run
from tests.publications.reading import parts_of, xml_parts
from tests.publications.sample_sources import handbook_source, procedure_source


def html(document):
    return BeautifulSoup(writer_for("html").write(document).content, "html.parser")


# --- HTML --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("compose", [compose_notice, compose_procedure])
def test_a_page_needs_nothing_from_outside(compose):
    rendered = writer_for("html").write(compose(procedure_source()))
    page = BeautifulSoup(rendered.content, "html.parser")
    assert page.find_all(["script", "link", "img", "iframe", "object", "base"]) == []
    assert b"url(http" not in rendered.content
    assert b"@import" not in rendered.content
    assert "@font-face" not in page.style.text


def test_pictures_are_drawn_in_the_page_with_their_words():
    pictures = html(every_part()).find_all("svg")
    assert [picture["role"] for picture in pictures] == ["img", "img"]
    assert pictures[1]["aria-label"] == "Lưu đồ: nộp hồ sơ, tiếp nhận, trả kết quả"
    assert "Nộp hồ sơ" in pictures[1].text
    assert pictures[0]["width"] == "28mm"


def test_inner_names_of_two_drawings_differ():
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><marker id="arrow"/></defs>'
        '<path d="M0 0" marker-end="url(#arrow)"/></svg>'
    )
    document = replace(
        every_part(),
        blocks=(para(image("a.svg", "một")), para(image("a.svg", "hai"))),
        media={"a.svg": drawing},
    )
    page = html(document)
    names = [marker["id"] for marker in page.find_all("marker")]
    assert len(set(names)) == 2
    assert [path["marker-end"] for path in page.find_all("path")] == [f"url(#{name})" for name in names]


def test_a_drawing_brings_nothing_but_drawing():
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" onload="a()">'
        '<script>a()</script><a x:href="https://x.example"><text>b</text></a><use href="https://x.example#a"/>'
        "<foreignObject><b/></foreignObject><image href='file:///etc/passwd'/>"
        "<text onclick='a()'>&lt;b&gt;</text></svg>"
    )
    made = inline_svg(drawing, '"><script>', 1)
    assert not re.search("on(load|click)|script>a|foreign|<image|<a |x\\.example|passwd", made)
    assert "&lt;b&gt;" in made
    assert BeautifulSoup(made, "html.parser").svg["aria-label"] == '"><script>'


def test_what_is_no_drawing_is_a_named_error():
    document = replace(every_part(), media={**every_part().media, "qr.svg": "<svg"})
    for suffix in ("html", "docx", "odt"):
        with pytest.raises(WriterError):
            writer_for(suffix).write(document)


@pytest.mark.parametrize("suffix", ["docx", "html", "epub", "odt"])
def test_a_missing_picture_is_a_named_error(suffix):
    with pytest.raises(WriterError) as failed:
        writer_for(suffix).write(replace(every_part(), media={}))
    assert "qr.svg" in failed.value.detail


def test_heads_of_tables_are_told_to_screen_readers():
    page = html(every_part())
    assert {cell["scope"] for cell in page.select("table.grid thead th")} == {"col"}
    assert {cell["scope"] for cell in page.select("table.facts tbody th")} == {"row"}
    assert page.html["lang"] == "vi-VN"
    assert page.title.text == "Sổ tay quy trình nội bộ"


def test_references_say_the_section_and_lead_there():
    page = html(every_part())
    in_list = page.find("td", string="MC-01").find_next("a")
    assert (in_list.text, in_list["href"]) == ("mục 1.4", "#f_mc01")
    assert [one.text for one in page.select(".index a")] == ["mục 1", "mục 2"]
    assert [
        one["href"]
        for one in page.find_all("a")
        if one["href"].startswith("#") and not page.find(id=one["href"][1:])
    ] == []


def test_a_link_to_nowhere_is_only_words():
    page = html(replace(every_part(), blocks=(para(link("xem", "#khong_co"), page_ref("khong_co")),)))
    assert page.main.find("a") is None
    assert page.main.text.strip() == "xem"


def test_paragraphs_of_one_cell_do_not_run_together():
    page = html(compose_procedure(procedure_source()))
    cell = page.find("p", string="Tờ khai đăng ký khai sinh")
    assert cell.find_next_sibling("p").text.startswith("Mẫu")


def test_nothing_ends_a_string_of_the_style():
    assert css_string('a"}</style>\\ é') == '"a\\22 \\7d \\3c \\2f style\\3e \\5c  é"'


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a document's HTML as a file in Chromium; whatever it asks for outside is an error."""
    pages = []

    def open_(document, width):
        path = tmp_path / "document.html"
        path.write_bytes(writer_for("html").write(document).content)
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        assert asked == [path.as_uri()]
        return page

    asked: list[str] = []
    yield open_
    for page in pages:
        page.close()


@pytest.mark.browser
def test_a_printed_page_is_a4_with_heads_feet_and_repeated_head_rows(opened, tmp_path):
    page = opened(every_part(rows=40, watermark="DỰ THẢO"), 1280)
    path = tmp_path / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    sizes = re.findall(
        r"Page +\d+ size: +([\d.]+) x ([\d.]+)", run("pdfinfo", "-f", 1, "-l", 30, path).decode()
    )
    millimetres = [(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in sizes]
    assert set(millimetres) == {(210, 297), (297, 210)}
    assert millimetres.count((297, 210)) == 1
    pages = run("pdftotext", "-layout", path, "-").decode().split("\f")[:-1]
    assert all(f"Trang {number}/{len(pages)}" in words for number, words in enumerate(pages, start=1))
    with_steps = [words for words in pages if re.search(r"Bước thứ \d", words)]
    assert len(with_steps) > 3
    assert all("Trình tự thực hiện" in words for words in with_steps)
    assert all("Mã kiểm tra 9F3C 71AB" in words for words in pages)
    assert "Mã hiệu: QT-TP-01" in with_steps[0]
    assert "Mã hiệu: QT-NB-07" in with_steps[-1]
    assert "Mã hiệu" not in pages[0]


@pytest.mark.browser
@pytest.mark.parametrize("compose", [compose_notice, compose_procedure])
def test_a_phone_needs_no_sideways_scrolling(opened, compose):
    page = opened(compose(procedure_source()), 390)
    assert page_width(page) <= 390


# --- EPUB --------------------------------------------------------------------------------------------------
def test_a_book_has_what_readers_ask_for():
    rendered = writer_for("epub").write(compose_handbook(handbook_source(2)))
    with zipfile.ZipFile(BytesIO(rendered.content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
    package = parts_of(rendered)["EPUB/content.opf"].decode()
    assert re.search(r"<dc:identifier[^>]*>urn:uuid:[0-9a-f-]{36}<", package)
    assert '<meta property="dcterms:modified">2026-10-01T00:00:00Z</meta>' in package
    assert "<dc:language>vi-VN</dc:language>" in package
    assert '<dc:title id="epub-title-1">Sổ tay quy trình nội bộ</dc:title>' in package


def test_everything_in_a_book_is_listed_and_there():
    rendered = writer_for("epub").write(every_part())
    parts = parts_of(rendered)
    listed = set(re.findall(r'<item [^>]*href="([^"]+)"', parts["EPUB/content.opf"].decode()))
    there = {name.removeprefix("EPUB/") for name in parts if name.startswith("EPUB/")} - {"content.opf"}
    assert listed == there
    assert b"@page" not in parts["EPUB/styles/stylesheet1.css"]


def test_contents_and_links_of_a_book_lead_somewhere():
    rendered = writer_for("epub").write(compose_handbook(handbook_source(2)))
    parts = {name.removeprefix("EPUB/"): body for name, body in parts_of(rendered).items()}
    pages = {
        name: BeautifulSoup(body, "html.parser") for name, body in parts.items() if name.endswith(".xhtml")
    }
    contents = [entry.text for entry in pages["nav.xhtml"].select("nav#toc a")]
    assert [title for title in contents if title.startswith(("1. ", "2. "))] == [
        "1. ĐĂNG KÝ KHAI SINH",
        "2. ĐĂNG KÝ KẾT HÔN",
    ]
    for name, page in pages.items():
        for target in (one["href"] for one in page.find_all("a", href=True)):
            if target.startswith("http"):
                continue
            path, _sign, anchor = target.partition("#")
            where = pages[path if path.startswith("text/") else f"text/{path}" if path else name]
            assert not anchor or where.find(id=anchor), target


def test_two_editions_are_two_books():
    names = {
        re.search(
            rb"urn:uuid:[\w-]+", parts_of(writer_for("epub").write(document))["EPUB/content.opf"]
        ).group()
        for document in (every_part(), every_part(rows=4))
    }
    assert len(names) == 2


# --- ODT ---------------------------------------------------------------------------------------------------
def test_an_odt_names_its_type_first():
    rendered = writer_for("odt").write(every_part())
    with zipfile.ZipFile(BytesIO(rendered.content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_ruled_tables_of_an_odt_have_borders_and_layout_has_none():
    rendered = writer_for("odt").write(every_part())
    text = parts_of(rendered)["content.xml"].decode()
    assert 'table:style-name="TableRowCell"' not in text
    letterhead = re.search("<table:table .*?</table:table>", text, re.DOTALL).group()
    assert set(re.findall(r'table:table-cell table:style-name="(\w+)"', letterhead)) == {"KhongVien"}
    steps = next(
        table
        for table in re.findall("<table:table .*?</table:table>", text, re.DOTALL)
        if "Trình tự" in table
    )
    assert set(re.findall(r'table:table-cell table:style-name="(\w+)"', steps)) == {"ODau", "OLuoi"}


def test_styles_of_an_odt_are_defined():
    trees = xml_parts(writer_for("odt").write(compose_procedure(procedure_source())))
    name = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
    defined = {element.get(name) for part in ("content.xml", "styles.xml") for element in trees[part].iter()}
    used = {
        value
        for element in trees["content.xml"].iter()
        for key, value in element.attrib.items()
        if key.endswith("}style-name")
    }
    # Widths of tables and columns are named by pandoc after the table itself.
    assert {style for style in used - defined if not re.fullmatch(r"Table\d+(\.[A-Z])?", style)} == set()


# --- Packages ----------------------------------------------------------------------------------------------
def test_a_rewritten_zip_has_fixed_dates_and_order():
    given = pack({"b": b"1", "mimetype": b"m", "a": b"2"})
    made = rewrite(given, lambda parts: parts.update(c=b"3"), first="mimetype")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == ["mimetype", "b", "a", "c"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert made == rewrite(given, lambda parts: parts.update(c=b"3"), first="mimetype")
