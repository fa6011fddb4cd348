import re

import pytest
from django.contrib.contenttypes.models import ContentType

from procedures.setup.site_setup import ensure_site
from tests.audits.actions.office import fresh, make_audit_office


@pytest.fixture
def site(db):
    """The office with the site that its pages need."""
    ContentType.objects.clear_cache()
    made = make_audit_office()
    ensure_site()
    return made


@pytest.fixture
def send(client):
    """Send the form of an act as its page would: ``send(user, finding, "tra-loi", decision="dong-y")``."""

    def post(user, row, slug, seen=None, **data):
        client.force_login(user)
        folder = "khong-phu-hop" if row.code[0] in "KL" else "hanh-dong"
        version = fresh(row).lock_version if seen is None else seen
        return client.post(f"/lam-viec/{folder}/{row.code}/{slug}/", {"phien": version, **data})

    return post


def words_of(response):
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
