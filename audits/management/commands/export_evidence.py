"""manage.py export_evidence AUDIT OUT.zip: the evidence pack of an audit as a file."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from audits.errors import AuditError
from audits.evidence.service import keep_pack
from audits.models import Audit
from publications.errors import PublicationError


class Command(BaseCommand):
    help = "Writes the evidence pack of an audit as a ZIP and prints the hash that verify.py --hash takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("audit", help="the code of the audit, e.g. ĐG-2026-02")
        parser.add_argument(
            "out", type=Path, help="where the ZIP is written; an existing file stays as it is"
        )

    def handle(self, *args: Any, audit: str, out: Path, **options: Any) -> None:
        found = Audit.objects.select_related("office", "unit").filter(code=audit).first()
        if found is None:
            raise CommandError(f"Không có cuộc đánh giá {audit}.")
        if out.exists():
            raise CommandError(f"{out} đã có. Chọn tên khác, hoặc xóa tệp đó trước.")
        if not out.parent.is_dir():
            raise CommandError(f"Không có thư mục {out.parent}.")
        with translation.override("vi"):
            try:
                pack = keep_pack(found, timezone.now())
            except (AuditError, PublicationError) as error:
                raise CommandError(str(error)) from error
        with pack.file.open("rb") as source, out.open("xb") as target:
            shutil.copyfileobj(source, target)
        self.stdout.write(f"{out}: {pack.file_count} tệp, {pack.size} byte")
        self.stdout.write(f"Mã băm của gói: {pack.sha256}")
