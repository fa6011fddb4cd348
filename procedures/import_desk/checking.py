"""Is a layout ready to be written? The checks of our own format, without a file."""

from __future__ import annotations

from dataclasses import replace

from procedures.importers.canonical_layout import canonical_layout
from procedures.importers.findings import Finding, Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import Mapping, node_from
from procedures.importers.reading import Layout
from procedures.importers.records import ParsedRecord


def record_of(layout: Layout, file: str) -> tuple[ParsedRecord | None, list[Finding]]:
    """The record of a layout, with everything that is wrong or doubtful in it; None when it cannot be written."""
    findings = Findings(file)
    node = node_from(layout)
    if not isinstance(node, Mapping):
        raise TypeError("a layout is a mapping")
    record = read_record(node, file, findings, {})
    found = [replace(finding, line=0) for finding in findings.items]
    return (None if findings.has_errors else record), found


def says_the_same(one: Layout, other: Layout) -> bool:
    """Would both be written as the same text? Two layouts may spell one record differently (5 and "5")."""
    first = canonical_layout(one)
    return first is not None and first == canonical_layout(other)
