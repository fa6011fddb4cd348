"""manage.py run_search_worker: keep the search index up to date."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.file_worker import FileWorker
from search.worker import Worker


class Command(BaseCommand):
    """The web process does this by itself; a service of its own is for SEARCH_WORKER=external (docs/operations.md)."""

    help = "Keep the search index up to date, as a service; or once, until nothing waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until_empty"]:
            FileWorker().work()
            count = Worker().work()
            self.stdout.write(f"Đã ghi {count} thay đổi vào chỉ mục tìm kiếm.")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stopped.set())
        self.stdout.write("Đang giữ chỉ mục tìm kiếm; Ctrl+C để dừng.")
        self.stdout.flush()
        reading = threading.Thread(
            target=FileWorker().run, args=[stopped.is_set], name="search-files", daemon=True
        )
        reading.start()
        Worker().run(stopped.is_set)
