"""XLSX bytes → rows of cells with their places, of bounded size; nothing is computed, nothing is run. Pure.

The library reads the values; what it does not tell while streaming (merged cells, hidden rows, how far a sheet really
goes) is looked up in the sheet's own XML first, so that a sheet which claims a million rows costs nothing.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from procedures.importers.findings import FindingKind, Findings
from procedures.importers.plain_text import without_control_characters
from procedures.importers.text_decoding import MAX_BYTES

MAX_PARTS = 2_000
MAX_UNPACKED = 120 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 80
MAX_CELLS = 1_000_000
MAX_SHEETS = 60
SHOWN_PLACES = 5

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a sheet that hold something.

    Attributes:
        rows: number of the row (from 1) → column (from 1) → value.
    """

    name: str
    rows: dict[int, dict[int, Any]]

    def place(self, row: int, column: int) -> str:
        """Where a cell is, as Excel says it: "Bước!C14"."""
        return f"{self.name}!{get_column_letter(column)}{row}"


@dataclass(slots=True)
class _Shape:
    """What the XML of a sheet says about it."""

    last_row: int = 0
    beyond: str = ""
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


class _RefusedError(Exception):
    """The file cannot be read further; the finding is written."""


def read_xlsx(data: bytes, findings: Findings) -> list[SheetRows] | None:
    """Every sheet of the file; None (with a finding) when it cannot be read."""
    try:
        _check_archive(data, findings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and pictures that are not kept
            return _read_book(data, findings)
    except _RefusedError:
        return None
    except Exception:  # the library raises whatever its parsers stumble over
        message = "Tệp XLSX bị hỏng hoặc thiếu phần. Mở bằng Excel, lưu lại dạng .xlsx rồi nhập lại."
        findings.error(0, "", message, FindingKind.FILE_BROKEN)
        return None


def _refuse(findings: Findings, message: str, kind: FindingKind) -> None:
    findings.error(0, "", message, kind)
    raise _RefusedError


def _check_archive(data: bytes, findings: Findings) -> None:
    if len(data) > MAX_BYTES:
        _refuse(
            findings,
            f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chia thành nhiều tệp nhỏ hơn.",
            FindingKind.FILE_TOO_LARGE,
        )
    if not data:
        _refuse(findings, "Tệp trống. Chọn tệp có danh sách thủ tục hoặc quy trình.", FindingKind.FILE_EMPTY)
    if data.startswith(OLD_OFFICE):
        message = "Tệp .xls kiểu cũ hoặc có mật khẩu. Bỏ mật khẩu, lưu lại dạng .xlsx."
        _refuse(findings, message, FindingKind.FILE_ENCRYPTED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        _refuse(findings, "Đây không phải tệp XLSX. Chọn đúng tệp.", FindingKind.FILE_WRONG_FORMAT)
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        _refuse(findings, "Đây không phải tệp XLSX. Chọn đúng tệp.", FindingKind.FILE_WRONG_FORMAT)
    # The sizes may lie; then reading stops at them and the check sum fails.
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        message = "Tệp nén nở ra quá lớn. Chép dữ liệu sang tệp mới, chia thành nhiều tệp."
        _refuse(findings, message, FindingKind.FILE_BOMB)
    if any(name.endswith("vbaProject.bin") for name in names):
        findings.warning(0, "", "Tệp có macro; không chạy, chỉ đọc các ô.", FindingKind.FILE_MACROS)


def _read_book(data: bytes, findings: Findings) -> list[SheetRows]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            message = f"Tệp có hơn {MAX_SHEETS} trang. Bỏ các trang không dùng."
            _refuse(findings, message, FindingKind.FILE_TOO_LARGE)
        budget = _Budget(findings)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [_read_sheet(sheet, archive, findings, budget) for sheet in book.worksheets]
    finally:
        book.close()


class _Budget:
    """How many cells a file may hold."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.left = findings, MAX_CELLS

    def take(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            message = f"Tệp có hơn {MAX_CELLS} ô. Chia thành nhiều tệp nhỏ hơn."
            _refuse(self.findings, message, FindingKind.FILE_TOO_LARGE)


def _read_sheet(sheet: Any, archive: zipfile.ZipFile, findings: Findings, budget: _Budget) -> SheetRows:
    name = unicodedata.normalize("NFC", sheet.title).strip()
    # The library knows where the sheet lies in the archive, but has no public name for it.
    shape = _shape_of(sheet._worksheet_path, archive)
    if shape.last_row > MAX_ROWS:
        message = f"Trang {name} có dữ liệu ở dòng {shape.last_row}, mỗi trang nhiều nhất {MAX_ROWS} dòng. Chia tệp."
        _refuse(findings, message, FindingKind.FILE_TOO_LARGE)
    _tell_shape(name, shape, findings)
    read = SheetRows(name, {})
    if not shape.last_row:
        return read
    for cells in sheet.iter_rows(max_row=shape.last_row, max_col=MAX_COLUMNS):
        values = {
            cell.column: _value(cell, read, findings)
            for cell in cells
            if cell.value is not None and str(cell.value).strip()
        }
        if values:
            budget.take(len(values))
            row = next(cell.row for cell in cells if cell.value is not None)
            read.rows[row] = {column: value for column, value in values.items() if value is not None}
    return read


def _shape_of(path: str, archive: zipfile.ZipFile) -> _Shape:
    shape, row = _Shape(), 0
    with archive.open(path.removeprefix("/")) as source:
        for _event, element in iterparse(source):
            if element.tag == f"{_MAIN}row":
                row = int(element.get("r", row + 1))
                filled = [cell for cell in element if len(cell)]
                if filled:
                    shape.last_row = max(shape.last_row, row)
                    shape.beyond = shape.beyond or _beyond_reach(filled[-1].get("r", ""))
                    if element.get("hidden") in ("1", "true"):
                        shape.hidden.append(row)
                element.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                shape.merged.append(element.get("ref", ""))
    return shape


def _beyond_reach(coordinate: str) -> str:
    """The coordinate of a cell that stands further right than any column of ours; otherwise empty."""
    letters = coordinate.rstrip("0123456789")
    return coordinate if letters and column_index_from_string(letters) > MAX_COLUMNS else ""


def _tell_shape(name: str, shape: _Shape, findings: Findings) -> None:
    if shape.merged:
        places = ", ".join(shape.merged[:SHOWN_PLACES]) + ("…" if len(shape.merged) > SHOWN_PLACES else "")
        message = f"Trang {name} có ô gộp: {places}. Chỉ ô đầu có chữ; bỏ gộp và điền từng ô."
        findings.warning(0, "", message, FindingKind.MERGED_CELLS, f"{name}!{shape.merged[0]}")
    if shape.beyond:
        message = (
            f"Trang {name} có dữ liệu ở ô {shape.beyond}, xa hơn mọi cột của mẫu; bỏ qua. Xóa hoặc chuyển đi."
        )
        findings.warning(0, "", message, FindingKind.TEXT_NOT_PLACED, f"{name}!{shape.beyond}")
    if shape.hidden:
        rows = ", ".join(map(str, shape.hidden[:SHOWN_PLACES]))
        rows += "…" if len(shape.hidden) > SHOWN_PLACES else ""
        message = f"Trang {name} có dòng ẩn: {rows}. Dòng ẩn vẫn được đọc; xóa nếu không cần."
        findings.warning(0, "", message, FindingKind.VALUE_DOUBTFUL, f"{name}!A{shape.hidden[0]}")


def _value(cell: Any, sheet: SheetRows, findings: Findings) -> Any:
    """The value of a cell; None (with a finding) for what is computed or broken."""
    if cell.data_type == "f":
        message = "Ô này là công thức. Chép rồi dán lại thành giá trị."
        findings.error(0, "", message, FindingKind.VALUE_INVALID, sheet.place(cell.row, cell.column))
        return None
    if cell.data_type == "e":
        message = f"Ô này báo lỗi {cell.value}. Xóa hoặc ghi lại giá trị."
        findings.error(0, "", message, FindingKind.VALUE_INVALID, sheet.place(cell.row, cell.column))
        return None
    if isinstance(cell.value, str):
        return unicodedata.normalize("NFC", without_control_characters(cell.value))
    return cell.value
