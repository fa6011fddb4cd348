import pytest
from django.contrib.contenttypes.models import ContentType

from procedures.setup.site_setup import ensure_site
from tests.audits.reform_index.office import make_index_office


@pytest.fixture
def office(db):
    """A ward with three divisions."""
    ContentType.objects.clear_cache()
    return make_index_office()


@pytest.fixture
def site(office):
    """The site that its pages need."""
    ensure_site()


@pytest.fixture
def browse(client):
    """Sign in as somebody: ``browse(user).get(address)``."""

    def as_user(user):
        client.force_login(user)
        return client

    return as_user
