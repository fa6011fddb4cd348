"""What every format must do with every document: all words in order, nothing else, the same bytes always."""

import datetime as dt
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from publications.compose.document import Document, Info, Layout
from publications.compose.handbook import compose_handbook
from publications.compose.notice import compose_notice
from publications.compose.procedure import compose_procedure
from publications.compose.tree import Column, div, heading, image, link, para, plain, table
from publications.enums import FileFormat
from publications.errors import UnprintableTextError
from publications.writers import WRITERS, writer_for
from tests.publications.every_part import QR, every_part
from tests.publications.reading import body_of, everything_of, parts_of, xml_parts
from tests.publications.sample_sources import handbook_source, procedure_source

FORMATS = sorted(WRITERS)
DOCUMENTS = {
    "every_part": lambda: every_part(rows=12),
    "notice": lambda: compose_notice(procedure_source()),
    "procedure": lambda: compose_procedure(procedure_source()),
    "handbook": lambda: compose_handbook(handbook_source(2)),
}
HOSTILE = [
    '#read("/etc/passwd")', r"\input{/etc/passwd}", "<script>alert(1)</script>", "{{7*7}}", "[[code]] [[foot]]",
    "</w:t></w:r><w:br/>", "*đậm* _nghiêng_ **x**", "$x$ \\(y\\)", "@ref [@ref]", "]]>", "&amp; &lt;b&gt;", "`code`{=html}",
    "![x](/etc/passwd)", "<!--keep-->", "${title}", "$body$", '" onload="x', "'); }", "</style><b>", "%PDF ~~x~~ ^y^ # 1.",
]  # fmt: skip


@pytest.fixture(params=FORMATS)
def writer(request):
    return writer_for(request.param)


@pytest.fixture(params=sorted(DOCUMENTS))
def document(request):
    return DOCUMENTS[request.param]()


def words_of(node, alts):
    """The words of the tree, joined as they are read."""
    if isinstance(node, list):
        return "".join(words_of(inner, alts) for inner in node)
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        return content
    if kind == "LineBreak":
        return " "
    if kind == "Image":
        return f" {words_of(content[1], alts)} " if alts else " "
    found = words_of(content, alts)
    return f" {found} " if kind in ("Para", "Plain", "Header") else found


def missing_in_order(expected, shown):
    """The first words of `expected` that do not follow in `shown`; what stands between does not matter."""
    place = 0
    for number, word in enumerate(expected):
        found = shown.find(word, place)
        if found < 0:
            return expected[max(0, number - 3) : number + 1]
        place = found + len(word)
    return []


def squeeze(words):
    """Without spaces: where lines break is a matter of the format."""
    return re.sub(r"\s+", "", words).casefold()


# --- Words -------------------------------------------------------------------------------------------------
def test_every_word_appears_in_order(writer, document, tmp_path):
    shown = squeeze(body_of(writer.write(document), tmp_path))
    expected = [
        word.casefold() for word in words_of(list(document.blocks), alts=writer.suffix != "pdf").split()
    ]
    assert len(expected) > 30
    assert missing_in_order(expected, shown) == []


def test_the_paper_is_identified(writer, document, tmp_path):
    shown = " ".join(everything_of(writer.write(document), tmp_path).split())
    info = document.info
    facts = [
        info.code,
        f"Bản {info.number}",
        f"{info.effective_on:%d/%m/%Y}",
        info.check_code_display,
        info.unit,
    ]
    assert [fact for fact in facts if fact not in shown] == []


def test_hostile_words_stay_words(writer, tmp_path):
    document = hostile()
    rendered = writer.write(document)
    body = squeeze(body_of(rendered, tmp_path))
    assert [word for word in HOSTILE if body.count(squeeze(word)) < 4] == []
    assert "root:x:" not in everything_of(rendered, tmp_path)
    assert "root:x:" not in body


def test_hostile_words_in_heads_and_feet_stay_words(writer, tmp_path):
    shown = squeeze(everything_of(writer.write(hostile()), tmp_path))
    assert squeeze(HOSTILE[2]) in shown
    assert squeeze(HOSTILE[5]) in shown
    assert "root:x:" not in shown


def hostile():
    """The words in every place that takes words."""
    everything = " ".join(HOSTILE)
    rows = [[word, [plain(word)]] for word in HOSTILE]
    blocks = [
        div(
            ["chapter"],
            [
                heading(1, everything, "c1"),
                *[para(word) for word in HOSTILE],
                para(image("qr.svg", everything, "20mm")),
                table(["grid"], [Column(0.5), Column(0.5)], rows, head=[["Một", "Hai"]]),
                para(link("liên kết", "https://an-hoa.example/?a=1&b=<x>")),
            ],
            code=HOSTILE[2],
            number=HOSTILE[5],
            title=everything,
        )
    ]
    info = Info(
        kind="list", title=everything, unit=everything, code=HOSTILE[2], number=HOSTILE[5], check_code="9f3c71ab",
        effective_on=dt.date(2026, 10, 1), check_url='https://an-hoa.example/"><script>/',
    )  # fmt: skip
    layout = Layout(watermark="</v:textpath><script>", copy_line=everything)
    return Document(info, layout, tuple(blocks), {"qr.svg": QR})


def test_control_characters_are_gone(writer, tmp_path):
    marks = "\x00\x07\x0b\x1b\u200b\u202e\ufeff"
    document = every_part()
    document = replace(
        document,
        info=replace(document.info, title=f"Tên{marks} sạch"),
        blocks=(*document.blocks, para(f"Trước{marks}sau")),
    )
    rendered = writer.write(document)
    shown = everything_of(rendered, tmp_path)
    assert "Trướcsau" in squeeze(body_of(rendered, tmp_path)).replace("trướcsau", "Trướcsau")
    assert [mark for mark in marks if mark in shown] == []


@pytest.mark.parametrize("mark", ["😀", "中", "ក"])
def test_what_the_fonts_lack_is_shown_or_refused_by_name(writer, mark, tmp_path):
    document = replace(every_part(), blocks=(para(f"Nộp hồ sơ {mark} tại quầy"),))
    try:
        rendered = writer.write(document)
    except UnprintableTextError as error:
        assert error.found[0][0] == mark
        assert "Nộp hồ sơ" in error.found[0][1]
    else:
        assert mark in body_of(rendered, tmp_path)


# --- Bytes -------------------------------------------------------------------------------------------------
def test_the_same_document_gives_the_same_bytes(writer, document):
    assert writer.write(document).sha256 == writer.write(document).sha256


def test_one_word_changes_the_bytes(writer):
    document = every_part()
    other = replace(document, blocks=(*document.blocks[:-1], para("Một chữ khác")))
    assert writer.write(document).sha256 != writer.write(other).sha256


PROGRAM = """
import django; django.setup()
from publications.writers import WRITERS, writer_for
from tests.publications.every_part import every_part
for name in sorted(WRITERS):
    print(name, writer_for(name).write(every_part(rows=12, watermark="DỰ THẢO")).sha256)
"""


def test_other_processes_write_the_same_bytes():
    outputs = set()
    for seed, zone in (("1", "UTC"), ("77", "Asia/Ho_Chi_Minh"), ("4242", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8"}
        environment["DJANGO_SETTINGS_MODULE"] = "iso_docs.settings.test"
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, timeout=240, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == len(FORMATS)


def test_the_only_date_inside_is_the_effective_one(writer):
    rendered = writer.write(every_part())
    dated = {
        found
        for name, body in parts_of(rendered).items()
        if name.endswith(("core.xml", "meta.xml", ".opf"))
        for found in re.findall(rb"\d{4}-\d\d-\d\dT?", body)
        if found.endswith(b"T")
    }
    assert dated <= {b"2026-10-01T"}


# --- Marks, pictures, form ---------------------------------------------------------------------------------
@pytest.mark.parametrize("mark", ["DỰ THẢO", "BẢN KHÔNG KIỂM SOÁT", "HẾT HIỆU LỰC"])
def test_the_watermark_is_there_when_it_is_asked_for(writer, mark, tmp_path):
    with_mark = everything_of(writer.write(every_part(watermark=mark)), tmp_path)
    without = everything_of(writer.write(every_part()), tmp_path)
    assert squeeze(mark) in squeeze(with_mark)
    assert squeeze(mark) not in squeeze(without)


def test_a_numbered_copy_says_so(writer, tmp_path):
    line = "BẢN KIỂM SOÁT – BẢN SỐ 3"
    for style in ("iso", "notice", "decree"):
        assert squeeze(line) in squeeze(
            everything_of(writer.write(every_part(copy_line=line, style=style)), tmp_path)
        )
    assert squeeze("BẢN SỐ") not in squeeze(everything_of(writer.write(every_part()), tmp_path))


def test_xml_is_well_formed(writer, document):
    rendered = writer.write(document)
    assert len(xml_parts(rendered)) >= (5 if rendered.content[:2] == b"PK" else 0)


def test_hostile_words_leave_xml_well_formed(writer):
    xml_parts(writer.write(hostile()))


def test_progress_is_told_in_vietnamese(writer):
    told = []
    writer.write(every_part(), lambda done, total, doing: told.append((done, total, doing)))
    assert [done for done, _total, _doing in told] == sorted(done for done, _total, _doing in told)
    assert told[-1][0] == told[-1][1]
    assert all(doing for *_numbers, doing in told)


def test_what_made_the_file_is_named(writer):
    rendered = writer.write(every_part())
    assert rendered.tools == writer.tools()
    assert rendered.suffix == writer.suffix
    assert rendered.media_type == writer.media_type
    assert all(rendered.tools.values())


def test_every_format_that_is_written_has_a_writer():
    assert set(WRITERS) == set(FileFormat.values) - {FileFormat.ZIP}


def test_the_given_tree_stays_as_it_was(writer, document):
    before = document.fingerprint()
    writer.write(document)
    assert document.fingerprint() == before
