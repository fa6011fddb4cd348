"""The project on the Whoosh backend, its index in a folder of the test."""

import pytest
from modelsearch.backends import get_search_backend

from search.worker import Worker


@pytest.fixture
def index_dir(tmp_path):
    return tmp_path / "search-index"


@pytest.fixture
def backend(settings, index_dir):
    """The backend with an outbox and an empty live index; nobody works on it but the test."""
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends.whoosh", "PATH": index_dir, "OUTBOX": "search.outbox.outbox"}
    }
    settings.SEARCH_WORKER = "external"
    made = get_search_backend()
    made.reset_indexes()
    return made


@pytest.fixture
def work(backend):
    """Do what the worker does in a second."""
    return Worker().work
