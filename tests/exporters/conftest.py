"""The sample ward exported once, and an empty installation to bring it into."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Site

from organisation.models import OfficeSettings, Unit
from procedures.exporters.files import WRITERS, export_bytes, pages_to_export
from procedures.models import FormTemplate
from tests.factories.sample_ward import loaded_sample_ward


@pytest.fixture(scope="session")
def sample_ward(django_db_setup, django_db_blocker):
    """Exports of the whole sample ward by format, and the files of its forms (name → bytes). Nothing of it stays."""
    with loaded_sample_ward(django_db_blocker):
        pages, _copies = pages_to_export(Unit.objects.get(slug="an-hoa"))
        exports = {name: export_bytes(pages, name, everything=True) for name in WRITERS}
        files = {}
        for form in FormTemplate.objects.filter(file__isnull=False).select_related("file"):
            with form.file.file.open() as file:
                files[file.name] = file.read()
    return exports, files


@pytest.fixture
def empty_site(db):
    """What `setup_site` makes, and one office."""
    call_command("setup_site", stdout=StringIO())
    unit = Unit.objects.create(
        slug="phuong-moi", name="Ủy ban nhân dân phường Mới", short_name="phường Mới", kind="ward"
    )
    OfficeSettings.objects.create(site=Site.objects.get(is_default_site=True), office=unit)
    return unit


@pytest.fixture
def run_import(tmp_path):
    """Import bytes with the command; returns (exit code, JSON report)."""

    def run(data, reader, **options):
        path = tmp_path / f"nhap.{reader}"
        path.write_bytes(data)
        output, code = StringIO(), 0
        try:
            call_command("import_procedures", str(path), reader=reader, json=True, stdout=output, **options)
        except SystemExit as stop:
            code = stop.code
        return code, json.loads(output.getvalue())

    return run
