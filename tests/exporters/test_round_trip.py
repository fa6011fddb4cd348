"""Export of everything, import into an empty system, export again: the same, in and across the three formats."""

import difflib
import itertools
import json
from io import StringIO

import pytest
import yaml
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from document_control.models import IssuedVersion
from organisation.models import OfficeDocument
from procedures.exporters.files import WRITERS, export_bytes, pages_to_export
from procedures.models import ProcessPage


def put_into_library(files):
    for name, data in files.items():
        default_storage.delete(name)  # a taken name would be changed
        document = OfficeDocument(title=name, file=ContentFile(data, name=name.rpartition("/")[2]))
        document.save()
        assert document.file.name == name


def exported(unit, name):
    pages, _copies = pages_to_export(unit)
    return export_bytes(pages, name, everything=True)


def same(new, old):
    """Equal bytes? Without pytest's comparison of a quarter of a million of them."""
    if new != old and not new.startswith(b"PK"):
        lines = difflib.unified_diff(old.decode().splitlines(), new.decode().splitlines(), lineterm="", n=2)
        print("\n".join(itertools.islice(lines, 80)))
    return new == old


def row_counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_the_sample_ward_moves_into_an_empty_system(sample_ward, empty_site, run_import, name):
    exports, files = sample_ward
    put_into_library(files)
    code, report = run_import(exports[name], name)
    assert code == 0, report["findings"]
    assert report["totals"] == {"created": 32, "changed": 0, "unchanged": 0, "refused": 0}
    assert not IssuedVersion.objects.exists() and not ProcessPage.objects.filter(live=True).exists()
    for other in WRITERS:
        assert same(exported(empty_site, other), exports[other]), other

    before = row_counts()
    code, report = run_import(exports[name], name)
    assert (code, report["totals"]["unchanged"], report["created_rows"]) == (0, 32, {})
    assert row_counts() == before


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_dry_run_leaves_every_table_as_it_was(sample_ward, empty_site, run_import, name):
    before = row_counts()
    code, report = run_import(sample_ward[0][name], name, dry_run=True)
    assert (code, report["applied"], report["totals"]["created"]) == (0, False, 32)
    assert row_counts() == before


def test_files_of_forms_that_did_not_come_along_are_told(sample_ward, empty_site, run_import):
    exports, files = sample_ward
    _code, report = run_import(exports["json"], "json")
    told = [f["message"] for f in report["findings"] if f["kind"] == "catalogue.missing"]
    assert len(told) == len(files) > 0 and "Tải tệp lên" in told[0]
    again, first = json.loads(exported(empty_site, "json")), json.loads(exports["json"])
    for form in first["catalogue"]["forms"]:
        form.pop("file", None)
    assert same(json.dumps(again, indent=1).encode(), json.dumps(first, indent=1).encode())


def test_the_command_writes_what_was_asked_for(sample_ward, empty_site, run_import, tmp_path):
    run_import(sample_ward[0]["json"], "json")
    output = StringIO()
    call_command("export_procedures", str(tmp_path / "mot.yaml"), "QT-TP-02", stdout=output)
    data = yaml.safe_load((tmp_path / "mot.yaml").read_text("utf-8"))
    assert [record["iso_code"] for record in data["procedures"]] == ["QT-TP-02"]
    cited = {act["number"] for act in data["procedures"][0]["legal_bases"]}
    assert cited <= {act["number"] for act in data["catalogue"]["legal_acts"]}
    assert len(data["catalogue"]["fields"]) == 1
    call_command(
        "export_procedures",
        str(tmp_path / "nb.json"),
        kind="internal_process",
        unit="phuong-moi",
        stdout=output,
    )
    data = json.loads((tmp_path / "nb.json").read_bytes())
    assert {record["kind"] for record in data["procedures"]} == {"internal_process"}
    assert len(data["procedures"]) == 15


def test_export_asks_once_per_page_and_never_per_row(sample_ward, empty_site, run_import):
    run_import(sample_ward[0]["json"], "json")
    pages, _copies = pages_to_export(empty_site)
    with CaptureQueriesContext(connection) as few:
        export_bytes(pages[:2], "json")
    with CaptureQueriesContext(connection) as many:
        export_bytes(pages, "json")
    assert len(few) <= 10
    assert len(many) - len(few) <= len(pages) - 2
