"""A Word file through the child process: all of its words arrive, and every way to fail has its sentence."""

import io
import zipfile
from dataclasses import asdict

import docx as python_docx
import pytest

from organisation import limited_process
from organisation.limited_process import Limits
from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office import docx_child, docx_format
from procedures.importers.office.docx_facts import docx_facts, keep_running_text
from procedures.importers.office.package import W, open_docx
from tests.importers.office.docx_parts import (
    TEXT,
    docx,
    packed,
    paragraph,
    parts,
    relationships,
    root,
    text_box,
)


def opened(data):
    findings = Findings("tep.docx")
    found = open_docx(data, findings)
    assert findings.items == []
    return found


def passages(result):
    return {passage.where: passage.text for passage in result.readings[0].passages}


def ordinary_file():
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "QT-01, lần ban hành 02"
    document.add_heading("1. Mục đích", 1)
    document.add_paragraph(TEXT)
    table = document.add_table(2, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"ô {number}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_an_ordinary_file_arrives_whole(read):
    result = read(ordinary_file(), "quy trình 1.docx")
    assert not result.is_refused and result.count == 1
    assert result.findings.items == []
    assert passages(result) == {
        "đoạn 1": "1. Mục đích",
        "đoạn 2": TEXT,
        "đoạn 3": "ô 0ô 1ô 2ô 3ô 4ô 5",
        "đầu trang 1": "QT-01, lần ban hành 02",
    }
    assert result.readings[0].layout == {"name": "quy trình 1.docx"}
    assert result.readings[0].speaks_of == frozenset({"name"})


def test_words_beside_the_running_text_are_kept_once(read):
    body = paragraph(TEXT, text_box("Tiếp nhận", "hồ sơ")) + paragraph(
        "<w:r><w:pict><v:rect><v:textbox><w:txbxContent>"
        + paragraph("Trả kết quả")
        + "</w:txbxContent></v:textbox>"
        "</v:rect></w:pict></w:r>"
    )
    others = {
        "word/comments.xml": root("comments", f"<w:comment>{paragraph('Xem lại')}</w:comment>"),
        "word/diagrams/data1.xml": "<a:p xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
        "<a:r><a:t>Thẩm định</a:t></a:r></a:p>",
        "word/header1.xml": root("hdr", paragraph("Mã hiệu: QT-01")),
        "word/header2.xml": root("hdr", paragraph("Mã hiệu: QT-01")),
        "word/footer1.xml": root("ftr", paragraph("Trang 1")),
    }
    result = read(packed({**parts(body), **others}), "tep.docx")
    found = passages(result)
    assert found == {
        "đoạn 1": TEXT,
        "hộp chữ 1": "Tiếp nhận\nhồ sơ",
        "hộp chữ 2": "Trả kết quả",
        "sơ đồ 1": "Thẩm định",
        "ghi chú 1": "Xem lại",
        "đầu trang 1": "Mã hiệu: QT-01",
        "chân trang 1": "Trang 1",
    }
    assert all(not passage.is_placed and passage.reason for passage in result.readings[0].passages)
    assert [finding.kind for finding in result.findings.items] == [FindingKind.COMMENTS, FindingKind.TEXT_BOX]


def test_tracked_changes_are_read_as_accepted_and_counted(read):
    body = paragraph(
        "Thời hạn ",
        '<w:ins w:id="1" w:author="a"><w:r><w:t>05</w:t></w:r></w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>07</w:delText></w:r></w:del>',
        " ngày",
    )
    result = read(docx(body), "tep.docx")
    assert passages(result) == {"đoạn 1": "Thời hạn 05 ngày"}
    (finding,) = result.findings.items
    assert "1 chỗ thêm và 1 chỗ xóa" in finding.message


def test_old_fonts_are_converted_before_pandoc_reads(read):
    result = read(docx(paragraph("Thñ tôc hµnh chÝnh", font=".VnTime")), "tep.docx")
    assert passages(result) == {"đoạn 1": "Thủ tục hành chính"}
    assert "4 chữ" in result.findings.items[0].message


def test_counts():
    body = (
        paragraph("<w:r><w:drawing><a:graphic><pic:pic xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture'"
                  "/></a:graphic></w:drawing></w:r>")
        + paragraph("<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>")
        + paragraph("<w:r><w:pict><v:line/></w:pict></w:r>")
        + paragraph("<w:r><w:footnoteReference w:id='1'/></w:r>", "<w:r><w:object/></w:r>")
        + paragraph("<w:moveFrom><w:r/></w:moveFrom>", "<w:moveTo><w:r/></w:moveTo>")
        + "<w:altChunk/>"
    )  # fmt: skip
    facts = asdict(docx_facts(opened(packed({**parts(body), "word/vbaProject.bin": b"x"}))))
    numbers = {name: value for name, value in facts.items() if isinstance(value, int)}
    assert numbers == {
        "insertions": 1,
        "deletions": 1,
        "footnotes": 1,
        "pictures": 2,
        "drawings": 1,
        "embedded_objects": 1,
        "foreign_parts": 1,
        "has_macros": True,
    }


def test_pandoc_is_given_only_what_was_parsed():
    others = {
        "word/styles.xml": root("styles", ""),
        "word/vbaProject.bin": b"macro",
        "word/media/image1.png": b"\x89PNG",
        "word/a.html": "<script>",
        "word/settings.xml": root("settings", "<w:attachedTemplate r:id='rId1'/>"),
        "word/_rels/document.xml.rels": relationships(("image", "media/image1.png", "")),
        "customXml/item1.xml": "<secret/>",
    }
    found = opened(packed({**parts(paragraph(TEXT, text_box("x")) + "<w:altChunk r:id='rId1'/>"), **others}))
    keep_running_text(found)
    with zipfile.ZipFile(io.BytesIO(found.to_bytes())) as archive:
        assert set(archive.namelist()) == {
            "_rels/.rels",
            "word/document.xml",
            "word/styles.xml",
            "word/_rels/document.xml.rels",
        }
        xml = archive.read("word/document.xml").decode()
    assert "altChunk" not in xml and "txbx" not in xml and TEXT in xml
    assert xml.count("<w:p>") == 1  # by the prefix that pandoc knows


def test_removing_drawings_keeps_the_text_around_them():
    found = opened(docx(paragraph("a", text_box("x"), "b", "<w:r><w:pict/><w:t>c</w:t></w:r>")))
    keep_running_text(found)
    assert [t.text for t in found.document.iter(f"{W}t")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (Limits(wall_seconds=0.02), FindingKind.FILE_TOO_SLOW),
        (Limits(memory_bytes=230 << 20), FindingKind.FILE_TOO_LARGE),
        (Limits(output_bytes=100), FindingKind.FILE_TOO_LARGE),
    ],
)
def test_running_into_a_limit_refuses_the_file(read, monkeypatch, limits, kind, temp_folder):
    monkeypatch.setattr(docx_format, "LIMITS", limits)
    result = read(docx(paragraph(" ".join(map(str, range(200_000))))), "tep.docx")
    assert [finding.kind for finding in result.findings.items] == [kind]
    assert result.is_refused and result.count == 0
    assert list(temp_folder.iterdir()) == []


@pytest.mark.parametrize("error", [limited_process.Crashed("x", "d"), limited_process.Unsupported("x")])
def test_a_crash_refuses_the_file_and_is_logged(read, monkeypatch, caplog, error):
    def fail(*args, **options):
        raise error

    monkeypatch.setattr(docx_format, "run_limited", fail)
    result = read(docx(), "tep.docx")
    assert [finding.kind for finding in result.findings.items] == [FindingKind.FILE_BROKEN]
    assert "tep.docx" in caplog.text


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("pandoc: Heap exhausted;", MemoryError), ("", TimeoutError), ("couldn't parse docx file", None)],
)
def test_what_pandoc_says_is_understood(monkeypatch, said, outcome):
    def fail(data):
        raise docx_child.PandocError(said)

    monkeypatch.setattr(docx_child, "pandoc_tree", fail)
    findings = Findings("tep.docx")
    if outcome:
        with pytest.raises(outcome):
            docx_child.read_docx(docx(), findings)
    else:
        assert docx_child.read_docx(docx(), findings) is None
        assert [finding.kind for finding in findings.items] == [FindingKind.FILE_BROKEN]


@pytest.mark.parametrize(
    "name", ["", "a\nb.docx", "\udcff.docx", "x" * 5_000], ids=["none", "newline", "surrogate", "long"]
)
def test_odd_names_of_files(read, name):
    result = read(docx(), name)
    assert result.name == name and not result.is_refused


def test_cheap_refusals_start_no_child(read, monkeypatch):
    monkeypatch.setattr(docx_format, "run_limited", None)
    assert read(b"%PDF-1.7", "tep.pdf").is_refused
    assert read(b"", "tep.docx").is_refused
