"""Bring existing dossiers in from an XLSX or CSV file: all or none; a second run changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dossiers.enums import DossierImportState
from dossiers.errors import DossierError, NotAllowedError
from dossiers.importing import services
from dossiers.importing.checking import Checking
from dossiers.importing.tables import UnreadableError
from dossiers.models import DossierImport
from organisation.models import User

SHOWN = 50


class Command(BaseCommand):
    """`manage.py import_dossiers FILE --as USERNAME [--dry-run] [--json]`."""

    help = "Bring existing dossiers in from a table (.xlsx, .csv): all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="The table; its first row names the columns.")
        parser.add_argument(
            "--as", metavar="USERNAME", dest="username", help="Who answers for it: counter or ISO secretary."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be written.")
        parser.add_argument("--json", action="store_true", help="Print the report as JSON.")
        parser.add_argument("--write", type=int, metavar="IMPORT", help="Used by the staff page.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["write"]:
            self._write_waiting(options["write"], self._person(options))
            return
        if options["file"] is None:
            raise CommandError(_("Name the file."))
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(_("The file %(name)s cannot be read.") % {"name": options["file"]}) from error
        try:
            if options["dry_run"]:
                found = services.examine(data, options["file"].name, now)
                self._tell(_report_of(found), options)
                return
            source = services.take_in(self._person(options), data, options["file"].name, now)
            if not source.errors:
                source = services.start_writing(source.brought_in_by, source.pk, now, in_this_process=True)
        except (UnreadableError, DossierError, NotAllowedError) as error:
            raise CommandError(str(error)) from error
        self._tell(_report_of_import(source), options)

    def _write_waiting(self, import_id: int, user: User) -> None:
        if not DossierImport.objects.filter(pk=import_id, state=DossierImportState.WRITING).exists():
            raise CommandError(_("Nobody has asked to write this import."))
        services.write_import(import_id, user, timezone.now())

    def _person(self, options: dict[str, Any]) -> User:
        user = User.objects.filter(username=options["username"] or "", is_active=True).first()
        if user is None:
            raise CommandError(
                _("There is no active account %(username)s.") % {"username": options["username"] or "–"}
            )
        return user

    def _tell(self, report: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            for problem in report["problems"][:SHOWN]:
                self.stdout.write(problem)
            with translation.override("vi"):
                self.stdout.write(
                    _(
                        "%(lines)d lines: %(new)d new, %(known)d here already, %(errors)d errors; %(written)d written."
                    )
                    % {key: report[key] for key in ("lines", "new", "known", "errors", "written")}
                )
        if report["errors"] or report["trouble"]:
            raise CommandError(
                report["trouble"] or _("Nothing was written. Correct the lines, then start again.")
            )


def _report_of(found: Checking) -> dict[str, Any]:
    return {
        "lines": found.lines,
        "new": len(found.new),
        "known": len(found.items) - len(found.new),
        "errors": found.errors,
        "written": 0,
        "problems": [str(problem) for problem in found.problems],
        "trouble": "",
    }


def _report_of_import(source: DossierImport) -> dict[str, Any]:
    return {
        "lines": source.lines,
        "new": source.new,
        "known": source.known,
        "errors": source.errors,
        "written": source.written,
        "problems": services.problem_lines(source),
        "trouble": source.trouble,
    }
