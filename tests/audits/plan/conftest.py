import re

import pytest
from django.contrib.contenttypes.models import ContentType

from procedures.setup.site_setup import ensure_site
from tests.audits.factories import make_cast


@pytest.fixture
def cast(db):
    """The ward with people who plan, audit, lead and are audited, and the site its pages need."""
    ContentType.objects.clear_cache()
    made = make_cast()
    ensure_site()
    return made


@pytest.fixture
def browse(client):
    """Sign in as somebody: ``browse(user).get("/lam-viec/")``."""

    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def words_of(response):
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
