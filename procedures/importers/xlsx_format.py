"""The XLSX format: the sheets of `sheets`, joined by the document code. Pure: bytes in, records and findings out.

Every finding names its cell as Excel does ("Bước!C14").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from procedures.importers.catalogue_layout import CatalogueFile, read_catalogue
from procedures.importers.field_reading import Reader, shown
from procedures.importers.findings import Finding, FindingKind, Findings
from procedures.importers.nodes import Mapping, node_from
from procedures.importers.own_format import MAX_RECORDS, ParsedFile, read_item, tell_unplaced
from procedures.importers.plain_text import one_line
from procedures.importers.sheets import (
    CATALOGUE,
    CELL_HEADING,
    CODE_HEADING,
    DOCUMENTS,
    INSTRUCTIONS,
    LISTS,
    LONG_TEXTS,
    TABLE_ROW_WORDS,
    TABLES,
    Column,
    Sheet,
)
from procedures.importers.xlsx_cells import layout_value, long_text_number, text_of
from procedures.importers.xlsx_reading import SheetRows, read_xlsx

CODE = Column(CODE_HEADING, "iso_code", "code")
TABLE_COLUMNS = (CODE, Column("Chương thứ", "chapter", "integer"), Column("Là", "what"))


@dataclass
class Entry:
    """A document, or the catalogue, that is being put together.

    Attributes:
        data: its layout so far.
        cells: place in the layout ("steps[2].title") → place in the file ("Bước!B14").
    """

    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)

    def place_of(self, key: str) -> str:
        """The cell of a place in the layout, or of the nearest place around it."""
        while key and key not in self.cells:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return self.cells.get(key, "")


def parse(data: bytes, name: str) -> ParsedFile:
    """Read one file. Never raises: whatever is wrong becomes a finding."""
    findings = Findings(name)
    sheets = read_xlsx(data, findings)
    if sheets is None:
        return ParsedFile(name, (), findings, 0)
    book = _Book({sheet.name.casefold(): sheet for sheet in sheets}, findings)
    if not any(sheet.name.casefold() in book.sheets for sheet in DOCUMENTS):
        names = " hoặc ".join(sheet.name for sheet in DOCUMENTS)
        message = f"Tệp không có trang {names}. Xuất một tệp mẫu từ hệ thống rồi điền vào."
        findings.error(0, "", message, FindingKind.FILE_WRONG_FORMAT)
        return ParsedFile(name, (), findings, 0)
    return _read(book, name, findings)


def _read(book: _Book, name: str, findings: Findings) -> ParsedFile:
    entries = book.entries()
    catalogue_entry = book.catalogue()
    own = Findings(name)
    catalogue = read_catalogue(Reader(node_from(catalogue_entry.data), own), name)
    findings.take(_placed(own, catalogue_entry))
    if not entries and catalogue == CatalogueFile(name):
        message = f"Chưa có dòng nào ở trang {DOCUMENTS[0].name}, {DOCUMENTS[1].name}. Điền từ dòng 2."
        findings.error(0, "", message, FindingKind.FILE_EMPTY)
    if len(entries) > MAX_RECORDS:
        message = f"Tệp có {len(entries)} mục, mỗi tệp nhiều nhất {MAX_RECORDS}. Chia thành nhiều tệp."
        findings.error(0, "", message, FindingKind.FILE_TOO_LARGE)
        return ParsedFile(name, (), findings, len(entries))
    records, readings, unplaced = [], [], dict[str, int]()
    for entry in entries:
        node, own = node_from(entry.data), Findings(name)
        assert isinstance(node, Mapping)  # noqa: S101  (made of a dict)
        record, reading = read_item(node, name, own, unplaced)
        findings.take(_placed(own, entry))
        readings.append(reading)
        if record is not None:
            records.append(record)
    tell_unplaced(unplaced, findings)
    return ParsedFile(name, tuple(records), findings, len(entries), catalogue, tuple(readings))


def _placed(findings: Findings, entry: Entry) -> Findings:
    def placed(finding: Finding) -> Finding:
        return replace(finding, where=finding.where or entry.place_of(finding.key) or entry.cells.get("", ""))

    return replace(findings, items=[placed(finding) for finding in findings.items])


class _Book:
    """The sheets of a file and what is put together from them."""

    def __init__(self, sheets: dict[str, SheetRows], findings: Findings) -> None:
        self.sheets, self.findings = sheets, findings
        self.by_code: dict[str, Entry] = {}
        known = {sheet.name.casefold() for sheet in (*DOCUMENTS, *LISTS)}
        known |= {f"{sheet.name}".casefold() for sheet in CATALOGUE}
        known |= {name.casefold() for name in (INSTRUCTIONS, LONG_TEXTS, TABLES)}
        for name, sheet in sheets.items():
            if name not in known and sheet.rows:
                message = f"Không biết trang {shown(sheet.name)}; bỏ qua. Xem lại tên trang."
                findings.warning(0, "", message, FindingKind.KEY_UNKNOWN, f"{sheet.name}!A1")
        self.long_texts = self._read_long_texts()

    def entries(self) -> list[Entry]:
        """The documents in order of their sheets, each with its lists."""
        found: list[Entry] = []
        for sheet in DOCUMENTS:
            for row, cells in self._rows(sheet.name, sheet.columns):
                entry = Entry({"kind": sheet.document_kind})
                entry.cells[""] = self.sheets[sheet.name.casefold()].place(row, 1)
                self._fill(entry, entry.data, "", cells)
                found.append(entry)
                self.by_code.setdefault(one_line(entry.data.get("iso_code", "")), entry)
        for sheet in LISTS:
            self._read_list(sheet)
        self._read_tables()
        return found

    def catalogue(self) -> Entry:
        """The rows of the catalogue sheets."""
        entry = Entry()
        for sheet in CATALOGUE:
            for row, cells in self._rows(sheet.name, sheet.columns):
                self._add_item(entry, sheet, row, cells)
        return entry

    # --- lists -------------------------------------------------------------------------------------------

    def _read_list(self, sheet: Sheet) -> None:
        for row, cells in self._rows(sheet.name, (CODE, *sheet.columns)):
            entry = self._owner(sheet.name, row, cells)
            if entry is not None:
                own = {column: value for column, value in cells.items() if column != CODE}
                self._add_item(entry, sheet, row, own)

    def _owner(self, sheet_name: str, row: int, cells: dict[Column, tuple[str, Any]]) -> Entry | None:
        """The document of a row of a list, by its code."""
        place, value = cells.get(CODE, (f"{sheet_name}!A{row}", ""))
        code = one_line(text_of(value))
        if code in self.by_code and code:
            return self.by_code[code]
        message = f"Dòng này chưa có {CODE_HEADING.lower()}. Ghi mã của tài liệu mà dòng này thuộc về."
        if code:
            message = (
                f"Mã {shown(code)} không có ở trang {DOCUMENTS[0].name} hay {DOCUMENTS[1].name}. Sửa mã."
            )
        self.findings.error(0, "iso_code", message, FindingKind.VALUE_INVALID, place)
        return None

    def _add_item(
        self, entry: Entry, sheet: Sheet, row: int, cells: dict[Column, tuple[str, Any]]
    ) -> dict[str, Any]:
        items = entry.data.setdefault(sheet.key, [])
        item: dict[str, Any] = {}
        items.append(item)
        prefix = f"{sheet.key}[{len(items)}]"
        entry.cells[prefix] = self.sheets[sheet.name.casefold()].place(row, 1)
        self._fill(entry, item, f"{prefix}.", cells)
        if sheet.key == "chapters" and item.pop("table", "") == "true":
            item["table"] = {}
        return item

    def _fill(
        self, entry: Entry, item: dict[str, Any], prefix: str, cells: dict[Column, tuple[str, Any]]
    ) -> None:
        for column, (place, value) in cells.items():
            entry.cells[f"{prefix}{column.path}"] = place
            try:
                value = layout_value(self._whole(value), column)
            except ValueError as error:
                words = ", ".join((column.words or {}).values())
                message = f"{shown(str(error))} không dùng được ở đây. Chọn một trong: {words}."
                self.findings.error(0, f"{prefix}{column.path}", message, FindingKind.VALUE_INVALID, place)
                continue
            _put(item, column.path, value)

    def _read_tables(self) -> None:
        """The tables of chapters: every row of a table is one row."""
        table = self.sheets.get(TABLES.casefold())
        if table is None:
            return
        for row, cells in self._rows(TABLES, TABLE_COLUMNS, CELL_HEADING):
            entry = self._owner(TABLES, row, cells)
            if entry is None:
                continue
            numbers = {column.path: text_of(value) for column, (_place, value) in cells.items()}
            chapters = entry.data.get("chapters", [])
            number = numbers.get("chapter", "")
            index = int(number) - 1 if number.isdecimal() and len(number) < 5 else -1
            if not 0 <= index < len(chapters) or "table" not in chapters[index]:
                message = "Không có chương này, hoặc chương không phải bảng. Xem thứ tự ở trang Chương."
                self.findings.error(0, "chapters", message, FindingKind.VALUE_INVALID, table.place(row, 2))
                continue
            self._add_table_row(chapters[index]["table"], numbers.get("what", ""), row, cells, table)

    def _add_table_row(
        self,
        data: dict[str, Any],
        what: str,
        row: int,
        cells: dict[Column, tuple[str, Any]],
        table: SheetRows,
    ) -> None:
        by_number = {
            int(column.path): text_of(self._whole(value))
            for column, (_place, value) in cells.items()
            if column.path.isdecimal()
        }
        texts = [by_number.get(number, "") for number in range(1, max(by_number, default=0) + 1)]
        kinds = {word.casefold(): kind for kind, word in TABLE_ROW_WORDS.items()}
        kind = kinds.get(what.casefold())
        if kind == "caption":
            data["caption"] = " ".join(texts)
        elif kind == "columns":
            data["columns"] = texts
        elif kind == "rows":
            data.setdefault("rows", []).append(texts)
        else:
            message = (
                f"{shown(what)} không dùng được ở đây. Chọn một trong: {', '.join(TABLE_ROW_WORDS.values())}."
            )
            self.findings.error(0, "chapters", message, FindingKind.VALUE_INVALID, table.place(row, 3))

    # --- rows --------------------------------------------------------------------------------------------

    def _rows(
        self, name: str, columns: tuple[Column, ...], numbered: str = ""
    ) -> Iterator[tuple[int, dict[Column, tuple[str, Any]]]]:
        """The filled rows of a sheet below its headings: number, and column → (place, value)."""
        sheet = self.sheets.get(name.casefold())
        if sheet is None or not sheet.rows:
            return
        head = min(sheet.rows)
        by_position = self._columns_of(sheet, head, columns, numbered)
        for row, values in sheet.rows.items():
            cells = {
                by_position[position]: (sheet.place(row, position), value)
                for position, value in values.items()
                if position in by_position
            }
            if row > head and cells:
                yield row, cells

    def _columns_of(
        self, sheet: SheetRows, head: int, columns: tuple[Column, ...], numbered: str
    ) -> dict[int, Column]:
        by_heading = {column.heading.casefold(): column for column in columns}
        found: dict[int, Column] = {}
        for position, value in sheet.rows[head].items():
            heading = one_line(text_of(value))
            column = by_heading.pop(heading.casefold(), None)
            number = heading.removeprefix(numbered).strip()
            if column is None and numbered and heading.startswith(numbered) and number.isdecimal():
                column = Column(heading, number)
            if column is not None:
                found[position] = column
                continue
            message = f"Không biết cột {shown(heading)}, hoặc cột ghi hai lần; bỏ qua. Xem lại tiêu đề ở dòng {head}."
            self.findings.warning(0, "", message, FindingKind.KEY_UNKNOWN, sheet.place(head, position))
        first = columns[0]
        if first not in found.values() and len(sheet.rows) > 1:
            message = f"Trang {sheet.name} thiếu cột {first.heading}. Thêm cột này ở dòng {head}."
            self.findings.error(0, "", message, FindingKind.VALUE_MISSING, sheet.place(head, 1))
        return found

    # --- long texts --------------------------------------------------------------------------------------

    def _read_long_texts(self) -> dict[int, str]:
        sheet = self.sheets.get(LONG_TEXTS.casefold())
        parts: dict[int, list[str]] = {}
        for values in list(sheet.rows.values())[1:] if sheet else ():
            number = text_of(values.get(1, ""))
            if number.isdecimal() and len(number) < 7:
                parts.setdefault(int(number), []).append(text_of(values.get(3, "")))
        return {number: "".join(texts) for number, texts in parts.items()}

    def _whole(self, value: Any) -> Any:
        """The value, or the long text that it stands for."""
        number = long_text_number(value) if isinstance(value, str) else None
        return self.long_texts.get(number, value) if number is not None else value


def _put(item: dict[str, Any], path: str, value: Any) -> None:
    *groups, last = path.split(".")
    for group in groups:
        item = item.setdefault(group, {})
    item[last] = value
