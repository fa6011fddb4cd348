import pytest
from django.contrib.contenttypes.models import ContentType

from procedures.setup.site_setup import ensure_site
from tests.audits.packs.making import make_audit


@pytest.fixture
def made(db):
    """An audit that runs, with answers, photos, findings and an action; and the site its pages need."""
    ContentType.objects.clear_cache()
    found = make_audit()
    ensure_site()
    return found
