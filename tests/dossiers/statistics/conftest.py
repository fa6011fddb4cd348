import pytest
from django.utils import translation

from procedures.setup.site_setup import ensure_site
from tests.dossiers.statistics.rows import make_counted_office


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.fixture
def office(db):
    made = make_counted_office()
    ensure_site()
    return made
