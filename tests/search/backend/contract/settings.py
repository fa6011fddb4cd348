"""Settings of the contract suite only: modelsearch's own test app, our backend, no project."""

import atexit
import shutil
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="search-contract-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SECRET_KEY = "tests-only"
USE_TZ = True
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
MODELSEARCH_BACKENDS = {
    # What the suite saves it also adds itself.
    "default": {"BACKEND": "search.backends.whoosh", "PATH": FOLDER / "index", "AUTO_UPDATE": False},
}
