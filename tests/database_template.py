"""Migrate the in-memory test database once per state of the migrations, not once per run and worker.

Running all migrations takes some twenty seconds; copying the result back takes a fraction of one. The copy is keyed by
every migration of ours and the versions of the packages that bring theirs, so it is never stale.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

PACKAGES = ("django", "wagtail", "modelsearch", "django-taggit", "django-simple-history", "django-axes")


def _key():
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for package in PACKAGES:
        digest.update(f"{package} {importlib.metadata.version(package)}".encode())
    for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    digest.update((Path(settings.BASE_DIR) / "document_control" / "triggers.py").read_bytes())
    return digest.hexdigest()[:20]


def template_in(folder):
    """The cached copy for the migrations as they are; it is there as soon as a run has made its database."""
    return Path(folder) / f"migrated-{_key()}.sqlite3"


@contextlib.contextmanager
def migrated_in_memory(cache_dir, create):
    """Fill the in-memory test database of this process from the cached copy; `create()` makes it the long way."""
    folder = Path(cache_dir)
    folder.mkdir(parents=True, exist_ok=True)
    template = template_in(folder)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            with create():
                partial = template.with_suffix(f".{os.getpid()}")
                with contextlib.closing(sqlite3.connect(partial)) as target:
                    connection.connection.backup(target)
                partial.replace(template)
                fcntl.flock(lock, fcntl.LOCK_UN)
                yield
            return
    old_name = connection.settings_dict["NAME"]
    name = connection.creation._get_test_db_name()
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(template)) as source:
        source.backup(connection.connection)
    try:
        yield
    finally:
        connection.creation._destroy_test_db(name, verbosity=0)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = old_name
