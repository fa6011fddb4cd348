"""A table as a file: exactly the rows of the screen, safe to open in a spreadsheet and ready to be summed there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from document_control.canonical import clean_text

Row = Sequence[str]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_LONGEST_NAME = 31
"""Of a worksheet, in Excel."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")
_NO_XML = re.compile("[\ufffe\uffff]")
_FIGURE = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(%?)", re.ASCII)


def safe_text(text: str) -> str:
    """A cell that a spreadsheet takes for text: what looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def read_figure(text: str) -> tuple[Decimal, str] | None:
    """The number that `format_number` or `format_percent` wrote, with the format that shows it the same way.

    "1.234" is (1234, "#,##0"), "90,74" (90.74, "#,##0.00"), "87,50%" (0.8750, "0.00%"), "07" (7, "00"); None for
    everything else ("–", "", "12/15").
    """
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals, percent = found.groups(default="")
    digits = whole.replace(".", "")
    value = Decimal(f"{sign}{digits}.{decimals}" if decimals else f"{sign}{digits}")
    places = f".{'0' * len(decimals)}" if decimals else ""
    if percent:
        return value.scaleb(-2), f"0{places}%"
    padded = len(digits) > 1 and digits.startswith("0")
    return value, f"{'0' * len(digits) if padded else '#,##0'}{places}"


def as_csv(caption: str, head: Row, rows: Iterable[Row]) -> bytes:
    """Comma separated, UTF-8 with the mark that Excel needs to read Vietnamese letters."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_text(caption)])
    for row in [head, *rows]:
        writer.writerow([safe_text(_storable(cell)) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_xlsx(
    caption: str, head: Row, rows: Iterable[Row], *, sheet: str, figures: Container[int] = ()
) -> bytes:
    """One sheet: caption, head, rows. Every cell is text, but for the figures.

    Args:
        sheet: what the rows are, in Vietnamese; names the worksheet.
        figures: places of the columns whose numbers become numbers, counted from 0; words in them stay text.
    """
    book = Workbook()
    page = book.active
    page.title = _sheet_name(sheet)
    page.append([_storable(caption)])
    widths = [len(cell) for cell in head]
    for row in [head, *rows]:
        page.append([_storable(cell) for cell in row])
        widths = [max(width, len(cell)) for width, cell in zip(widths, row, strict=True)]
    for line in page.iter_rows():
        for place, cell in enumerate(line):
            _dress(cell, is_figure=cell.row > 2 and place in figures)
    page["A1"].font = Font(bold=True, size=13)
    page["A1"].alignment = Alignment(wrap_text=False)
    for cell in page[2]:
        cell.font = Font(bold=True)
    for position, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(position)].width = min(width + 2, _WIDEST)
    page.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(words: str) -> str:
    """Without the signs that spreadsheets keep for formulas."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", _storable(words)).split())
    return name[:_LONGEST_NAME].strip()


def _storable(text: str) -> str:
    """Without what a workbook, being XML, cannot hold: control characters and lone surrogates."""
    return _NO_XML.sub("", clean_text(text))


def _dress(cell: Cell, *, is_figure: bool) -> None:
    """Give a cell the type and the look of a number or of words."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(cell.value, str):
        return
    figure = read_figure(cell.value) if is_figure else None
    if figure:
        cell.value, cell.number_format = figure
        return
    cell.data_type = "s"  # text that starts with "=" would be stored as a formula
    cell.quotePrefix = cell.value.startswith(_FORMULA_STARTS)
