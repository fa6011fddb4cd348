"""The project on the Whoosh backend, its index in a folder of the test."""

import pytest
from modelsearch.backends import get_search_backend

from search.worker import Worker


@pytest.fixture
def index_dir(tmp_path):
    return tmp_path / "search-index"


def use(settings, index_dir, **more):
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.whoosh",
            "PATH": index_dir,
            "SYNONYMS": "search.office_synonyms.office_synonyms",
            "PUBLIC": "search.publicity.public_keys",
            **more,
        }
    }
    settings.SEARCH_WORKER = "external"
    made = get_search_backend()
    made.reset_indexes()
    return made


@pytest.fixture
def backend(settings, index_dir):
    """The backend with an outbox and an empty live index; nobody works on it but the test."""
    return use(settings, index_dir, OUTBOX="search.outbox.outbox")


@pytest.fixture
def work(backend):
    """Do what the worker does in a second."""
    return Worker().work


@pytest.fixture
def own_index(settings, index_dir):
    """The same without an outbox: what a test saves is in the index at once, whatever the database."""
    return use(settings, index_dir)
