"""manage.py check_counters: do the month counters say what the dossiers say? Exit code 1 and a list when not."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dossiers.statistics.keeping import deviations, rebuild_counters

SHOWN = 20


class Command(BaseCommand):
    help = "Recount all dossiers and compare with the month counters of the reports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="count anew when something differs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = deviations()
        if not found:
            self.stdout.write(self.style.SUCCESS("Bộ đếm theo tháng khớp với hồ sơ."))
            return
        for deviation in found[:SHOWN]:
            self.stdout.write(self.style.ERROR(f"✗ {deviation}"))
        if len(found) > SHOWN:
            self.stdout.write(f"… và {len(found) - SHOWN} bộ đếm khác.")
        if options["repair"]:
            count = rebuild_counters()
            self.stdout.write(self.style.SUCCESS(f"Đã đếm lại: {count} bộ đếm."))
            return
        self.stdout.write(f"{len(found)} bộ đếm lệch. Chạy lại với --repair để đếm lại.")
        sys.exit(1)
