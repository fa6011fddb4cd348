"""manage.py export_handbook OUT: the handbook of processes as one file, or as a ZIP of volumes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from publications.days import end_of
from publications.enums import FileFormat, PaperKind
from publications.files.recipes import Recipe
from publications.files.rights import DOCUMENT_FORMATS
from publications.management.exporting import ExportCommand, day_of, format_of, unit_of
from publications.models import Handbook


class Command(ExportCommand):
    """Without --handbook it holds all processes in force; with it, the edition in force, if one was issued."""

    help = "Write the handbook of internal processes; .zip gives volumes, other suffixes one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "out", metavar="OUT", type=Path, help="file to write; its suffix chooses the format"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--unit", metavar="SLUG", help="only processes of this unit")
        which.add_argument("--handbook", metavar="SLUG", help="this handbook of the register")
        parser.add_argument("--at", metavar="DATE", help="as in force on this day, e.g. 2026-07-24")

    def handle(self, *args: Any, **options: Any) -> None:
        file_format = format_of(options["out"], (*DOCUMENT_FORMATS, FileFormat.ZIP))
        day = day_of(options["at"]) or timezone.localdate()
        if options["handbook"]:
            recipe = self._of_handbook(options["handbook"], file_format, day)
        else:
            unit = unit_of(options["unit"])
            recipe = Recipe(
                kind=PaperKind.HANDBOOK,
                format=file_format,
                unit_id=unit.pk if unit else None,
                at=day.isoformat(),
            )
        self.export(recipe, options["out"], self.report)

    def _of_handbook(self, slug: str, file_format: FileFormat, day: dt.date) -> Recipe:
        handbook = Handbook.objects.filter(slug=slug).first()
        if handbook is None:
            known = ", ".join(Handbook.objects.values_list("slug", flat=True)) or "chưa có sổ tay nào"
            raise CommandError(f"Không có sổ tay “{slug}”. Các sổ tay: {known}.")
        edition = handbook.editions.filter(effective_from__lte=end_of(day)).order_by("-number").first()
        if edition is not None:
            return Recipe(kind=PaperKind.HANDBOOK, format=file_format, edition_id=edition.pk)
        return Recipe(
            kind=PaperKind.HANDBOOK, format=file_format, handbook_id=handbook.pk, at=day.isoformat()
        )
