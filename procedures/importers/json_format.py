"""The JSON format: the same data as YAML. Pure: bytes in, records and findings out."""

from __future__ import annotations

from procedures.importers.findings import Findings
from procedures.importers.json_reading import read_json
from procedures.importers.own_format import ParsedFile, read_root


def parse(data: bytes, name: str) -> ParsedFile:
    """Read one file. Never raises: whatever is wrong becomes a finding."""
    findings = Findings(name)
    return read_root(read_json(data, findings), name, findings, "Đặt các mục trong dấu ngoặc vuông [ ].")
