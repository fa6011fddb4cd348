"""Tests: in-memory SQLite, or the PostgreSQL named by DATABASE_URL."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, env

SECRET_KEY = "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "iso-docs-test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
IMPORTS_WRITER = "inline"
SEARCH_WORKER = "external"
DOSSIER_JOBS = "external"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"}
}  # tests of the index bring theirs
PUBLICATIONS_WORKER = "external"  # tests that want files made say how
if env.str("DATABASE_URL", default="") == "":
    # Said twice: pytest-xdist names a file after its worker when an engine is not Django's own.
    DATABASES["default"].update(NAME=":memory:", TEST={"NAME": ":memory:"})
    # Rows without ORDER BY come in any order on PostgreSQL; here they come backwards, so that nobody relies on them.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA reverse_unordered_selects=ON;"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"null": {"class": "logging.NullHandler"}},
}
