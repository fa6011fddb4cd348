import pytest
from django.contrib.contenttypes.models import ContentType

from procedures.setup.site_setup import ensure_site
from tests.audits.walk.field import make_field


@pytest.fixture
def field(db):
    """A running audit of the tests' ward with a checklist of five questions."""
    ContentType.objects.clear_cache()
    made = make_field()
    ensure_site()
    return made
