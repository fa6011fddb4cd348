"""Bring procedures and internal processes in from files, as drafts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from organisation.models import User
from procedures.importers import json_format, report, xlsx_format, yaml_format
from procedures.importers.door import ImportOptions, bring_in
from procedures.importers.findings import Findings
from procedures.importers.own_format import ParsedFile, duplicate_findings
from procedures.importers.text_decoding import MAX_BYTES
from procedures.management.unit_option import unit_of

READERS = {"yaml": yaml_format.parse, "json": json_format.parse, "xlsx": xlsx_format.parse}


class Command(BaseCommand):
    """`manage.py import_procedures FILE…`: all or nothing; exit code 1 when anything was refused."""

    help = (
        "Import procedures and internal processes from files as drafts (all or nothing, idempotent by code)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="Files to import.")
        parser.add_argument("--format", choices=sorted(READERS), default="yaml", dest="reader")
        parser.add_argument(
            "--unit", metavar="SLUG", help="Owner of the documents; default: the office of the site."
        )
        parser.add_argument("--as", metavar="USERNAME", dest="username", help="Author of the drafts.")
        parser.add_argument(
            "--submit", action="store_true", help="Send complete drafts on to review (needs --as)."
        )
        parser.add_argument("--dry-run", action="store_true", help="Report what would happen; write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(options["username"])
        if options["submit"] and user is None:
            raise CommandError(_("--submit needs --as USERNAME: somebody must be the author."))
        import_options = ImportOptions(
            unit=unit_of(options["unit"]),
            user=user,
            submit=options["submit"],
            dry_run=options["dry_run"],
        )
        names = _shortest_names(options["paths"])
        files = [
            self._read(Path(path), names[path], READERS[options["reader"]])
            for path in dict.fromkeys(options["paths"])
        ]
        duplicate_findings(files)
        outcome = None
        if not any(file.is_refused for file in files):
            records = [record for file in files for record in file.records]
            outcome = bring_in(records, import_options, [file.catalogue for file in files])
        self._print(files, outcome, options)
        if report.is_refused(files, outcome):
            sys.exit(1)

    def _print(self, files: list[ParsedFile], outcome: Any, options: dict[str, Any]) -> None:
        dry_run = options["dry_run"]
        if options["json"]:
            data = report.as_json(files, outcome, dry_run=dry_run)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(report.as_text(files, outcome, dry_run=dry_run))

    def _read(self, path: Path, name: str, reader: Any) -> ParsedFile:
        findings = Findings(name)
        try:
            if path.is_dir():
                findings.error(0, "", "Đây là thư mục. Ghi tên tệp, ví dụ thu-muc/*.yaml.")
            elif path.stat().st_size > MAX_BYTES:
                findings.error(
                    0, "", f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chia thành nhiều tệp nhỏ hơn."
                )
            else:
                parsed: ParsedFile = reader(path.read_bytes(), name)
                return parsed
        except (OSError, ValueError):  # ValueError: a NUL in the name
            findings.error(0, "", "Không mở được tệp này. Kiểm tra tên tệp và quyền đọc.")
        return ParsedFile(name, (), findings, 0)

    def _user(self, username: str | None) -> User | None:
        if not username:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no active account %(username)s.") % {"username": username})
        return user


def _shortest_names(paths: list[str]) -> dict[str, str]:
    """File names as reported: without folders where that is unambiguous."""
    unique = list(dict.fromkeys(paths))
    bare = [Path(path).name or path for path in unique]
    return {path: name if bare.count(name) == 1 else path for path, name in zip(unique, bare, strict=True)}
