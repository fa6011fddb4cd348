"""Damage of any kind, to the archive or inside it, ends in a file or in one error, never in an exception."""

import zipfile
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.importers.findings import Findings
from procedures.importers.office.docx_facts import docx_facts, keep_running_text, passages_of, remark_facts
from procedures.importers.office.docx_fonts import convert_legacy_text
from procedures.importers.office.package import open_docx
from procedures.importers.office.signatures import is_office_archive
from tests.importers.office.docx_parts import (
    OOXML,
    TEXT,
    packed,
    paragraph,
    parts,
    relationships,
    root,
    text_box,
)


@cache
def whole_parts():
    style = "<w:style w:type='paragraph' w:styleId='A'><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr></w:style>"
    return {
        **parts(paragraph(TEXT, text_box("a"), "Thñ tôc", font=".VnTime") + paragraph("b", style="A")),
        "word/styles.xml": root("styles", style),
        "word/header1.xml": root("hdr", paragraph("c")),
        "word/_rels/document.xml.rels": relationships(("styles", "styles.xml", "")),
        "word/theme/theme1.xml": f"<a:theme xmlns:a='{OOXML}/drawingml/2006/main'/>",
    }


@cache
def whole_file(compression):
    return packed(whole_parts(), compression)


def look_through(data):
    """All that the child does before pandoc."""
    findings = Findings("tep.docx")
    if not is_office_archive(data, findings):
        assert findings.has_errors
        return None
    docx = open_docx(data, findings)
    if docx is None:
        assert [finding.severity for finding in findings.items] == ["error"]
        return None
    convert_legacy_text(docx, findings)
    facts = docx_facts(docx)
    remark_facts(facts, findings)
    passages_of(facts)
    keep_running_text(docx)
    return docx.to_bytes()


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4),
    st.integers(0, 10_000),
)
def test_bytes_changed_anywhere(compression, changes, end):
    data = bytearray(whole_file(compression))
    for place, new in changes:
        place %= len(data)
        data[place : place + len(new)] = new
    look_through(bytes(data[: len(data) - end % 50]))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(whole_parts())), st.data())
def test_xml_changed_inside(name, draw):
    """The archive is sound, its parts are not."""
    text = whole_parts()[name]
    place = draw.draw(st.integers(0, len(text)))
    size = draw.draw(st.integers(0, 40))
    new = draw.draw(
        st.sampled_from(
            ["", "<", ">", "</w:p>", "<w:p>", "&", "&#0;", "<w:r/>", "\x00", "'", '"', "xmlns:w='x'"]
        )
    )
    changed = text[:place] + new + text[place + size :]
    look_through(packed({**whole_parts(), name: changed}))


def test_the_file_without_damage_comes_through():
    assert look_through(whole_file(zipfile.ZIP_DEFLATED))
