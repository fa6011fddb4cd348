"""The project with the Whoosh backend, on the SQLite file and index of one test: for its child processes."""

from iso_docs.settings.base import DATABASES, SEARCH_INDEX_DIR
from iso_docs.settings.test import *  # noqa: F403

DATABASES["default"].update(NAME=env.str("TEST_DATABASE"))  # noqa: F405
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "search.backends.whoosh",
        "PATH": SEARCH_INDEX_DIR,
        "OUTBOX": "search.outbox.outbox",
        "PUBLIC": "search.publicity.public_keys",
    }
}
SEARCH_WORKER = "thread"
