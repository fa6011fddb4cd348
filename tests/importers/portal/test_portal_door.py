"""What the reader makes goes through the door: drafts, and the same again changes nothing."""

import os
from pathlib import Path

import pytest

from procedures.importers import portal
from procedures.importers.door import ImportOptions, bring_in
from procedures.importers.findings import Findings
from procedures.importers.layout import read_record
from procedures.importers.nodes import node_from
from procedures.models import ProcedurePage

from .portal_records import file_of, record

SAMPLE = sorted(Path(os.environ.get("ISO_DOCS_PORTAL_SAMPLE", "does-not-exist")).glob("*.json"))


def parsed(data, name, code):
    (reading,) = portal.read(data, name).readings
    findings = Findings(name)
    found = read_record(node_from({"iso_code": code, **reading.layout}), name, findings, {})
    assert not findings.has_errors, findings.items
    return found


def test_our_record_becomes_a_draft_once(unit):
    first = bring_in([parsed(file_of(record()), "thu.json", "QT-ONG-01")], ImportOptions(unit=unit))
    assert first.applied and first.count("created") == 1
    page = ProcedurePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (
        draft.national_code == "1.999001" and [step.is_proposed for step in draft.steps.all()] == [True] * 3
    )
    again = bring_in([parsed(file_of(record()), "thu.json", "QT-ONG-01")], ImportOptions(unit=unit))
    assert again.count("unchanged") == 1


@pytest.mark.skipif(not SAMPLE, reason="ISO_DOCS_PORTAL_SAMPLE names no folder with portal records")
def test_real_records_become_drafts_and_stay_the_same(unit):
    records = [parsed(path.read_bytes(), path.name, f"QT-MAU-{n:03}") for n, path in enumerate(SAMPLE, 1)]
    first = bring_in(records, ImportOptions(unit=unit))
    assert first.applied and first.count("created") == len(SAMPLE)
    assert bring_in(records, ImportOptions(unit=unit)).count("unchanged") == len(SAMPLE)
