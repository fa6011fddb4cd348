"""Real records, read in place where they are at hand (ISO_DOCS_PORTAL_SAMPLE names their folder)."""

import json
import os
from pathlib import Path

import pytest

from procedures.importers import portal

from .portal_records import faults, has_place

FOLDER = Path(os.environ.get("ISO_DOCS_PORTAL_SAMPLE", "does-not-exist"))
FILES = sorted(FOLDER.glob("*.json"))
pytestmark = pytest.mark.skipif(
    not FILES, reason="ISO_DOCS_PORTAL_SAMPLE names no folder with portal records"
)


def spans(pairs):
    return {(float(number), unit) for number, unit in pairs if isinstance(number, int | float)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_record_fits_our_format(path):
    result = portal.read(path.read_bytes(), path.name)
    (reading,) = result.readings
    assert not result.is_refused and result.findings.left_out == 0
    assert faults(reading.layout) == []
    assert all(p.reason for p in reading.passages if not p.is_placed)
    assert [p for p in reading.passages if p.is_placed and not has_place(reading.layout, p.key)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_times_without_a_common_value_are_told_and_no_others(path):
    """Counted here from the JSON itself."""
    data = json.loads(path.read_bytes())["data"]
    cases = spans((c["processingDay"]["qty"], c["processingDay"]["type"]) for c in data["cases"])
    ways = spans((m["processingTime"], m["processingTimeUnit"]) for m in data["executionMethods"])
    same = {(a, u) for a, u in cases for b, v in ways if a == b and (u == v or "OTHER" in (u, v))}
    found = portal.read(path.read_bytes(), path.name).findings.items
    told = any(
        f.kind == "time.conflict" and "Thời hạn của trường hợp và của cách nộp" in f.message for f in found
    )
    assert told == bool(cases and ways and not same)
