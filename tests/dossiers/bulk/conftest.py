"""The sample ward, loaded once per module on the morning of the tests, and rolled back after it."""

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from procedures.sample import loading

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
LOADED_AT = "2026-11-21 08:00+07:00"


@pytest.fixture(scope="module")
def loaded_ward(django_db_setup, django_db_blocker):
    """The ward without its sample dossiers: these tests count their own."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_parts_of_apps", [])
        with time_machine.travel(LOADED_AT, tick=True):
            loading.load_sample(FOLDER, "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample_ward(loaded_ward, db):
    """The sample ward; what a test changes is taken back."""
