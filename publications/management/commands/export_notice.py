"""manage.py export_notice CODE OUT: the posted notice of a procedure as a file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from publications.enums import PaperKind, SheetSize
from publications.files.recipes import Recipe
from publications.files.rights import DOCUMENT_FORMATS, exists
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
    help = "Write the notice of a procedure: A4, or one A3 or A0 sheet; the suffix of OUT chooses the format."

    def add_arguments(self, parser: CommandParser) -> None:
        add_version_arguments(parser)
        parser.add_argument("--size", choices=SheetSize.values, default=SheetSize.A4.value)

    def handle(self, *args: Any, **options: Any) -> None:
        file_format = format_of(options["out"], DOCUMENT_FORMATS)
        sheet, day = SheetSize(options["size"]), day_of(options["at"])
        version = version_on(options["code"], unit_of(options["unit"]), day)
        if not exists(version, PaperKind.NOTICE, file_format, SheetSize.A4):
            raise CommandError(
                f"{version.document.code} không phải thủ tục hành chính, nên không có bản niêm yết."
            )
        if not exists(version, PaperKind.NOTICE, file_format, sheet):
            raise CommandError(f"Khổ {sheet} chỉ có ở định dạng .pdf.")
        recipe = Recipe(
            kind=PaperKind.NOTICE,
            format=file_format,
            version_id=version.pk,
            at=day.isoformat() if day else "",
            sheet=sheet,
            marking=original_marking(version),
        )
        self.export(recipe, options["out"])
