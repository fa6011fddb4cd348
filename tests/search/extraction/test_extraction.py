"""The text of every kind of file, and a reason for every file without."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisation import limited_process
from search.extraction import FileKind, Reason, extract
from search.extraction.child import read
from search.extraction.outcome import MOST_CHARACTERS, clean
from search.extraction.signatures import kind_of
from tests.importers.office import docx_parts
from tests.importers.office.docx_parts import docx, ole, packed, paragraph, parts, root, text_box
from tests.importers.office.hostile_docx import EVERY
from tests.search.extraction.file_maker import blank_pdf, locked_pdf, odt, pdf, pdf_with_stream, xlsx

SENTENCE = "Họ và tên người được khai sinh"
MACRO_DOCX = "application/vnd.ms-word.document.macroEnabled.main+xml"
RTF = rb"{\rtf1\ansi\uc1 T\u7901? khai \u273\'3f\u259\'3fng k\'fd}"
CP1258 = "Đơn xin".encode("cp1258")


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (docx(paragraph("Tờ ", "khai") + paragraph(SENTENCE)), FileKind.WORD, f"Tờ khai\n{SENTENCE}"),
        (xlsx(["STT", "Họ tên"], [1, "Đỗ Văn Ba"]), FileKind.SHEET, "Sổ\nSTT | Họ tên\n1 | Đỗ Văn Ba"),
        (odt("<text:h>Tờ khai</text:h><text:p>Họ<text:s/>tên <text:span>đệm</text:span>.</text:p>"),
         FileKind.OPEN_DOCUMENT, "Tờ khai\nHọ tên đệm."),
        (pdf("= Tờ khai", SENTENCE), FileKind.PDF, f"Tờ khai\n{SENTENCE}"),
        (RTF, FileKind.RTF, "Tờ khai đăng ký"),
        (b"<html><style>p{}</style><script>alert(1)</script><p>T\xe1\xbb\x9d khai</p>", FileKind.HTML, "Tờ khai"),
        (f"\ufeff{SENTENCE}".encode(), FileKind.PLAIN, SENTENCE),
        (SENTENCE.encode("utf-16"), FileKind.PLAIN, SENTENCE),
        (CP1258, FileKind.PLAIN, "Đơn xin"),
    ],
)  # fmt: skip
def test_the_text_of_each_kind(data, kind, text):
    found = extract(data)
    assert (found.kind, found.text, found.reason) == (kind, text, None)


def test_words_beside_the_text_of_a_word_file_are_read_once():
    body = paragraph("Thân") + paragraph(text_box("Trong khung"))
    found = read(
        docx(body, **{"word/header1.xml": root("hdr", paragraph("Đầu trang")),
                      "word/footnotes.xml": root("footnotes", paragraph("Chú thích")),
                      "word/comments.xml": root("comments", paragraph("Nhận xét riêng"))})
    )  # fmt: skip
    assert set(found.text.splitlines()) == {"Thân", "Trong khung", "Đầu trang", "Chú thích"}


def test_deleted_words_are_no_text():
    deleted = "<w:del><w:r><w:delText>bí mật</w:delText></w:r></w:del>"
    assert read(docx(paragraph("giữ ", deleted, "lại"))).text == "giữ lại"
    removed = "<text:tracked-changes><text:p>bí mật</text:p></text:tracked-changes><text:p>giữ</text:p>"
    assert read(odt(removed)).text == "giữ"


def test_letters_of_an_old_font_are_read():
    found = read(docx(paragraph("§¬n xin cÊp giÊy phÐp x©y dùng nhµ ë riªng lÎ", font=".VnTime")))
    assert found.text == "Đơn xin cấp giấy phép xây dựng nhà ở riêng lẻ"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\x00 \r\n" * 50, Reason.EMPTY),
        (docx(paragraph("")), Reason.NO_TEXT),
        (blank_pdf(), Reason.NO_TEXT),
        (xlsx(), Reason.NO_TEXT),
        (locked_pdf(SENTENCE, "mat-khau"), Reason.ENCRYPTED),
        (ole("EncryptedPackage"), Reason.ENCRYPTED),
        (odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), Reason.ENCRYPTED),
        (ole("WordDocument"), Reason.OLD_OFFICE),
        (ole("Workbook"), Reason.OLD_OFFICE),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Reason.PICTURE),
        (b"MZ\x90\x00" + bytes(100), Reason.OTHER_FORMAT),
        (packed({"a.txt": "chữ"}), Reason.OTHER_FORMAT),
        (b"%PDF-1.7\n" + b"x" * 500, Reason.BROKEN),
        (pdf(SENTENCE)[:400], Reason.BROKEN),
        (docx(paragraph(SENTENCE))[:300], Reason.BROKEN),
        (docx("<w:p>"), Reason.BROKEN),
        (packed({"[Content_Types].xml": docx_parts.content_types(), "word/document.xml": "0" * 30_000_000}),
         Reason.BOMB),
        (odt("<text:span>" * 5000 + "</text:span>" * 5000), Reason.BOMB),
        (pdf_with_stream(b"(a) Tj " * 2 + b" " * 90_000_000), Reason.BOMB),
    ],
)  # fmt: skip
def test_a_file_without_text_has_a_reason(data, reason):
    found = extract(data)
    assert (found.reason, found.text) == (reason, "")


@pytest.mark.parametrize("hostile", EVERY, ids=str)
def test_no_hostile_word_file_raises(hostile):
    found = extract(hostile.make())
    assert found.text or found.reason


def test_a_file_is_what_its_bytes_say():
    """Named .doc by whoever saved a web page so, or .pdf though it is a Word file: the name is never asked."""
    assert extract(b"<html><body>Gi\xe1\xba\xa5y m\xe1\xbb\x9di</body></html>").text == "Giấy mời"
    assert kind_of(b"junk before\n%PDF-1.4") == FileKind.PDF


def test_macros_are_remarked_and_not_run():
    found = extract(
        packed(parts(paragraph(SENTENCE), main=MACRO_DOCX, **{"word/vbaProject.bin": b"\xd0\xcf"}))
    )
    assert (found.text, found.reason) == (SENTENCE, Reason.MACROS)


def test_a_pdf_locked_against_changes_only_is_read():
    found = extract(locked_pdf(SENTENCE, ""))
    assert (found.text, found.reason) == (SENTENCE, None)


def test_a_long_text_is_cut():
    found = extract(docx("".join(paragraph(f"{SENTENCE} {n}" * 20) for n in range(1000))))
    assert found.reason == Reason.CUT
    assert MOST_CHARACTERS // 2 < len(found.text) <= MOST_CHARACTERS


def test_pages_beyond_the_last_are_not_read(monkeypatch):
    monkeypatch.setattr("search.extraction.pdf.MOST_PAGES", 1)
    found = read(pdf("Trang đầu", "Trang sau"))
    assert (found.text, found.reason) == ("Trang đầu", Reason.CUT)


def test_signs_that_are_no_letters_are_not_taken_for_a_text():
    signs = "".join(random.Random(1).choices("§¶†‡◊√∫≈¬µ∂∑∏π", k=300))
    found = read(pdf(f'#text("{signs}")'))
    assert (found.text, found.reason) == ("", Reason.UNREADABLE_FONT)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (limited_process.TooSlow("x"), Reason.TOO_SLOW),
        (limited_process.OutOfMemory("x"), Reason.OUT_OF_MEMORY),
        (limited_process.TooLarge("x"), Reason.BOMB),
        (limited_process.Crashed("x"), Reason.CRASHED),
        (limited_process.Unsupported("x"), Reason.CRASHED),
    ],
)
def test_what_ends_the_child_is_a_reason(monkeypatch, error, reason):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("search.extraction.limited.run_limited", fail)
    assert extract(docx()).reason == reason


def test_limits_end_a_child_that_does_too_much(monkeypatch):
    tight = limited_process.Limits(cpu_seconds=20, wall_seconds=0.001, memory_bytes=1 << 30)
    monkeypatch.setattr("search.extraction.limited.LIMITS", tight)
    assert extract(docx()).reason == Reason.TOO_SLOW


def test_a_file_that_is_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr("search.extraction.limited.MOST_FILE_BYTES", 10)
    monkeypatch.setattr("search.extraction.limited.run_limited", None)
    assert extract(docx()).reason == Reason.TOO_LARGE


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 400),
)
def test_damage_anywhere_gives_a_text_or_a_reason(changes, cut):
    for whole in WHOLE:
        data = bytearray(whole)
        for place, value in changes:
            data[place % len(data)] = value
        found = read(bytes(data[: len(data) - cut]) or b"x")
        assert found.text or found.reason


WHOLE = (
    docx(paragraph(SENTENCE)),
    xlsx([SENTENCE]),
    odt(f"<text:p>{SENTENCE}</text:p>"),
    pdf_with_stream(b"BT ET"),
)


@given(st.text(max_size=300))
def test_clean_text_is_composed_and_has_no_odd_signs(text):
    cleaned = clean(text)
    assert cleaned == clean(cleaned) == unicodedata.normalize("NFC", cleaned)
    assert all(sign == "\n" or unicodedata.category(sign)[0] != "C" for sign in cleaned)
    assert not any(line != line.strip() or not line for line in cleaned.split("\n")) or not cleaned


def test_dots_to_write_on_are_one_sign():
    assert clean("Họ tên: ..................... Giới tính: …………… Ngày ___/___/______") == (
        "Họ tên: … Giới tính: … Ngày … /… /…"
    )
