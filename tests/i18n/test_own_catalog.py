"""Our own Vietnamese catalog: every text of the code is translated, and the compiled file says the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
CATALOG = Path("locale") / "vi" / "LC_MESSAGES"
SOURCES = [
    *sorted(path.parent.name for path in BASE_DIR.glob("*/apps.py")),
    "templates",
    "static",
    "manage.py",
]


def entries(catalog):
    """Translations by (context, msgid); plural texts by their forms."""
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, tuple(sorted(entry.msgstr_plural.items())))
        for entry in catalog
        if not entry.obsolete
    }


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The catalog as `makemessages` would leave it now, made in a copy of the source."""
    if shutil.which("xgettext") is None or shutil.which("msgmerge") is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("gettext is not installed")
        pytest.skip("gettext is not installed: install the package gettext")
    copy = tmp_path_factory.mktemp("source")
    ignore = shutil.ignore_patterns("__pycache__", "locale_wagtail", "sample_data")
    for name in SOURCES:
        source = BASE_DIR / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignore)
        else:
            shutil.copy(source, copy / name)
    shutil.copytree(BASE_DIR / "locale", copy / "locale")
    (copy / "iso_docs" / "locale_wagtail").mkdir(exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "iso_docs.settings.test", "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "vi", "--no-location", "--no-wrap"],
        cwd=copy, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return polib.pofile(str(copy / CATALOG / "django.po"))


def test_every_text_of_the_code_is_translated(collected):
    wanting = [entry.msgid for entry in collected if not entry.obsolete and not entry.translated()]
    assert wanting == []


def test_the_committed_catalog_has_every_text(collected):
    committed = entries(polib.pofile(str(BASE_DIR / CATALOG / "django.po")))
    assert sorted(key[1] for key in entries(collected).keys() - committed.keys()) == []


def test_no_translation_is_doubtful():
    catalog = polib.pofile(str(BASE_DIR / CATALOG / "django.po"))
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []


def test_the_compiled_catalog_is_the_written_one():
    written = polib.pofile(str(BASE_DIR / CATALOG / "django.po"))
    compiled = polib.mofile(str(BASE_DIR / CATALOG / "django.mo"))
    expected = {
        key: value for key, value in entries(written).items() if value[0] or any(v for _, v in value[1])
    }
    assert entries(compiled) == expected
