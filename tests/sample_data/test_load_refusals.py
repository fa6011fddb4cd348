"""Where the sample must not go."""

import pytest
from django.conf import settings as project_settings
from django.core.management import CommandError, call_command
from wagtail.models import Page

from document_control.models import ControlledDocument
from organisation.models import Unit, User
from procedures.models import HomePage
from procedures.sample.loading import RealDataError, load_sample

FOLDER = project_settings.BASE_DIR / "iso_docs" / "sample_data"


@pytest.mark.django_db
def test_real_documents_are_never_mixed_with_the_sample():
    unit = Unit.objects.create(slug="x", name="X", short_name="X", kind="ward")
    ControlledDocument.objects.create(code="QT-1", unit=unit, kind="procedure", title="T")
    with pytest.raises(RealDataError):
        load_sample(FOLDER, "mat-khau-thu-2026")
    assert not Page.objects.type(HomePage).exists()


@pytest.mark.django_db
def test_a_server_refuses_the_sample(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--yes-on-a-server"):
        call_command("load_sample")
    assert not User.objects.exists()
