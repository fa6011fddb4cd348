"""An empty site with one office, into which files are imported."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from organisation.models import Assignment, OfficeSettings, Post, Role, Unit, User
from procedures.setup.site_setup import ensure_site

DATA = Path(__file__).parent / "data"


@pytest.fixture
def site_parts(db):
    parts = ensure_site()
    unit = Unit.objects.create(
        slug="phuong-thu", name="Ủy ban nhân dân phường Thử", short_name="phường Thử", kind="ward"
    )
    OfficeSettings.objects.create(site=parts.site, office=unit)
    return parts


@pytest.fixture
def unit(site_parts):
    return Unit.objects.get(slug="phuong-thu")


@pytest.fixture
def specialist(unit):
    """Somebody who may write drafts."""
    user = User.objects.create_user("nguoi-soan", password="x", last_name="Người", first_name="Soạn")
    post = Post.objects.create(
        slug="cv", unit=unit, title="Chuyên viên", role=Role.objects.get(code="specialist")
    )
    Assignment.objects.create(user=user, post=post, valid_from=dt.date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def run_import(site_parts):
    """Run the command; returns (exit code, JSON report)."""

    def run(*paths, **options):
        output = StringIO()
        code = 0
        try:
            call_command("import_procedures", *map(str, paths), json=True, stdout=output, **options)
        except SystemExit as stop:
            code = stop.code
        return code, json.loads(output.getvalue())

    return run


@pytest.fixture
def row_counts(site_parts):
    """Number of rows of every table that an import could touch."""

    def count():
        return {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if model._meta.app_label
            in {"procedures", "document_control", "organisation", "wagtailcore", "wagtailsearch"}
        }

    return count
