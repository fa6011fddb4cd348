"""Write procedures and internal processes to a file of our own format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from organisation.models import Unit
from procedures.exporters.files import WRITERS, export_bytes, pages_to_export
from procedures.importers.records import INTERNAL_PROCESS, PROCEDURE
from procedures.management.unit_option import unit_of


class Command(BaseCommand):
    """`manage.py export_procedures OUT.yaml [CODE…]`: drafts as last edited, and the lists they use."""

    help = "Export the drafts of procedures and internal processes to a YAML, JSON or XLSX file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="OUT", help="File to write: .yaml, .json or .xlsx.")
        parser.add_argument(
            "codes", nargs="*", metavar="CODE", help="Only these documents; default: all of the unit."
        )
        parser.add_argument(
            "--unit", metavar="SLUG", help="Owner of the documents; default: the office of the site."
        )
        parser.add_argument(
            "--kind", choices=(PROCEDURE, INTERNAL_PROCESS), default="", help="Only this kind."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        file_format = path.suffix.removeprefix(".").lower().replace("yml", "yaml")
        if file_format not in WRITERS:
            raise CommandError(
                _("The name of the file must end in one of: %(endings)s.")
                % {"endings": ", ".join(f".{name}" for name in WRITERS)}
            )
        unit: Unit = unit_of(options["unit"])
        pages, copies = pages_to_export(unit, kind=options["kind"], codes=options["codes"])
        missing = sorted(set(options["codes"]) - {page.code for page in pages} - set(copies))
        if missing:
            raise CommandError(_("No document has the code: %(codes)s.") % {"codes": ", ".join(missing)})
        everything = not options["codes"] and not options["kind"]
        data = export_bytes(pages, file_format, everything=everything)
        try:
            path.write_bytes(data)
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror}
            ) from error
        if copies:
            self.stderr.write(
                _("Left out, because they have no document code of their own yet: %(codes)s.")
                % {"codes": ", ".join(copies)}
            )
        self.stdout.write(
            _("Exported to %(path)s: %(count)d documents.") % {"path": path, "count": len(pages)}
        )
