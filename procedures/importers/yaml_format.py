"""The YAML format: a file is a list of records of `layout`. Pure: bytes in, records and findings out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from procedures.importers.findings import Findings
from procedures.importers.layout import UNPLACED_REASONS, read_record
from procedures.importers.nodes import Mapping, Sequence
from procedures.importers.records import ParsedRecord
from procedures.importers.yaml_reading import read_yaml

MAX_RECORDS = 2_000


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file holds.

    Attributes:
        records: those that could be read; nothing is applied while any file has errors.
        count: how many entries the file has, readable or not.
    """

    name: str
    records: tuple[ParsedRecord, ...]
    findings: Findings
    count: int

    @property
    def is_refused(self) -> bool:
        return self.findings.has_errors


def parse(data: bytes, name: str) -> ParsedFile:
    """Read one file. Never raises: whatever is wrong becomes a finding."""
    findings = Findings(name)
    root = read_yaml(data, findings)
    if isinstance(root, Sequence):
        if len(root.items) > MAX_RECORDS:
            findings.error(
                0,
                "",
                f"Tệp có {len(root.items)} mục, mỗi tệp nhiều nhất {MAX_RECORDS}. Chia thành nhiều tệp.",
            )
            return ParsedFile(name, (), findings, len(root.items))
        return ParsedFile(name, _read_records(root, name, findings), findings, len(root.items))
    if root is not None:
        what = "một nhóm khóa" if isinstance(root, Mapping) else "một dòng chữ"
        findings.error(
            root.line, "", f"Tệp phải là một danh sách, lại là {what}. Thêm dấu gạch (- ) trước mỗi mục."
        )
    elif not findings.has_errors:
        findings.error(0, "", "Tệp không có mục nào. Chọn tệp có danh sách thủ tục hoặc quy trình.")
    return ParsedFile(name, (), findings, 0)


def _read_records(root: Sequence, name: str, findings: Findings) -> tuple[ParsedRecord, ...]:
    if not root.items:
        findings.error(0, "", "Tệp không có mục nào. Chọn tệp có danh sách thủ tục hoặc quy trình.")
    unplaced: dict[str, int] = {}
    records = []
    for number, item in enumerate(root.items, start=1):
        if not isinstance(item, Mapping):
            findings.error(
                item.line,
                f"[{number}]",
                "Mục này phải là một nhóm khóa (iso_code, name…). Kiểm tra thụt dòng.",
            )
            continue
        record = read_record(item, name, findings, unplaced)
        if record is not None:
            records.append(record)
    for key, line in sorted(unplaced.items(), key=lambda pair: pair[1]):
        findings.info(line, key, f"Không đưa vào hệ thống: {UNPLACED_REASONS[key]}.")
    return tuple(records)


def duplicate_findings(files: list[ParsedFile]) -> None:
    """Refuse codes and addresses that occur twice in what is imported together."""
    seen: dict[tuple[str, Any], ParsedRecord] = {}
    by_name = {file.name: file for file in files}
    for record in (record for file in files for record in file.records):
        for key, value in (("iso_code", record.code), ("id", (record.kind, record.slug))):
            if not value or (key == "id" and not record.slug):
                continue
            first = seen.setdefault((key, value), record)
            if first is not record:
                what = "Mã tài liệu" if key == "iso_code" else "Địa chỉ (id)"
                by_name[record.file].findings.error(
                    record.line, key, f"{what} này đã dùng ở {first.file}, dòng {first.line}. Đặt mã khác."
                )
