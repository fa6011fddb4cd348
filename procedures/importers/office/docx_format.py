"""The Word format: DOCX bytes → readings, findings.

Here, in the parent, only size and first bytes are looked at; a child process with limits (`docx_child`) opens the file
and hands back plain data. Pure.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from organisation.limited_process import (
    LimitedProcessError,
    Limits,
    OutOfMemory,
    TooLarge,
    TooSlow,
    run_limited,
)
from procedures.importers.findings import Finding, FindingKind, Findings
from procedures.importers.office.signatures import is_office_archive
from procedures.importers.reading import Passage, ReadFile, Reading

LIMITS = Limits(cpu_seconds=30, wall_seconds=60, memory_bytes=1 << 30, output_bytes=32 << 20)
CHILD = "procedures.importers.office.docx_child:read_in_child"
_SPLIT = "Chia mỗi quy trình thành một tệp, bỏ hình và phần không cần, rồi tải lên lại."

logger = logging.getLogger(__name__)


def read(data: bytes, name: str) -> ReadFile:
    """Read one Word file. Never raises: whatever is wrong becomes a finding."""
    findings = Findings(name)
    if not is_office_archive(data, findings):
        return ReadFile(name, (), findings, 0)
    try:
        result = run_limited(CHILD, _first_line(name) + data, limits=LIMITS)
    except LimitedProcessError as error:
        logger.warning("Reading %r failed: %s\n%s", name, error, error.detail)
        findings.error(0, "", *_explain(error))
        return ReadFile(name, (), findings, 0)
    return _from_plain(json.loads(result), name)


def _first_line(name: str) -> bytes:
    return " ".join(name.split()).encode(errors="replace") + b"\n"


def _explain(error: LimitedProcessError) -> tuple[str, FindingKind]:
    if isinstance(error, TooSlow):
        return f"Đọc tệp mất quá lâu nên đã dừng. {_SPLIT}", FindingKind.FILE_TOO_SLOW
    if isinstance(error, OutOfMemory | TooLarge):
        return f"Tệp quá lớn để đọc. {_SPLIT}", FindingKind.FILE_TOO_LARGE
    return (
        "Không đọc được tệp. Mở bằng Word, lưu lại thành .docx rồi tải lên; nếu vẫn vậy, báo người quản trị.",
        FindingKind.FILE_BROKEN,
    )


def _from_plain(plain: dict[str, Any], name: str) -> ReadFile:
    items = [
        Finding(**{**item, "file": name, "kind": FindingKind(item["kind"])}) for item in plain["findings"]
    ]
    findings = Findings(name, items, plain["left_out"], plain["has_errors"])
    found = plain["reading"]
    if found is None:
        return ReadFile(name, (), findings, 0)
    reading = Reading(
        layout=found["layout"],
        passages=tuple(Passage(**passage) for passage in found["passages"]),
        speaks_of=None if found["speaks_of"] is None else frozenset(found["speaks_of"]),
    )
    return ReadFile(name, (reading,), findings, 1)
