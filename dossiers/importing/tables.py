"""Bytes of an XLSX or CSV file → rows of text, of bounded size. Pure; XLSX is opened in the limited child only."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass

from organisation.limited_process import (
    LimitedProcessError,
    Limits,
    OutOfMemory,
    TooLarge,
    TooSlow,
    run_limited,
)
from procedures.importers.findings import FindingKind, Findings
from procedures.importers.text_decoding import decode
from procedures.importers.xlsx_cells import text_of
from procedures.importers.xlsx_reading import OLD_OFFICE, read_xlsx

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
LIMITS = Limits(cpu_seconds=60, wall_seconds=120, output_bytes=64 << 20)
BROKEN_WORKBOOK = (
    "Tệp Excel bị hỏng, không đọc được. Mở tệp bằng Excel, lưu lại dạng .xlsx (hoặc .csv) rồi tải lên lại."
)
WORKBOOK_SIGNS = (b"PK", OLD_OFFICE)
"""How workbooks begin: those of today, and those of Excel 97 or with a password."""
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls")
OLD_WINDOWS = "cp1258"
"""What Vietnamese Excel writes when somebody saves "CSV" instead of "CSV UTF-8"."""


class UnreadableError(Exception):
    """The file is no table that can be read; the message says what to do, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text by their number in the file, empty ones left out."""

    rows: list[tuple[int, list[str]]]


def read_table(data: bytes, name: str) -> Table:
    """The table of a file: the first sheet of a workbook, or a CSV with comma, semicolon or tab.

    Raises:
        UnreadableError: too large, broken, or something else.
    """
    if not data.strip():
        raise UnreadableError("Tệp trống. Kiểm tra lại tệp rồi tải lên lại.")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chia thành nhiều tệp nhỏ hơn.")
    rows = _workbook(data) if data.startswith(WORKBOOK_SIGNS) else _csv(data, name)
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        raise UnreadableError("Tệp không có dòng nào. Nhập dữ liệu vào bảng rồi tải lên lại.")
    if len(rows) - 1 > MAX_ROWS:
        raise UnreadableError(
            f"Tệp có hơn {MAX_ROWS:,} hồ sơ. Chia thành nhiều tệp nhỏ hơn.".replace(",", ".")
        )
    return Table(rows)


def _workbook(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        answer = json.loads(run_limited("dossiers.importing.tables:workbook_as_json", data, limits=LIMITS))
    except TooSlow:
        raise UnreadableError(
            "Đọc tệp quá lâu. Xóa các trang tính và định dạng thừa, hoặc chia nhỏ tệp."
        ) from None
    except (OutOfMemory, TooLarge):
        raise UnreadableError("Tệp mở ra quá lớn. Chia thành nhiều tệp nhỏ hơn.") from None
    except LimitedProcessError:
        raise UnreadableError(BROKEN_WORKBOOK) from None
    if "problem" in answer:
        raise UnreadableError(answer["problem"])
    return [(number, cells) for number, cells in answer["rows"]]


def workbook_as_json(data: bytes) -> bytes:
    """The first sheet that holds something, as JSON {"rows": [[number, [text, …]], …]} or {"problem": sentence}."""
    findings = Findings("")
    sheets = read_xlsx(data, findings)
    if sheets is None:
        return json.dumps({"problem": _sentence(findings, data)}).encode()
    sheet = next((sheet for sheet in sheets if sheet.rows), None)
    rows = []
    for number, cells in sorted(sheet.rows.items() if sheet else ()):
        width = min(max(cells), MAX_COLUMNS)
        rows.append([number, [_cell(cells.get(column)) for column in range(1, width + 1)]])
    return json.dumps({"rows": rows}).encode()


def _sentence(findings: Findings, data: bytes) -> str:
    """Why a workbook cannot be read; half an archive is a broken workbook, a whole one may be another kind of file."""
    found = next(iter(findings.items), None)
    if found is None or found.kind == FindingKind.FILE_BROKEN:
        return BROKEN_WORKBOOK
    is_half = found.kind == FindingKind.FILE_WRONG_FORMAT and not zipfile.is_zipfile(io.BytesIO(data))
    return BROKEN_WORKBOOK if is_half else found.message


def _cell(value: object) -> str:
    return "" if value is None else text_of(value).strip()


def _csv(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    findings = Findings(name)
    text = decode(_as_utf8(data), findings, "CSV (UTF-8)")
    if text is None:
        if name.lower().endswith(WORKBOOK_NAMES):
            raise UnreadableError(BROKEN_WORKBOOK)
        raise UnreadableError(next(item.message for item in findings.items))
    first_line = text.lstrip().splitlines()[0]
    delimiter = max(";\t,", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [
            (reader.line_num, [_plain(cell) for cell in cells[:MAX_COLUMNS]])
            for cells in reader
            if any(cells)
        ]
    except csv.Error:
        raise UnreadableError(
            f"Bảng bị hỏng ở dòng {reader.line_num}. Mở bằng Excel, lưu lại dạng CSV UTF-8 hoặc .xlsx."
        ) from None


def _as_utf8(data: bytes) -> bytes:
    """The same text in UTF-8, where Excel wrote UTF-16 or the Vietnamese code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").encode()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode(OLD_WINDOWS).encode()
        except UnicodeDecodeError:
            return data
    return data


def _plain(cell: str) -> str:
    """A cell as typed: our own exports put an apostrophe before what a spreadsheet would compute."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell
