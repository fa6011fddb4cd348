"""Every link that staff are shown leads somewhere: the sample ward, as each of its people walks through it."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import Resolver404, resolve

from organisation.models import User
from tests.factories.sample_ward import loaded_sample_ward

PEOPLE = ["motcua", "chuyenvien", "truongphong", "lanhdao", "vanthu", "thukyiso", "danhgia", "quantri"]
CLICKS = 2
MOST_OF_A_VIEW, MOST_WITH_A_QUERY = 2, 1
"""How many addresses of one view are opened: the page itself, and its filters and orders."""
FILE = re.compile(r"\.(pdf|docx|xlsx|odt|epub|html|csv|zip|py)$|/tep/|/tai-ve/")
"""Files are made when asked for, and have tests of their own."""
STARTS = ["/lam-viec/", "/lam-viec/quy-trinh/ho-so-qua-han/", "/lam-viec/danh-gia/ĐG-2026-02/phieu-hoi/"]
"""The page behind the sign-in; a process with several versions and an audit under way, for those who may read them."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with loaded_sample_ward(django_db_blocker):
        yield


def links_of(address, response):
    """Addresses of the pages that a page links to, without the places inside them."""
    for anchor in BeautifulSoup(response.content, "html.parser").select("a[href]"):
        parts = urlsplit(urljoin(address, anchor["href"]))
        if not parts.scheme and not parts.netloc and not FILE.search(parts.path):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(address):
    path, _, query = address.partition("?")
    try:
        return resolve(path).view_name, bool(query)
    except Resolver404:
        return path, bool(query)


class Walk:
    """One person's way through the pages, a bounded number of each kind.

    Attributes:
        came_from: address → page that links to it, for every address opened.
        dead_ends: (status, address, page that links to it).
    """

    def __init__(self, client):
        self.client = client
        self.came_from = {}
        self.dead_ends = []
        self.counts = {}

    def take(self, address, page):
        """Is this one to be opened, too?"""
        kind = kind_of(address)
        most = MOST_WITH_A_QUERY if "?" in address else MOST_OF_A_VIEW
        if address in self.came_from or self.counts.get(kind, 0) >= most:
            return False
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.came_from[address] = page
        return True

    def open(self, address):
        """The links of a page."""
        response = self.client.get(address)
        if response.status_code >= 400 and address not in STARTS:
            self.dead_ends.append((response.status_code, address, self.came_from[address]))
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        return list(links_of(address, response)) if is_page else []

    def go(self, clicks):
        """Open the first pages, and what they link to, so many clicks far."""
        front = [address for address in STARTS if self.take(address, "")]
        for _click in range(clicks + 1):
            found = [(link, address) for address in front for link in self.open(address)]
            front = [link for link, page in found if self.take(link, page)]


@pytest.mark.slow
@pytest.mark.xdist_group("links")
@pytest.mark.django_db
@pytest.mark.parametrize("username", PEOPLE)
def test_no_link_leads_to_a_closed_door(loaded, client, username):
    client.raise_request_exception = False
    client.force_login(User.objects.get(username=username))
    walk = Walk(client)
    walk.go(CLICKS)
    assert walk.dead_ends == []
    assert len(walk.came_from) > 20
