"""manage.py run_dossier_jobs: find late steps, remind people, send e-mail."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dossiers.jobs import run, run_once

WORDS = {
    "late_steps": "Bước trễ mới",
    "reminders": "Lời nhắc trước hạn",
    "lateness": "Lời báo về bước trễ",
    "digests": "Bản tin buổi sáng",
    "mails": "Thư đã gửi",
}


class Command(BaseCommand):
    """The web process does this by itself; a service of its own is for DOSSIER_JOBS=external (docs/operations.md)."""

    help = "Find late steps, remind people and send e-mail, every minute as a service; or one round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, for cron")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            done = run_once(timezone.now())
            if not done:
                self.stdout.write("Một tiến trình khác đang làm việc này.")
            for name, count in done.items():
                self.stdout.write(f"{WORDS[name]}: {count}")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stopped.set())
        self.stdout.write("Đang tìm bước trễ, nhắc việc và gửi thư; Ctrl+C để dừng.")
        self.stdout.flush()
        run(stopped.wait)
