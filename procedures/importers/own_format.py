"""A file of our own format, whatever it is written in: a list of records, or a mapping with a catalogue too. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from procedures.importers.canonical_layout import layout_from
from procedures.importers.catalogue_layout import CatalogueFile, read_catalogue
from procedures.importers.field_reading import Reader
from procedures.importers.findings import FindingKind, Findings
from procedures.importers.layout import UNPLACED_REASONS, read_record
from procedures.importers.nodes import Mapping, Node, Sequence, plain_from
from procedures.importers.reading import ReadFile, Reading, ReportedFile
from procedures.importers.records import ParsedRecord

SCHEMA = "1"
MAX_RECORDS = 2_000
NO_RECORDS = "Tệp không có mục nào. Chọn tệp có danh sách thủ tục hoặc quy trình."


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file holds.

    Attributes:
        records: those that could be read; nothing is applied while any file has errors.
        count: how many entries the file has, readable or not.
        catalogue: rows of lists that came along.
        readings: the layout of every entry that is a record, canonical where it has no faults.
    """

    name: str
    records: tuple[ParsedRecord, ...]
    findings: Findings
    count: int
    catalogue: CatalogueFile = field(default_factory=CatalogueFile)
    readings: tuple[Reading, ...] = ()

    @property
    def is_refused(self) -> bool:
        return self.findings.has_errors

    @property
    def as_read_file(self) -> ReadFile:
        """The file as readers of every format hand it over."""
        return ReadFile(self.name, self.readings, self.findings, self.count, self.catalogue)


def read_root(root: Node | None, name: str, findings: Findings, list_advice: str) -> ParsedFile:
    """Read a whole file.

    Args:
        root: its tree; None when there is none.
        list_advice: how a list is written in the file's format.
    """
    catalogue = CatalogueFile(name)
    if isinstance(root, Mapping) and root.entries.keys() & {"procedures", "catalogue"}:
        catalogue, root = _read_wrapper(root, name, findings)
        if findings.has_errors and root is None:
            return ParsedFile(name, (), findings, 0)
        root = root or Sequence(())
    if isinstance(root, Sequence):
        return _read_list(root, name, findings, catalogue)
    if root is not None:
        what = "một nhóm khóa" if isinstance(root, Mapping) else "một dòng chữ"
        findings.error(root.line, "", f"Tệp phải là một danh sách, lại là {what}. {list_advice}")
    elif not findings.has_errors:
        findings.error(0, "", NO_RECORDS, FindingKind.FILE_EMPTY)
    return ParsedFile(name, (), findings, 0)


def _read_wrapper(root: Mapping, name: str, findings: Findings) -> tuple[CatalogueFile, Node | None]:
    reader = Reader(root, findings)
    schema = reader.text("schema", 20)
    if schema and schema != SCHEMA:
        reader.fault(
            "schema", f"Tệp theo mẫu số {schema}, hệ thống đọc mẫu số {SCHEMA}. Nâng cấp hệ thống trước."
        )
        return CatalogueFile(name), None
    group = reader.group("catalogue")
    catalogue = read_catalogue(group, name) if group is not None else CatalogueFile(name)
    records = reader.get("procedures")
    reader.finish()
    return catalogue, records


def _read_list(root: Sequence, name: str, findings: Findings, catalogue: CatalogueFile) -> ParsedFile:
    count = len(root.items)
    if count > MAX_RECORDS:
        message = f"Tệp có {count} mục, mỗi tệp nhiều nhất {MAX_RECORDS}. Chia thành nhiều tệp."
        findings.error(0, "", message, FindingKind.FILE_TOO_LARGE)
        return ParsedFile(name, (), findings, count)
    if not count and catalogue == CatalogueFile(name):
        findings.error(0, "", NO_RECORDS, FindingKind.FILE_EMPTY)
    records, readings = _read_records(root, name, findings)
    return ParsedFile(name, records, findings, count, catalogue, readings)


def _read_records(
    root: Sequence, name: str, findings: Findings
) -> tuple[tuple[ParsedRecord, ...], tuple[Reading, ...]]:
    unplaced: dict[str, int] = {}
    records, readings = [], []
    for number, item in enumerate(root.items, start=1):
        if not isinstance(item, Mapping):
            findings.error(
                item.line,
                f"[{number}]",
                "Mục này phải là một nhóm khóa (iso_code, name…). Kiểm tra thụt dòng.",
            )
            continue
        record, reading = read_item(item, name, findings, unplaced)
        if record is not None:
            records.append(record)
        readings.append(reading)
    tell_unplaced(unplaced, findings)
    return tuple(records), tuple(readings)


def read_item(
    item: Mapping, name: str, findings: Findings, unplaced: dict[str, int]
) -> tuple[ParsedRecord | None, Reading]:
    """One entry: its record, and its layout (canonical, or as it stands when it has faults)."""
    own = Findings(name)
    record = read_record(item, name, own, unplaced)
    findings.take(own)
    is_sound = record is not None and not own.has_errors
    layout = layout_from(record) if record is not None and is_sound else plain_from(item)
    return record, Reading(layout, line=item.line)


def tell_unplaced(unplaced: dict[str, int], findings: Findings) -> None:
    """Name once each key that the format knows and the system does not keep."""
    for key, line in sorted(unplaced.items(), key=lambda pair: pair[1]):
        findings.info(
            line, key, f"Không đưa vào hệ thống: {UNPLACED_REASONS[key]}.", FindingKind.KEY_NOT_KEPT
        )


def duplicate_findings(files: Iterable[ReportedFile]) -> None:
    """Refuse codes and addresses that occur twice in what is imported together."""
    files = list(files)
    seen: dict[tuple[str, Any], ParsedRecord] = {}
    by_name = {file.name: file for file in files}
    for record in (record for file in files for record in file.records):
        for key, value in (("iso_code", record.code), ("id", (record.kind, record.slug))):
            if not value or (key == "id" and not record.slug):
                continue
            first = seen.setdefault((key, value), record)
            if first is not record:
                what = "Mã tài liệu" if key == "iso_code" else "Địa chỉ (id)"
                place = f"{first.file}, dòng {first.line}" if first.line else first.file
                by_name[record.file].findings.error(
                    record.line, key, f"{what} này đã dùng ở {place}. Đặt mã khác.", FindingKind.CODE_TWICE
                )
