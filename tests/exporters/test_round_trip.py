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


LINKED = """\
- kind: internal_process
  iso_code: QT-A
  id: quy-trinh-a
  name: Quy trình A
  purpose: {html: '<p>Sau đó làm <a href="/lam-viec/quy-trinh/quy-trinh-b/">bước B</a>.</p>'}
  steps: [{title: Làm, role: specialist}]
- kind: internal_process
  iso_code: QT-B
  id: quy-trinh-b
  name: Quy trình B
  chapters:
    - title: Trước đó
      text: {html: '<p>Đã làm <a href="/lam-viec/quy-trinh/quy-trinh-a/">A</a> và <a href="https://vbpl.vn">luật</a>.</p>'}
  steps: [{title: Làm, role: specialist}]
"""


def test_documents_of_one_file_may_link_to_each_other(empty_site, run_import):
    code, report = run_import(LINKED.encode(), "yaml")
    assert code == 0, report["findings"]
    first, second = (ProcessPage.objects.get(code=code).specific for code in ("QT-A", "QT-B"))
    for page in (first, first.get_latest_revision_as_object()):
        assert page.purpose == f'<p>Sau đó làm <a id="{second.pk}" linktype="page">bước B</a>.</p>'
    assert "(QT-B)" in first.build_snapshot()["chapters"]["purpose"]  # on paper the code stands for the link
    body = second.get_latest_revision_as_object().chapters[0].value["body"].source
    assert f'id="{first.pk}"' in body and '<a href="https://vbpl.vn">' in body
    assert first.revisions.count() == second.revisions.count() == 1
    code, report = run_import(LINKED.encode(), "yaml")
    assert (code, report["totals"]["unchanged"]) == (0, 2)


def test_a_changed_draft_may_link_to_what_comes_with_it(empty_site, run_import):
    first, _second = LINKED.split("- kind: ")[1:]
    run_import(f"- kind: {first}".encode(), "yaml")
    assert "linktype" not in ProcessPage.objects.get(code="QT-A").specific.purpose
    code, report = run_import(LINKED.replace("Sau đó làm", "Tiếp theo làm").encode(), "yaml")
    assert (code, report["totals"]["changed"], report["totals"]["created"]) == (0, 1, 1)
    page = ProcessPage.objects.get(code="QT-A").specific
    assert 'linktype="page">bước B' in page.get_latest_revision_as_object().purpose
    assert page.revisions.count() == 2


def test_markup_that_is_not_portable_is_told_and_its_words_stay(empty_site, run_import):
    html = '<div onclick="x()"><p>Một <u>hai</u><script>alert(1)</script> <a href="javascript:x">ba</a></p></div>'
    text = LINKED.replace(LINKED.split("purpose: ")[1].split("\n")[0], f"{{html: '{html}'}}", 1)
    code, report = run_import(text.encode(), "yaml")
    assert code == 0
    (told,) = [f for f in report["findings"] if f["kind"] == "value.markup"]
    assert told["key"] == "purpose.html" and "script" in told["message"] and "onclick" in told["message"]
    assert ProcessPage.objects.get(code="QT-A").specific.purpose == "<p>Một hai ba</p>"
