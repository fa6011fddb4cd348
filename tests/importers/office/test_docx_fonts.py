"""Old fonts in a Word file, wherever they are named: run, style, defaults, theme; mixed with new ones."""

import pytest

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.office.docx_fonts import convert_legacy_text
from procedures.importers.office.package import W, open_docx
from tests.importers.office.docx_parts import NAMES, docx, packed, paragraph, parts, root, run, text_box

OLD = "Thñ tôc hµnh chÝnh"
NEW = "Thủ tục hành chính"


def convert(data):
    findings = Findings("tep.docx")
    opened = open_docx(data, findings)
    report = convert_legacy_text(opened, findings)
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in opened.document.iter(f"{W}p")]
    return lines, findings.items, report


def styles(inner, defaults=""):
    by_default = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>"
    return root("styles", by_default + inner)


def font(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_run_by_run_in_one_document():
    lines, findings, report = convert(
        docx(
            paragraph(OLD, font=".VnTime")
            + paragraph(NEW, font="Times New Roman")
            + paragraph("Thuû tuïc haønh chính", font="VNI-Times")
            + paragraph(run("Mã: ", "Arial"), run("Thñ tôc", ".VnTime"), run(" số 1", "Arial"))
        )
    )
    assert lines == [NEW, NEW, NEW, "Mã: Thủ tục số 1"]
    assert [finding.kind for finding in findings] == [FindingKind.FONT_CONVERTED] * 2
    assert report.converted == {"tcvn3": 6, "vni": 4}
    assert report.letters["Times New Roman"] == len(NEW.replace(" ", ""))


def test_fonts_of_capitals_show_capitals():
    lines, _, _ = convert(docx(paragraph("Céng hoµ x· héi chñ nghÜa", " viet nam", font=".VnTimeH")))
    assert lines == ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIET NAM"]


@pytest.mark.parametrize(
    "others",
    [
        {"word/styles.xml": styles("", font(".VnTime"))},
        {
            "word/styles.xml": styles(
                f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>{font(".VnTime")}</w:rPr></w:style>'
            )
        },
        {
            "word/styles.xml": styles("", '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'),
            "word/theme/theme1.xml": (
                f"<a:theme {NAMES}><a:themeElements><a:fontScheme><a:minorFont><a:latin typeface='.VnTime'/>"
                "</a:minorFont></a:fontScheme></a:themeElements></a:theme>"
            ),
        },
    ],
    ids=["defaults", "style by default", "theme"],
)
def test_fonts_named_elsewhere(others):
    lines, findings, _ = convert(packed({**parts(paragraph("Thñ tôc")), **others}))
    assert lines == ["Thủ tục"]
    assert [finding.kind for finding in findings] == [FindingKind.FONT_CONVERTED]


def test_styles_follow_their_base_and_yield_to_the_run():
    based = (
        f'<w:style w:type="paragraph" w:styleId="A"><w:rPr>{font(".VnTime")}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = paragraph("tôc", style="B") + paragraph(run("tôc", "Arial"), style="B")
    lines, _, _ = convert(packed({**parts(body), "word/styles.xml": styles(based)}))
    assert lines == ["tục", "tôc"]


def test_a_vowel_and_its_mark_in_two_runs():
    lines, _, _ = convert(docx(paragraph(run("ha", "VNI-Times"), run("ønh chính", "VNI-Times"))))
    assert lines == ["hành chính"]


def test_letters_kept_as_symbols_and_hyphens():
    sym = '<w:r><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr><w:t>Ng</w:t><w:softHyphen/><w:t>êi </w:t></w:r>'
    sym += '<w:r><w:t>s</w:t><w:sym w:font=".VnTime" w:char="F0E8"/></w:r>'
    lines, _, _ = convert(docx(paragraph(sym)))
    assert lines == ["Người số"]


@pytest.mark.parametrize("code", ["zz", "", "D800", "0001", "FFFF", "F001", "1F600"])
def test_symbols_without_a_character_are_dropped(code):
    lines, findings, _ = convert(
        docx(paragraph(f'<w:r><w:sym w:font=".VnTime" w:char="{code}"/><w:t>a</w:t></w:r>'))
    )
    assert lines == ["a"]
    assert findings == []


def test_text_boxes_notes_and_headers_too():
    header = root("hdr", paragraph(OLD, font=".VnTime"))
    box = text_box("x").replace(
        '<w:rPr></w:rPr><w:t xml:space="preserve">x', f"<w:rPr>{font('.VnTime')}</w:rPr><w:t>{OLD}"
    )
    findings = Findings("tep.docx")
    opened = open_docx(packed({**parts(paragraph(box)), "word/header1.xml": header}), findings)
    convert_legacy_text(opened, findings)
    assert {t.text for root in (opened.document, *opened.named("header")) for t in root.iter(f"{W}t")} == {
        NEW
    }


def test_old_text_whose_font_was_lost():
    long = "Thñ tôc hµnh chÝnh cña ph­êng ®­îc gi¶i quyÕt ®óng h¹n"
    lines, findings, _ = convert(docx(paragraph(long) + paragraph("Bé phËn") + paragraph("Mục lục đã có")))
    assert lines == ["Thủ tục hành chính của phường được giải quyết đúng hạn", "Bộ phận", "Mục lục đã có"]
    assert [finding.kind for finding in findings] == [FindingKind.FONT_CONVERTED]


def test_words_that_read_both_ways_follow_their_document():
    new = paragraph("Mục đích, phạm vi áp dụng", font=".VnTime") + paragraph("có", font=".VnTime")
    old = paragraph("Môc ®Ých, ph¹m vi ¸p dông", font=".VnTime") + paragraph("có", font=".VnTime")
    assert convert(docx(new))[0] == ["Mục đích, phạm vi áp dụng", "có"]
    assert convert(docx(old))[0] == ["Mục đích, phạm vi áp dụng", "cú"]


def test_new_text_in_an_old_font_is_left_alone():
    lines, findings, _ = convert(docx(paragraph(NEW, font=".VnTime")))
    assert lines == [NEW]
    assert findings == []
