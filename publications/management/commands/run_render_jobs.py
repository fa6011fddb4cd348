"""manage.py run_render_jobs: make the files that people wait for."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from publications.files import jobs, worker

POLL_SECONDS = 1.0
NICENESS = 10


class Command(BaseCommand):
    """The web process starts `--until-empty` by itself; `--watch` is for a service of its own (docs/operations.md)."""

    help = "Make the files that people wait for: once until nothing waits (default), or as a service."

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--until-empty", action="store_true", help="stop when nothing waits (default)")
        how.add_argument("--watch", action="store_true", help="go on until stopped; several may run")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(NICENESS)  # reading pages comes before making files
        count = self._watch() if options["watch"] else worker.work_until_empty()
        self.stdout.write(f"Đã xử lý {count} yêu cầu tạo tệp.")

    def _watch(self) -> int:
        """Look for work every second; on SIGTERM or Ctrl+C finish the file in hand and stop."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stopped.set())
        self.stdout.write("Đang đợi yêu cầu tạo tệp; Ctrl+C để dừng.")
        self.stdout.flush()
        count = 0
        while not stopped.is_set():
            close_old_connections()
            count += jobs.work_off(beating=jobs.beating_thread, may_go_on=lambda: not stopped.is_set())
            stopped.wait(POLL_SECONDS)
        return count
