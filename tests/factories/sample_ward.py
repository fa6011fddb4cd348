"""The whole sample ward in the test database, as long as a block lasts."""

import contextlib

import time_machine
from django.conf import settings
from django.db import transaction

from procedures.sample.loading import load_sample


@contextlib.contextmanager
def loaded_sample_ward(django_db_blocker):
    """Load the sample on the morning of the tests and roll it back at the end; it takes longer than most tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel("2026-11-21 08:00+07:00", tick=True):
            load_sample(settings.BASE_DIR / "iso_docs" / "sample_data", "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)
