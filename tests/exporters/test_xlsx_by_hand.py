"""XLSX as clerks fill it in, and as nobody should: every fault names its cell, nothing raises."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from procedures.exporters import xlsx_writer
from procedures.importers import xlsx_format, xlsx_reading
from procedures.importers.own_format import duplicate_findings
from procedures.importers.sheets import CATALOGUE, DOCUMENTS, LISTS
from procedures.importers.xlsx_format import parse

PROCEDURE_ROWS = [["Mã tài liệu", "Tên", "Thời hạn (số)", "Thời hạn (đơn vị)", "Giờ chốt"]]
PROCEDURE_ROWS += [["QT-1", "Thủ tục thử", "1", "Trong ngày", "15h"]]
STEP_ROWS = [["Mã tài liệu", "Nội dung", "Vai trò", "Thời gian (số)", "Thời gian (đơn vị)"]]
STEP_ROWS += [["QT-1", "Nhận", "specialist", "0,5", "ngày làm việc"]]


def workbook(**sheets):
    """A file with these sheets: name → rows; "Thủ tục" and "Bước" are there anyway."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in {"Thủ tục": PROCEDURE_ROWS, "Bước": STEP_ROWS, **sheets}.items():
        page = book.create_sheet(name)
        for row in rows or ():
            page.append(row)
    return book


def data_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(**sheets):
    return parse(data_of(workbook(**sheets)), "tay.xlsx")


def errors(file):
    return [(f.where, f.message) for f in file.findings.items if f.severity == "error"]


def warnings(file):
    return [(f.where, f.message) for f in file.findings.items if f.severity == "warning"]


def test_numbers_dates_and_words_as_clerks_write_them():
    fees = [["Mã tài liệu", "Loại", "Số tiền (đồng)", "Từ ngày", "Đến ngày", "Cách nộp", "Trường hợp"]]
    fees += [["QT-1", "Lệ phí", "2.000", "1/2/2026", dt.date(2026, 12, 31), "TRỰC TIẾP", 1]]
    fees += [["QT-1", "phi", 15000, "2026-02-01", None, None, "01, 2"]]
    cases = [["Mã tài liệu", "Số", "Tên trường hợp"], ["QT-1", 1, "Một"], ["QT-1", "2", "Hai"]]
    file = read(**{"Phí": fees, "Trường hợp": cases})
    assert errors(file) == []
    layout = file.readings[0].layout
    assert layout["time_limit"] == {"value": 1, "unit": "same_day", "cutoff_time": "15:00"}
    assert layout["steps"][0]["duration"] == {"value": "0.5", "unit": "working_day"}
    first, second = layout["fees"]
    assert (first["kind"], first["amount"], first["channel"]) == ("le_phi", 2000, "direct")
    assert (first["valid_from"], first["valid_to"]) == ("2026-02-01", "2026-12-31")
    assert (first["cases"], second["cases"]) == (["01"], ["01", "02"])
    assert (second["kind"], second["amount"]) == ("phi", 15000)


@pytest.mark.parametrize(
    ("rows", "where", "words"),
    [
        ([STEP_ROWS[0], ["QT-1", None, "specialist"]], "Bước!A2", "Bước chưa có nội dung"),
        ([STEP_ROWS[0], ["QT-9", "Nhận", "specialist"]], "Bước!A2", "Mã “QT-9” không có"),
        ([STEP_ROWS[0], [None, "Nhận", "specialist"]], "Bước!A2", "chưa có mã tài liệu"),
        ([*STEP_ROWS, ["QT-1", "Làm", "specialist", "hai", "phút"]], "Bước!D3", "không phải số"),
        (
            [*STEP_ROWS, ["QT-1", "Làm", "specialist", 2, "tuần"]],
            "Bước!E3",
            "Chọn một trong: phút, giờ làm việc",
        ),
        ([*STEP_ROWS, ["QT-1", "Làm", "một cửa", 2, "phút"]], "Bước!C3", "chữ không dấu"),
        ([*STEP_ROWS, ["QT-1", "=1+1", "specialist", 2, "phút"]], "Bước!B3", "công thức"),
        ([*STEP_ROWS, ["QT-1", "x" * 401, "specialist", 2, "phút"]], "Bước!B3", "nhiều nhất 400"),
        ([["Nội dung"], ["Nhận"]], "Bước!A1", "thiếu cột Mã tài liệu"),
    ],
)
def test_a_fault_names_its_cell(rows, where, words):
    file = read(Bước=rows)
    assert file.is_refused
    found = errors(file)
    assert found[0][0] == where and words in found[0][1], found


def test_what_is_not_known_is_told_and_skipped():
    file = read(**{"Bước": [[*STEP_ROWS[0], "Cột lạ"], [*STEP_ROWS[1], "x"]], "Ghi chú riêng": [["a"]]})
    assert not file.is_refused
    told = dict(warnings(file))
    assert "Không biết cột “Cột lạ”" in told["Bước!F1"] and "Không biết trang" in told["Ghi chú riêng!A1"]


def test_what_stands_beyond_every_column_is_told():
    book = workbook()
    book["Bước"]["XFD2"] = "lạc"
    assert "xa hơn mọi cột" in dict(warnings(parse(data_of(book), "x")))["Bước!XFD2"]


def test_lists_of_words_fit_into_excel():
    columns = [column for sheet in (*DOCUMENTS, *LISTS, *CATALOGUE) for column in sheet.columns]
    for words in (column.words for column in columns if column.words):
        assert len(",".join(words.values())) <= 255 and not any("," in word for word in words.values())
        assert len({word.casefold() for word in words.values()}) == len(words)
    for sheet in (*DOCUMENTS, *LISTS, *CATALOGUE):
        headings = [column.heading.casefold() for column in sheet.columns]
        assert len(set(headings)) == len(headings) and len(sheet.name) <= 31
        assert len(headings) < xlsx_reading.MAX_COLUMNS


def test_merged_cells_and_hidden_rows_are_told():
    book = workbook()
    book["Bước"].merge_cells("A2:A3")
    book["Thủ tục"].row_dimensions[2].hidden = True
    file = parse(data_of(book), "x")
    told = dict(warnings(file))
    assert "ô gộp: A2:A3" in told["Bước!A2:A3"] and "dòng ẩn: 2" in told["Thủ tục!A2"]


def test_a_code_written_twice_is_refused_by_the_import():
    file = read(**{"Quy trình": [["Mã tài liệu", "Tên"], ["QT-1", "Trùng"]]})
    duplicate_findings([file])
    assert file.count == 2 and any("Mã tài liệu này đã dùng" in message for _where, message in errors(file))


def test_a_chapter_may_be_a_table():
    file = read(
        **{
            "Chương": [
                ["Mã tài liệu", "Tên chương", "Nội dung", "Là bảng"],
                ["QT-1", "Đoạn", "a"],
                ["QT-1", "B", None, "x"],
            ],
            "Bảng trong chương": [
                ["Mã tài liệu", "Chương thứ", "Là", "Ô 1", "Ô 2"],
                ["QT-1", 2, "tiêu đề", "Việc", "Hạn"],
                ["QT-1", "2", "Dòng", "Báo cáo", dt.date(2026, 6, 1)],
                ["QT-1", 2, "dòng", None, "x"],
            ],
        }
    )  # fmt: skip
    assert errors(file) == []
    assert file.readings[0].layout["chapters"][1]["table"] == {
        "columns": ["Việc", "Hạn"],
        "rows": [["Báo cáo", "01/06/2026"], ["", "x"]],
    }
    bad = read(**{"Bảng trong chương": [["Mã tài liệu", "Chương thứ", "Là"], ["QT-1", 7, "dòng"]]})
    assert errors(bad)[0][0] == "Bảng trong chương!B2"


def test_texts_that_look_like_formulas_are_texts():
    layout = {
        "kind": "internal_process",
        "iso_code": "=QT",
        "name": "=cmd|' /C calc'!A0",
        "short_name": "@x",
        "trigger": "+1",
        "deadline": "-1",
    }
    data = xlsx_writer.write({"schema": 1, "catalogue": {}, "procedures": [layout]})
    page = load_workbook(io.BytesIO(data))["Quy trình"]
    filled = [cell for cell in page[2] if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"} and len(filled) == 5
    assert page["B2"].value == "=cmd|' /C calc'!A0" and page["B2"].quotePrefix
    assert page.freeze_panes == "B2" and len(page.data_validations.dataValidation) == 2
    assert parse(data, "x").readings[0].layout == layout


# --- files that are no such files -----------------------------------------------------------------------


def edited(data, **parts):
    """The archive with some parts replaced (name → bytes) or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


GOOD = data_of(workbook())
SHEET = "xl/worksheets/sheet2.xml"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>"""


def no_workbook():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


HOSTILE = {
    "empty": (b"", "Tệp trống"),
    "text": (b"iso_code: QT-1", "không phải tệp XLSX"),
    "old_excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ hoặc có mật khẩu"),
    "another_archive": (no_workbook(), "không phải tệp XLSX"),
    "cut_short": (GOOD[:-200], "không phải tệp XLSX"),
    "broken_sheet": (edited(GOOD, **{SHEET: b"<worksheet><sheetData><row"}), "bị hỏng"),
    "broken_workbook": (edited(GOOD, **{"xl/workbook.xml": b"<x/>"}), "không có trang"),
    "entities": (edited(GOOD, **{SHEET: ENTITIES}), "bị hỏng"),
    "far_row": (edited(GOOD, **{SHEET: FAR % (1_048_576, 1_048_576)}), "1048576"),
    "bomb": (edited(GOOD, **{"xl/media/x.bin": b"\0" * (125 * 1024 * 1024)}), "nở ra quá lớn"),
    "too_large": (b"PK" + b"\0" * (10 * 1024 * 1024), "lớn hơn 10 MB"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_with_a_sentence(name):
    data, words = HOSTILE[name]
    file = parse(data, "x.xlsx")
    assert file.is_refused and file.records == ()
    assert words in errors(file)[0][1]


def test_a_file_of_something_else_is_refused_kindly():
    book = Workbook()
    book.active.append(["Bảng lương"])
    assert "không có trang Thủ tục hoặc Quy trình" in errors(parse(data_of(book), "x"))[0][1]
    assert "Chưa có dòng nào" in errors(read(**{"Thủ tục": PROCEDURE_ROWS[:1], "Bước": None}))[0][1]


def test_macros_are_told_and_never_run():
    file = parse(edited(GOOD, **{"xl/vbaProject.bin": b"x"}), "x")
    assert not file.is_refused and any("macro" in message for _where, message in warnings(file))


def test_a_sheet_that_claims_a_million_rows_costs_nothing():
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <dimension ref="A1:XFD1048576"/><sheetData><row r="1048576" hidden="1"/></sheetData></worksheet>"""
    file = parse(edited(GOOD, **{SHEET: far}), "x")
    assert not file.is_refused and file.count == 1


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_reading, "MAX_CELLS", 10)
    assert "hơn 10 ô" in errors(parse(GOOD, "x"))[0][1]
    monkeypatch.undo()
    monkeypatch.setattr(xlsx_format, "MAX_RECORDS", 0)
    assert "nhiều nhất 0" in errors(parse(GOOD, "x"))[-1][1]


@pytest.mark.parametrize("start", range(0, len(GOOD), 211))
def test_damaged_bytes_never_raise(start):
    damaged = GOOD[:start] + bytes(b ^ 0x5A for b in GOOD[start : start + 7]) + GOOD[start + 7 :]
    parse(damaged, "x")
