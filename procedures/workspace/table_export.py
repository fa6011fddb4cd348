"""A table as a file: exactly the rows and words of the screen, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Row = Sequence[str]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def safe_text(text: str) -> str:
    """A cell that a spreadsheet takes for text: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def as_csv(caption: str, head: Row, rows: Iterable[Row]) -> bytes:
    """Comma separated, UTF-8 with the mark that Excel needs to read Vietnamese letters."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_text(caption)])
    for row in [head, *rows]:
        writer.writerow([safe_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_xlsx(caption: str, head: Row, rows: Iterable[Row]) -> bytes:
    """One sheet: caption, head, rows; every cell is text."""
    book = Workbook()
    sheet = book.active
    sheet.append([caption])
    sheet["A1"].font = Font(bold=True, size=13)
    widths = [len(cell) for cell in head]
    for row in [head, *rows]:
        sheet.append(list(row))
        widths = [max(width, len(cell)) for width, cell in zip(widths, row, strict=True)]
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that starts with "=" would be stored as a formula
                cell.quotePrefix = cell.value.startswith(_FORMULA_STARTS)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].alignment = Alignment(wrap_text=False)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
