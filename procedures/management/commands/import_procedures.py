"""Bring procedures and internal processes in from files, as drafts."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import User
from procedures.enums import ImportFormat
from procedures.import_desk.at_once import CheckedFile, import_files
from procedures.import_desk.errors import ImportDeskError
from procedures.import_desk.paths import sources_of
from procedures.importers import report
from procedures.importers.door import ImportOptions, ImportOutcome
from procedures.management.unit_option import unit_of


class Command(BaseCommand):
    """`manage.py import_procedures PATH…`: all or nothing; exit code 1 when anything was refused."""

    help = (
        "Import procedures and internal processes from files as drafts (all or nothing, idempotent by code)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="Files or folders to import.")
        parser.add_argument(
            "--format",
            choices=ImportFormat.values,
            dest="reader",
            help="What the files are; left out, it is told by their content.",
        )
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
        wanted = ImportFormat(options["reader"]) if options["reader"] else None
        try:
            files, outcome = import_files(
                sources_of(options["paths"]), import_options, now=timezone.now(), wanted=wanted
            )
        except ImportDeskError as error:
            raise CommandError(str(error)) from error
        self._print(files, outcome, options)
        if report.is_refused(files, outcome):
            sys.exit(1)

    def _print(
        self, files: list[CheckedFile], outcome: ImportOutcome | None, options: dict[str, Any]
    ) -> None:
        dry_run = options["dry_run"]
        if options["json"]:
            data = report.as_json(files, outcome, dry_run=dry_run)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(report.as_text(files, outcome, dry_run=dry_run))

    def _user(self, username: str | None) -> User | None:
        if not username:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no active account %(username)s.") % {"username": username})
        return user
