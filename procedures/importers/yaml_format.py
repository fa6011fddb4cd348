"""The YAML format: a file of records of `layout`. Pure: bytes in, records and findings out."""

from __future__ import annotations

from procedures.importers.findings import Findings
from procedures.importers.own_format import ParsedFile, duplicate_findings, read_root
from procedures.importers.yaml_reading import read_yaml

__all__ = ["ParsedFile", "duplicate_findings", "parse"]


def parse(data: bytes, name: str) -> ParsedFile:
    """Read one file. Never raises: whatever is wrong becomes a finding."""
    findings = Findings(name)
    return read_root(read_yaml(data, findings), name, findings, "Thêm dấu gạch (- ) trước mỗi mục.")
