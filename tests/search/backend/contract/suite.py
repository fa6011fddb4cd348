r"""The contract every backend of modelsearch must keep, run whole against ours.

    DJANGO_SETTINGS_MODULE=tests.search.backend.contract.settings \
        .venv/bin/python -m django test tests.search.backend.contract.suite

Needs settings of its own, so it is no part of the project's test run. With PYTHONPATH naming a folder that holds
another Whoosh (pip install --target FOLDER whoosh-reloaded==2.7.5) it runs on that one.
"""

from django.test import TestCase
from modelsearch.tests import test_backends as shipped

from tests.search.backend.contract import library


class WhooshContract(shipped.BackendTests, TestCase):
    """All of it: nothing is skipped and nothing expected to fail."""

    backend_path = "search.backends.whoosh"
    fixtures = None  # made by `library`

    @classmethod
    def setUpTestData(cls):
        library.load()
