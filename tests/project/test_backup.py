"""manage.py backup: a copy that can be restored, or none."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from iso_docs.management.commands import backup


def manage(var_dir, *arguments):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "iso_docs.settings.dev", "ISO_DOCS_VAR_DIR": str(var_dir)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A migrated site with one upload."""
    var_dir = tmp_path_factory.mktemp("backup-site")
    done = manage(var_dir, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    (var_dir / "media" / "documents").mkdir(parents=True)
    (var_dir / "media" / "documents" / "mau.docx").write_bytes(b"upload")
    return var_dir


def test_backup_holds_database_uploads_and_manifest(site, tmp_path):
    done = manage(site, "backup", str(tmp_path / "out"))

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "db.sqlite3",
        "manifest.json",
        "media",
    ]
    assert (tmp_path / "out" / "media" / "documents" / "mau.docx").read_bytes() == b"upload"
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == backup.sha256_of_file(tmp_path / "out" / "db.sqlite3")
    assert manifest["rows"]["django_migrations"] > 50
    assert manifest["files"] == 1


def test_made_files_are_left_out_but_for_those_of_controlled_copies(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("artefacts/ab/ab01.pdf", "artefacts/cd/cd02.pdf", "documents/ab01.pdf"):
        (settings.MEDIA_ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.MEDIA_ROOT / name).write_bytes(b"x")
    names = type("Copies", (), {"values_list": lambda self, *_args, **_options: ["cd02"]})()
    monkeypatch.setattr(backup.ControlledCopy, "objects", names)

    shutil.copytree(settings.MEDIA_ROOT, tmp_path / "copy", ignore=backup.derived_files())

    files = {str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*.pdf")}
    assert files == {"artefacts/cd/cd02.pdf", "documents/ab01.pdf"}


def test_a_restored_backup_is_a_working_site(site, tmp_path):
    assert manage(site, "backup", str(tmp_path / "out")).returncode == 0
    done = manage(tmp_path / "out", "migrate", "--check")
    assert done.returncode == 0, done.stderr


def test_backup_refuses_to_overwrite(site, tmp_path):
    done = manage(site, "backup", str(tmp_path))
    assert done.returncode != 0
    assert "exists already" in done.stderr


def test_backup_of_tampered_records_fails_and_says_so(site, tmp_path):
    var_dir = tmp_path / "tampered"
    var_dir.mkdir()
    backup.copy_database(site / "db.sqlite3", var_dir / "db.sqlite3")
    connection = sqlite3.connect(var_dir / "db.sqlite3")
    connection.execute("DROP TRIGGER document_control_issuedversion_no_update")
    connection.commit()
    connection.close()

    done = manage(var_dir, "backup", str(tmp_path / "out"))

    assert done.returncode != 0
    assert "verify_issues" in done.stderr
    assert not (tmp_path / "out").exists()


def small_database(path):
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT)"
    )
    connection.executemany("INSERT INTO entry (text) VALUES (?)", [("x" * 500,)] * 20_000)
    connection.commit()
    connection.close()


def test_copy_under_writing_is_one_moment(tmp_path):
    source = tmp_path / "db.sqlite3"
    small_database(source)
    stop = threading.Event()

    def write():
        connection = sqlite3.connect(source, timeout=30)
        while not stop.is_set():
            with connection:
                connection.executemany("INSERT INTO entry (text) VALUES (?)", [("y",)] * 10)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            target = tmp_path / f"copy-{number}.sqlite3"
            rows = backup.copy_database(source, target)
            copy = sqlite3.connect(target)
            assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert backup.count_rows(copy) == rows
            assert rows["entry"] % 10 == 0
            copy.close()
    finally:
        stop.set()
        writer.join()


def test_damaged_or_different_copies_are_refused(tmp_path):
    small_database(tmp_path / "db.sqlite3")
    with pytest.raises(CommandError, match="other rows than the original in: entry"):
        backup.verify_copy(tmp_path, {"entry": 1})

    raw = bytearray((tmp_path / "db.sqlite3").read_bytes())
    raw[4096:12288] = b"\xff" * 8192
    Path(tmp_path / "db.sqlite3").write_bytes(raw)
    with pytest.raises((CommandError, sqlite3.DatabaseError)):
        backup.verify_copy(tmp_path, {"entry": 20_000})
