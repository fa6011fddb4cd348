"""Delete old rows of the query log."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from search.query_log import KEPT_DAYS, prune


class Command(BaseCommand):
    """`manage.py prune_query_log [--days N]`, for a nightly timer."""

    help = "Delete what was searched for longer ago than the given days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help="days to keep")

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = prune(localdate(), max(options["days"], 0))
        self.stdout.write(_("Rows deleted: %(count)d.") % {"count": deleted})
