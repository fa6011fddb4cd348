"""Read the texts of uploaded files now, and say which have none."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from search.file_report import file_counts, file_remarks
from search.file_texts import read_again
from search.file_worker import FileWorker


class Command(BaseCommand):
    """`manage.py extract_file_texts [--again]`. The search worker does the same by itself."""

    help = "Read waiting files, forget texts of removed files, and list the files that have no text."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="read every file anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            read_again()
        FileWorker().work()
        counts = file_counts()
        self.stdout.write(
            _("Searched: %(searched)d. Without text: %(without)d. Waiting to be read: %(waiting)d.")
            % {"searched": counts.searched, "without": counts.without_text, "waiting": counts.waiting}
        )
        for remark in file_remarks():
            self.stdout.write(f"{remark.name}  [{remark.kind}]  {remark.reason}")
