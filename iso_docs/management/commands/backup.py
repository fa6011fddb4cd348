"""manage.py backup OUT: a verified copy of the SQLite database and the uploaded files, while the site runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from publications.models import ControlledCopy
from publications.models.artefacts import ARTEFACTS


class Command(BaseCommand):
    """Copying the file of a running database gives a broken copy in some cases; SQLite's backup API never does.

    OUT becomes a folder with `db.sqlite3`, `media/` and `manifest.json` (moment, hash, rows by table). Files that the
    system makes from the record are left out. The copy is opened again and must pass SQLite's integrity check, hold
    the same rows as the original at that moment, and pass `verify_issues`; otherwise the command fails and leaves
    `OUT.failed`.
    """

    help = "Copy database and uploads into the new folder OUT, and verify the copy (SQLite)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is PostgreSQL: use pg_dump, see docs/operations.md.")
        out: Path = options["out"].resolve()
        if out.exists():
            raise CommandError(f"{out} exists already. Name a new folder, for example one per day.")
        work = out.with_name(f"{out.name}.failed")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        rows = copy_database(Path(settings.DATABASES["default"]["NAME"]), work / "db.sqlite3")
        # Files after rows: a file more than the rows know is harmless, a file less is not.
        if Path(settings.MEDIA_ROOT).is_dir():
            shutil.copytree(settings.MEDIA_ROOT, work / "media", ignore=derived_files())
        verify_copy(work, rows)
        manifest = {
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "sha256": sha256_of_file(work / "db.sqlite3"),
            "rows": rows,
            "files": sum(1 for path in (work / "media").rglob("*") if path.is_file()),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        (work / "manifest.json").write_text(text + "\n", encoding="utf-8")
        work.rename(out)
        self.stdout.write(
            self.style.SUCCESS(
                f"Đã sao lưu và kiểm tra: {out} ({sum(rows.values())} dòng, {manifest['files']} tệp)."
            )
        )


def derived_files() -> Callable[[str, list[str]], set[str]]:
    """What copying leaves out: made files, which are made again when asked for (and are most of the bytes).

    Files that a controlled copy names are evidence of what was handed out, and stay in the copy.
    """
    kept = set(ControlledCopy.objects.values_list("sha256", flat=True))

    def ignored(folder: str, names: list[str]) -> set[str]:
        inside = Path(folder).relative_to(settings.MEDIA_ROOT).parts
        if inside[:1] != (ARTEFACTS,):
            return set()
        return {name for name in names if (Path(folder) / name).is_file() and Path(name).stem not in kept}

    return ignored


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    """Rows by table, in name order."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def copy_database(source: Path, target: Path) -> dict[str, int]:
    """Copy one moment of the running database; returns its rows by table at exactly that moment."""
    original = sqlite3.connect(f"file:{source}?mode=ro", uri=True, isolation_level=None, timeout=30)
    copy = sqlite3.connect(target)
    try:
        original.execute("BEGIN")  # one snapshot for counting and copying
        rows = count_rows(original)
        original.backup(copy)
        original.execute("COMMIT")
    finally:
        copy.close()
        original.close()
    return rows


def verify_copy(folder: Path, rows: dict[str, int]) -> None:
    """Refuse a copy that could not be restored.

    Raises:
        CommandError: with what does not hold.
    """
    copy = sqlite3.connect(folder / "db.sqlite3")
    try:
        answer = copy.execute("PRAGMA integrity_check").fetchall()
        if answer != [("ok",)]:
            raise CommandError(f"The copy is damaged: {answer[:3]}")
        if (found := count_rows(copy)) != rows:
            different = sorted(
                name for name in rows.keys() | found.keys() if rows.get(name) != found.get(name)
            )
            raise CommandError(f"The copy has other rows than the original in: {', '.join(different)}")
    finally:
        copy.close()
    # In a process of its own, because it reads the copy through the whole application.
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "ISO_DOCS_VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "iso_docs.settings.dev"),
    }
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "verify_issues"]
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False, cwd=settings.BASE_DIR
    )
    if done.returncode != 0:
        raise CommandError(f"verify_issues does not accept the copy:\n{done.stdout}{done.stderr}")
    for leftover in ("db.sqlite3-wal", "db.sqlite3-shm", "db.sqlite3.writelock"):
        (folder / leftover).unlink(missing_ok=True)
    shutil.rmtree(folder / "static", ignore_errors=True)  # every start of the application makes it


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
