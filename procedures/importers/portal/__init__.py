"""The national public-service portal's records (JSON): bytes → readings. Pure; never raises.

A file is one answer of the portal (`{"code": "OK", "data": {…}}`), the bare data of one procedure, or a list of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from procedures.importers.findings import MAX_FINDINGS_PER_FILE, FindingKind, Findings
from procedures.importers.own_format import MAX_RECORDS
from procedures.importers.portal.json_text import Value, read_json
from procedures.importers.portal.ledger import Ledger, shown_path
from procedures.importers.portal.reasons import ENVELOPE
from procedures.importers.portal.record import read_record
from procedures.importers.reading import Passage, ReadFile, Reading

__all__ = ["read"]

_MARKS = {
    "codeNotation", "executionSteps", "executionMethods", "executionCases", "legalBasisesDetails", "resultsDetails",
    "subjectTypesDetails", "categoriesDetails", "requirementsAndConditions", "procedureProposal", "isWard",
    "departmentPromulgateName", "executingAgencies", "processingTime",
}  # fmt: skip
"""Keys that only a record of the portal has."""


def read(data: bytes, name: str) -> ReadFile:
    """Read one file of the portal; whatever is wrong becomes a finding."""
    findings = Findings(name)
    root = read_json(data, findings)
    if findings.has_errors:
        return ReadFile(name, (), findings, 0)
    items = root if isinstance(root, list) else [root]
    if not items:
        _refuse(findings, "Tệp không có thủ tục nào. Chọn tệp tải từ Cổng Dịch vụ công quốc gia.")
    elif len(items) > MAX_RECORDS:
        _refuse(
            findings, f"Tệp có {len(items)} thủ tục, mỗi tệp nhiều nhất {MAX_RECORDS}. Chia thành nhiều tệp."
        )
    else:
        findings.most = MAX_FINDINGS_PER_FILE * len(items)
        readings = tuple(_readings(items, isinstance(root, list), findings))
        return ReadFile(name, readings, findings, len(items))
    return ReadFile(name, (), findings, len(items))


def _refuse(findings: Findings, message: str) -> None:
    findings.error(0, "", message, FindingKind.FILE_WRONG_FORMAT)


def _readings(items: list[Any], numbered: bool, findings: Findings) -> Iterator[Reading]:
    for number, item in enumerate(items, start=1):
        prefix = f"[{number}]." if numbered else ""
        if not isinstance(item, dict):
            _refuse(findings, f"{_which(prefix)} không phải bản ghi thủ tục. Tải lại tệp từ Cổng.")
            continue
        yield _reading(item, prefix, findings)


def _which(prefix: str) -> str:
    return f"Mục {prefix.rstrip('.')}" if prefix else "Tệp"


def _reading(item: dict[str, Any], prefix: str, findings: Findings) -> Reading:
    said_before = len(findings.items)
    record, around = _unwrapped(item)
    if not record.keys() & _MARKS:
        said = f" (Cổng trả lời: {item['message'][:80]})" if isinstance(item.get("message"), str) else ""
        _refuse(findings, f"{_which(prefix)} không có thủ tục của Cổng{said}. Tải lại tệp từ Cổng.")
    reading = read_record(record, prefix, findings)
    outside = tuple(
        Passage(f"{prefix}/{shown_path(path)}", text, reason=ENVELOPE, is_technical=True)
        for path, text in Ledger(around).leaves
    )
    own = tuple(findings.items[said_before:])
    return Reading(reading.layout, (*outside, *reading.passages), reading.speaks_of, findings=own)


def _unwrapped(item: dict[str, Any]) -> tuple[dict[str, Any], Value]:
    """The data of a record, and what stands around it."""
    data = item.get("data")
    if isinstance(data, dict) and not item.keys() & _MARKS:
        return data, {key: value for key, value in item.items() if key != "data"}
    return item, None
