"""What every account of the sample ward meets, on the morning of the tests: the ward is loaded once for this module."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from document_control.policies import DocumentPolicy
from organisation.models import User
from procedures.management.commands.load_sample import ACCOUNTS
from procedures.workspace.inbox import counts_for_menu, inbox_of, job_sources, tally_of
from tests.factories.sample_ward import loaded_sample_ward

pytestmark = pytest.mark.xdist_group("sample-accounts")  # loading the ward takes longer than all the tests


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module on the morning of the tests, and rolled back after it."""
    with loaded_sample_ward(django_db_blocker):
        yield


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


# --- The administration ------------------------------------------------------------------------------------
LINK = re.compile(r'(?:href="|"url": ?")(/[^"#]*)')
"""Addresses in the page, and those of the menu, which the page carries as data."""


def links_of(response):
    found = set(LINK.findall(html.unescape(response.content.decode())))
    return {link for link in found if not re.match("/static/|/quan-tri/logout/", link)}


@pytest.mark.parametrize("username", ["quantri", "thukyiso", "truongphong", "chuyenvien"])
def test_whatever_the_administration_offers_can_be_opened(loaded, db, client, username):
    client.force_login(User.objects.get(username=username))
    home = reverse("wagtailadmin_home")
    links = links_of(client.get(home))
    assert {"/quan-tri/account/", "/quan-tri/legalact/"} <= links, "the menu was read"
    writes = username != "quantri"
    assert ({"/quan-tri/thu-tuc-hanh-chinh/", "/quan-tri/quy-trinh-noi-bo/"} <= links) is writes
    for link in sorted(links):
        response = client.get(link, follow=True)
        assert response.status_code == 200, link
        assert link == home or response.request["PATH_INFO"] != home, f"{link} leads back home"


def test_only_those_who_may_enter_the_administration_do(person, client):
    client.force_login(person)
    response = client.get(reverse("wagtailadmin_home"))
    enters = person.username in ("quantri", "thukyiso", "truongphong", "chuyenvien")
    assert (response.status_code == 200) is enters


def test_the_pages_api_of_the_editor_names_full_addresses(loaded, db, client):
    client.force_login(User.objects.get(username="thukyiso"))
    answer = client.get("/quan-tri/api/main/pages/?fields=html_url&limit=20")
    assert answer.status_code == 200
    addresses = [row["meta"]["html_url"] for row in answer.json()["items"]]
    assert any(address and address.startswith("http") and "/thu-tuc/" in address for address in addresses)
