"""Read an index set of the administrative reform from a YAML or JSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audits.errors import AuditError
from audits.reform_index.files import MOST_BYTES, read_index_set_file
from audits.reform_index.reading import IndexSetFileError
from audits.services.index_sets import save_index_set


class Command(BaseCommand):
    help = "Reads an index set (YAML or JSON). A version that is in use is never changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say whether the file is right")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_index_set_file(_content(options["file"]))
        except IndexSetFileError as error:
            raise CommandError("Tệp chưa dùng được:\n- " + "\n- ".join(error.findings)) from error
        if not options["check"]:
            try:
                save_index_set(data)
            except AuditError as error:
                raise CommandError(str(error)) from error
        count = sum(1 for _component in data.components())
        self.stdout.write(
            f"{data.title}, phiên bản {data.version}: {count} tiêu chí thành phần, {data.total} điểm."
        )


def _content(path: Path) -> bytes:
    """The bytes of the file, one more than a set may have at most."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error}") from error
