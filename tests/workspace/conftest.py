import pytest
from django.utils import translation

from organisation.models import Role
from procedures.setup.site_setup import ensure_site
from tests.factories.documents import at, issue_procedure, make_office, make_people, make_process_page
from tests.factories.documents import issue as issue_page
from tests.factories.workflow import make_workflow


class Ward:
    """The office with one person per role, the approval workflow, and shortcuts for the tests."""

    def __init__(self):
        self.office = make_office()
        self.people = make_people()
        self.workflow = make_workflow()
        ensure_site()
        Role.objects.filter(code="citizen").update(is_external=True)

    def user(self, role):
        return self.people.by_role[role]

    def process(self, now="2026-01-05 08:00", audience="staff", unit=None, **changes):
        page = make_process_page(audience=audience, unit=unit, **changes)
        issue_page(page, now=at(now), reason="Ban hành lần đầu.")
        return page

    def procedure(self, now="2026-01-05 08:00", **changes):
        return issue_procedure(now=at(now), **changes)


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def ward(db):
    return Ward()


@pytest.fixture
def browse(client):
    """Sign in as somebody and fetch pages: ``browse(user)("/lam-viec/")``."""

    def as_user(user):
        client.force_login(user)
        return client

    return as_user
