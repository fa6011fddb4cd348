"""Our own format as XLSX, made to be filled in by hand: one sheet per list, lists of words to choose from. Pure.

Every text is a text cell, whatever it begins with; the same data gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from procedures.exporters.xlsx_instructions import instruction_rows
from procedures.importers.plain_text import rich_from_plain
from procedures.importers.sheets import (
    CATALOGUE,
    CELL_HEADING,
    CODE_HEADING,
    DOCUMENTS,
    INSTRUCTIONS,
    LISTS,
    LONG_TEXT_HEADINGS,
    LONG_TEXTS,
    TABLE_HEADINGS,
    TABLE_ROW_WORDS,
    TABLES,
    Column,
    Sheet,
)
from procedures.importers.xlsx_cells import (
    HTML_MARK,
    LONGEST_CELL,
    long_text_mark,
    looks_like_a_mark,
    utf16_length,
)

Item = dict[str, Any]

HEAD_FONT = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="E7ECF2")
TOP = Alignment(wrap_text=True, vertical="top")
FORMATS = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "time": "hh:mm", "integer": "#,##0"}
TEXT_FORMAT = "@"
FORMULA_STARTS = ("=", "+", "-", "@")
FEWEST_CELLS = 5
ROWS_TO_FILL = 2_000
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
FIRST_EXCEL_DAY = dt.date(1900, 3, 1)
_CHANGING = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write(data: dict[str, Any]) -> bytes:
    """The file; `xlsx_format.parse` reads equal data from it."""
    return _Book(data).save()


class _Book:
    def __init__(self, data: dict[str, Any]) -> None:
        self.records: list[Item] = data["procedures"]
        self.catalogue: dict[str, list[Item]] = data["catalogue"]
        self.book = Workbook(write_only=True)
        self.long_texts: list[str] = []

    def save(self) -> bytes:
        self._instructions()
        for sheet in DOCUMENTS:
            records = (record for record in self.records if record["kind"] == sheet.document_kind)
            self._sheet(sheet, sheet.columns, records)
        code = Column(CODE_HEADING, "iso_code", "code")
        for sheet in LISTS:
            rows = (
                {"iso_code": record["iso_code"], **item}
                for record in self.records
                for item in record.get(sheet.key, ())
            )
            self._sheet(sheet, (code, *sheet.columns), rows)
        self._tables()
        for sheet in CATALOGUE:
            self._sheet(sheet, sheet.columns, self.catalogue.get(sheet.key, ()))
        self._long_texts()
        buffer = io.BytesIO()
        self.book.save(buffer)
        return _same_bytes(buffer.getvalue())

    # --- sheets ------------------------------------------------------------------------------------------

    def _new_sheet(self, name: str, headings: Iterable[str], widths: Iterable[int]) -> Any:
        page = self.book.create_sheet(name)
        page.freeze_panes = "B2"
        for number, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        head = [self._text(page, heading) for heading in headings]
        for cell in head:
            cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        page.append(head)
        return page

    def _sheet(self, sheet: Sheet, columns: tuple[Column, ...], items: Iterable[Item]) -> None:
        page = self._new_sheet(sheet.name, (c.heading for c in columns), (c.width for c in columns))
        for number, column in enumerate(columns, start=1):
            words = '"có"' if column.kind == "flag" else ""
            if column.words:
                words = f'"{",".join(column.words.values())}"'
            if words:
                choice = DataValidation(type="list", formula1=words, allow_blank=True, showErrorMessage=False)
                letter = get_column_letter(number)
                choice.add(f"{letter}2:{letter}{ROWS_TO_FILL}")
                page.data_validations.append(choice)
        for item in items:
            page.append([self._cell(page, column, _value_at(item, column.path)) for column in columns])

    def _tables(self) -> None:
        rows = list(_table_rows(self.records))
        most = max([FEWEST_CELLS, *(len(cells) for *_where, cells in rows)])
        headings = [*TABLE_HEADINGS, *(f"{CELL_HEADING} {number}" for number in range(1, most + 1))]
        page = self._new_sheet(TABLES, headings, [16, 10, 12, *[24] * most])
        for code, chapter, what, cells in rows:
            texts = [self._text(page, text) if text else None for text in (code, str(chapter), what, *cells)]
            page.append(texts)

    def _long_texts(self) -> None:
        """Texts longer than a cell holds, in parts."""
        if not self.long_texts:
            return
        page = self._new_sheet(LONG_TEXTS, LONG_TEXT_HEADINGS, (8, 8, 100))
        for number, text in enumerate(self.long_texts, start=1):
            for part, start in enumerate(range(0, len(text), LONGEST_CELL // 2), start=1):
                words = text[start : start + LONGEST_CELL // 2]  # half: a character may take two units
                page.append([str(number), str(part), self._plain(page, words)])

    def _instructions(self) -> None:
        page = self.book.create_sheet(INSTRUCTIONS)
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 90
        for is_heading, row in instruction_rows():
            cells = [self._text(page, text) for text in row]
            for cell in cells if is_heading else ():
                cell.font = HEAD_FONT
            page.append(cells)

    # --- cells -------------------------------------------------------------------------------------------

    def _cell(self, page: Any, column: Column, value: Any) -> Any:
        if value is None or value == "":
            return None
        if column.kind in ("date", "moment", "time"):
            return self._moment(page, column.kind, value)
        if column.kind in ("integer", "decimal"):
            cell = WriteOnlyCell(page, value=float(value) if isinstance(value, str) else value)
            cell.number_format = FORMATS.get(column.kind, "General")
            cell.alignment = TOP
            return cell
        return self._text(page, _words(column, value))

    def _moment(self, page: Any, kind: str, value: str) -> Any:
        moment: Any = {
            "date": dt.date.fromisoformat,
            "moment": dt.datetime.fromisoformat,
            "time": dt.time.fromisoformat,
        }[kind](value)
        day = moment.date() if isinstance(moment, dt.datetime) else moment
        if (isinstance(day, dt.date) and day < FIRST_EXCEL_DAY) or getattr(moment, "second", 0):
            return self._text(page, value)
        cell = WriteOnlyCell(page, value=moment)
        cell.number_format, cell.alignment = FORMATS[kind], TOP
        return cell

    def _text(self, page: Any, text: str) -> Any:
        if utf16_length(text) > LONGEST_CELL or looks_like_a_mark(text):
            self.long_texts.append(text)
            text = long_text_mark(len(self.long_texts))
        return self._plain(page, text)

    def _plain(self, page: Any, text: str) -> Any:
        cell = WriteOnlyCell(page, value=text)
        cell.data_type = "s"  # a text that begins with "=" would be a formula
        cell.number_format, cell.alignment = TEXT_FORMAT, TOP
        cell.quotePrefix = text.startswith(FORMULA_STARTS)
        return cell


def _value_at(item: Item, path: str) -> Any:
    value: Any = item
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _words(column: Column, value: Any) -> str:
    if column.kind == "flag":
        return "có" if value is not False and value is not None else ""
    if column.kind == "rich":
        return _rich(value)
    if column.kind == "list":
        return "\n".join(value)
    if column.kind == "cases":
        return ", ".join(value)
    return column.words.get(str(value), str(value)) if column.words else str(value)


def _rich(value: str | dict[str, str]) -> str:
    if isinstance(value, str) and not value.startswith(HTML_MARK):
        return value
    return HTML_MARK + (rich_from_plain(value) if isinstance(value, str) else value["html"])


def _table_rows(records: Iterable[Item]) -> Iterator[tuple[str, int, str, list[str]]]:
    for record in records:
        for number, chapter in enumerate(record.get("chapters", ()), start=1):
            table = chapter.get("table", {})
            code = record["iso_code"]
            if table.get("caption"):
                yield code, number, TABLE_ROW_WORDS["caption"], [table["caption"]]
            if "columns" in table:
                yield code, number, TABLE_ROW_WORDS["columns"], table["columns"]
            for cells in table.get("rows", ()):
                yield code, number, TABLE_ROW_WORDS["rows"], cells


def _same_bytes(data: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _CHANGING.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            plain = zipfile.ZipInfo(entry.filename, FIXED_DATE)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, content)
    return buffer.getvalue()
