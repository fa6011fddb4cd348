"""What every account of the sample ward meets, on the morning of the tests: the ward is loaded once for this module."""

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from document_control.policies import DocumentPolicy
from organisation.models import User
from procedures.management.commands.load_sample import ACCOUNTS
from procedures.sample.loading import load_sample
from procedures.workspace.inbox import counts_for_menu, inbox_of, job_sources, tally_of

pytestmark = pytest.mark.xdist_group("sample-accounts")  # loading the ward takes longer than all the tests
FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
LOADED_AT = "2026-11-21 08:00+07:00"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module on the morning of the tests, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(LOADED_AT, tick=True):
            load_sample(FOLDER, "mat-khau-thu-2026")
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=ACCOUNTS)
def person(request, loaded, db):
    return User.objects.get(username=request.param)


# --- The menu counts what the inbox lists -----------------------------------------------------------------
def test_every_source_counts_as_many_as_it_lists(loaded, db):
    now, seen = timezone.now(), set()
    for person in User.objects.all():
        for source in job_sources():
            tally = tally_of(source.rows(DocumentPolicy(person), now))
            assert source.count(DocumentPolicy(person), now) == tally, (person.username, source.name)
            seen |= {source.name} if tally else set()
    without = {source.name for source in job_sources()} - seen
    assert without <= {"copies", "findings"}, "the sample has something of nearly everything"


def test_the_menu_of_a_page_says_what_my_work_says(person, client):
    client.force_login(person)

    def menu(address):
        groups = client.get(address).context["staff_nav"]
        return {entry["label"]: entry.get("count", 0) for group in groups for entry in group["entries"]}

    listed = menu(reverse("workspace"))
    assert menu(reverse("process-list")) == menu(reverse("approvals")) == listed
    inbox = inbox_of(DocumentPolicy(person), timezone.now())
    assert listed["Việc của tôi"] == inbox.counts.total == sum(job.is_counted for job in inbox.jobs)


def test_counting_asks_less_than_listing(person):
    now, policy = timezone.now(), DocumentPolicy(person)
    counts_for_menu(policy, now)  # rights and calendars are read
    with CaptureQueriesContext(connection) as counting:
        counts_for_menu(policy, now)
    with CaptureQueriesContext(connection) as listing:
        inbox_of(policy, now)
    assert len(counting) <= len(listing) - 5
    assert len(counting) <= 27
