"""manage.py prune_artefacts: clear away made files that newer ones replaced."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from organisation.vietnamese_format import format_number
from publications.services.pruning import prune


class Command(BaseCommand):
    """Run it once a night. Files of controlled copies stay; whatever is missing is made again when asked for."""

    help = "Delete made files that were replaced, files without a row, and old jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = prune(timezone.now())
        self.stdout.write(
            f"Đã xóa {gone.files} tệp đã được thay ({format_number(gone.size)} byte), "
            f"{gone.orphans} tệp thừa, {gone.jobs} yêu cầu cũ."
        )
