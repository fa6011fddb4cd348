"""The report of an import: for people, and as JSON for machines. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from procedures.importers.findings import Finding
from procedures.importers.reading import ReportedFile

if TYPE_CHECKING:
    from procedures.importers.door import ImportOutcome


REPORT_SCHEMA = 1
SEVERITY_WORDS = {"error": "LỖI", "warning": "Chú ý", "info": "Ghi chú"}
ACTION_WORDS = {
    "created": "bản thảo mới",
    "changed": "có thay đổi",
    "unchanged": "không đổi",
    "refused": "bị từ chối",
}
ROW_WORDS = {
    "field": "Lĩnh vực",
    "subject": "Đối tượng",
    "role": "Vai trò",
    "form": "Biểu mẫu",
    "legal_act": "Văn bản",
}


def all_findings(files: Sequence[ReportedFile], outcome: ImportOutcome | None) -> list[Finding]:
    """Everything to say, in order of files and lines."""
    found = [finding for file in files for finding in file.findings.items]
    found += outcome.findings if outcome else []
    order = {file.name: number for number, file in enumerate(files)}
    return sorted(found, key=lambda f: (order.get(f.file, 0), f.line))


def refused_files(files: Sequence[ReportedFile], outcome: ImportOutcome | None) -> list[str]:
    """Names of the files in which something stands in the way, each once."""
    names = [f.file for f in all_findings(files, outcome) if f.severity == "error"]
    return list(dict.fromkeys(names))


def is_refused(files: Sequence[ReportedFile], outcome: ImportOutcome | None) -> bool:
    """Was anything refused (so that nothing was written)?"""
    return any(file.is_refused for file in files) or (outcome is not None and outcome.is_refused)


def as_json(files: Sequence[ReportedFile], outcome: ImportOutcome | None, *, dry_run: bool) -> dict[str, Any]:
    """The report as plain data; keys are stable within a schema number."""
    outcomes = outcome.outcomes if outcome else []
    return {
        "schema": REPORT_SCHEMA,
        "dry_run": dry_run,
        "applied": bool(outcome and outcome.applied),
        "files": [
            {
                "name": file.name,
                "entries": file.count,
                "records": len(file.records),
                "refused": file.name in refused_files(files, outcome),
                "findings_left_out": file.findings.left_out,
            }
            for file in files
        ],
        "totals": {action: sum(o.action == action for o in outcomes) for action in ACTION_WORDS},
        "records": [
            {
                "file": o.record.file,
                "line": o.record.line,
                "kind": o.record.kind,
                "code": o.record.code,
                "title": o.record.title,
                "action": o.action,
                "submitted": o.submitted,
                "page_id": o.page_id if outcome and outcome.applied else None,
            }
            for o in outcomes
        ],
        "created_rows": outcome.created_rows if outcome else {},
        "findings": [finding.as_dict() for finding in all_findings(files, outcome)],
    }


def as_text(files: Sequence[ReportedFile], outcome: ImportOutcome | None, *, dry_run: bool) -> str:
    """The report for people."""
    lines = [_finding_line(finding) for finding in all_findings(files, outcome)]
    for file in files:
        if file.findings.left_out:
            lines.append(f"{file.name}: còn {file.findings.left_out} chỗ nữa không kể ra.")
    if outcome is not None:
        lines += list(_outcome_lines(outcome))
    lines.append(_last_line(files, outcome, dry_run=dry_run))
    return "\n".join(lines)


def _finding_line(finding: Finding) -> str:
    place = finding.file
    if finding.where:
        place += f", {finding.where}"
    elif finding.line:
        place += f", dòng {finding.line}"
    key = f" [{finding.key}]" if finding.key else ""
    return f"{SEVERITY_WORDS[finding.severity]}: {place}{key}: {finding.message}"


def _outcome_lines(outcome: ImportOutcome) -> Iterator[str]:
    for kind, rows in outcome.created_rows.items():
        yield f"{ROW_WORDS[kind]} thêm vào danh mục ({len(rows)}):"
        yield from (f"  + {row}" for row in rows)
    for o in outcome.outcomes:
        sent = ", đã gửi duyệt" if o.submitted else ""
        yield f"{o.record.code}  {o.record.title}: {ACTION_WORDS[o.action]}{sent}"


def _last_line(files: Sequence[ReportedFile], outcome: ImportOutcome | None, *, dry_run: bool) -> str:
    if is_refused(files, outcome):
        names = ", ".join(refused_files(files, outcome))
        return f"KHÔNG nhập gì. Sửa các chỗ LỖI trong {names} rồi nhập lại."
    assert outcome is not None  # noqa: S101  (nothing refused, so the door was opened)
    counts = ", ".join(
        f"{outcome.count(action)} {words}"  # type: ignore[arg-type]
        for action, words in ACTION_WORDS.items()
        if action != "refused"
    )
    return f"{'Chạy thử, chưa ghi gì' if dry_run else 'Đã nhập'}: {counts}."
