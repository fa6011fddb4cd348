"""Make role groups agree with the posts held on a day. Run daily (cron) and after changes of assignments in bulk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisation.services import sync_all_roles, sync_role_groups


class Command(BaseCommand):
    help = "Create the role groups and give every person those of the posts held on the day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="the day, YYYY-MM-DD (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options["date"])
        groups = sync_role_groups()
        changes = sync_all_roles(day)
        for change in changes:
            signs = [*(f"+{code}" for code in change.gained), *(f"-{code}" for code in change.lost)]
            self.stdout.write(f"{change.user.get_username()}: {' '.join(signs)}")
        self.stdout.write(
            f"{day:%d/%m/%Y}: {len(groups)} vai trò, "
            + (f"{len(changes)} người thay đổi." if changes else "không có thay đổi.")
        )

    def _day(self, text: str | None) -> dt.date:
        if not text:
            return timezone.localdate()
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--date {text}: viết ngày như 2026-11-21.") from error
