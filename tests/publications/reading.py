"""Reads written files back: their words in order, their parts. One function per format, for the contract of writers."""

import io
import re
import zipfile
from xml.etree import ElementTree

from bs4 import BeautifulSoup

from tests.publications.pdf_tools import run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML = (".xml", ".rels", ".opf", ".xhtml", ".ncx", ".svg", ".rdf")


def parts_of(rendered):
    """Name → bytes of a ZIP; one part of other formats."""
    if rendered.content[:2] != b"PK":
        return {rendered.suffix: rendered.content}
    with zipfile.ZipFile(io.BytesIO(rendered.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml_parts(rendered):
    """Every XML part as a tree; fails where one is not well-formed."""
    return {
        name: ElementTree.fromstring(body) for name, body in parts_of(rendered).items() if name.endswith(XML)
    }


def body_of(rendered, folder):
    """The words that stand in the body, in order, alt texts among them (not in PDF)."""
    return _READERS[rendered.suffix](rendered, folder)


def everything_of(rendered, folder):
    """The body with heads, feet and marks."""
    if rendered.suffix in ("pdf", "html"):
        return body_of(rendered, folder)
    trees = [tree for name, tree in xml_parts(rendered).items() if not name.endswith((".svg", ".rels"))]
    return " ".join(_all_words(tree) for tree in trees)


def _all_words(tree):
    values = (
        value
        for element in tree.iter()
        for value in (*element.attrib.values(), element.text or "", element.tail or "")
    )
    return " ".join(values)


def _pdf(rendered, folder):
    """In the order of the file, which is that of the tree; cells by columns would be a guess of the tool's."""
    path = folder / "file.pdf"
    path.write_bytes(rendered.content)
    return run("pdftotext", "-raw", path, "-").decode()


def _docx(rendered, folder):
    tree = xml_parts(rendered)["word/document.xml"]
    found = []
    for element in tree.iter():
        if element.tag == f"{W}p":
            found.append(" ")
        elif element.tag in (f"{W}br", f"{W}tab"):
            found.append(" ")
        elif element.tag == f"{W}t":
            found.append(element.text or "")
        elif element.tag.endswith("}docPr"):
            found.append(f" {element.get('descr', '')} ")
    return "".join(found)


def _html(rendered, folder):
    return _of_markup(rendered.content, "html.parser")


def _epub(rendered, folder):
    chapters = sorted(name for name in parts_of(rendered) if re.search(r"text/ch\d+\.xhtml$", name))
    return " ".join(_of_markup(parts_of(rendered)[name], "html.parser") for name in chapters)


def _of_markup(content, parser):
    soup = BeautifulSoup(content, parser)
    for element in soup(["style", "title", "script"]):
        element.extract()
    for picture in soup.find_all(["img", "svg"]):
        picture.replace_with(f" {picture.get('alt') or picture.get('aria-label')} ")
    for line in soup.find_all("br"):
        line.replace_with(" ")
    for block in soup.find_all(["p", "td", "th", "h1", "h2", "h3", "h4", "li"]):
        block.append(" ")
    return soup.get_text()


def _odt(rendered, folder):
    found = []

    def walk(element):
        name = element.tag.rpartition("}")[2]
        if name in ("p", "h", "tab", "line-break"):
            found.append(" ")
        elif name == "s":
            found.append(" " * int(next(iter(element.attrib.values()), "1")))
        found.append((element.text or "") if name != "bookmark-ref" else "")
        for inner in element:
            walk(inner)
            found.append(inner.tail or "")
        if name in ("desc", "title"):
            found.append(" ")

    body = next(e for e in xml_parts(rendered)["content.xml"].iter() if e.tag.endswith("}body"))
    walk(body)
    return "".join(found)


_READERS = {"pdf": _pdf, "docx": _docx, "html": _html, "epub": _epub, "odt": _odt}
