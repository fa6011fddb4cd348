"""The sample ward, loaded once per module on the morning of the tests, and rolled back after it."""

import pytest
import time_machine
from django.conf import settings
from django.db import transaction

from procedures.sample.loading import load_sample

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
LOADED_AT = "2026-11-21 08:00+07:00"


@pytest.fixture(scope="module")
def loaded_ward(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(LOADED_AT, tick=True):
            load_sample(FOLDER, "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample_ward(loaded_ward, db):
    """The sample ward; what a test changes is taken back."""
