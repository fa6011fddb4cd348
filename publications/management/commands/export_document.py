"""manage.py export_document CODE OUT: the whole ISO document of a procedure or process as a file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from publications.enums import PaperKind
from publications.files.recipes import Recipe
from publications.files.rights import DOCUMENT_FORMATS
from publications.management.exporting import (
    ExportCommand,
    add_version_arguments,
    day_of,
    format_of,
    original_marking,
    unit_of,
    version_on,
)


class Command(ExportCommand):
    help = "Write the ISO document of a procedure or process; the suffix of OUT chooses the format."

    def add_arguments(self, parser: CommandParser) -> None:
        add_version_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        file_format = format_of(options["out"], DOCUMENT_FORMATS)
        version = version_on(options["code"], unit_of(options["unit"]), day_of(options["at"]))
        recipe = Recipe(
            kind=PaperKind.PROCEDURE,
            format=file_format,
            version_id=version.pk,
            marking=original_marking(version),
        )
        self.export(recipe, options["out"])
