"""manage.py verify_publications: are all stored files untouched? Exit code 1 and a list when they are not."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from document_control.stored_files import Progress, WrongFile, stored_files, unknown_files, wrong_files
from organisation.vietnamese_format import format_number

SECONDS_BETWEEN_SIGNS = 5.0


class Command(BaseCommand):
    """Reads every file that is kept as a record: made files and handbooks, frozen attachments, photos of postings,
    signed letters, files of dossiers, of audits and of imports. What has to be told goes to standard output; signs
    of life go to standard error (`--verbosity 0`: none).
    """

    help = "Recompute the hash of every stored file; name missing, altered and unknown files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        self._next_sign = time.monotonic() + SECONDS_BETWEEN_SIGNS
        progress = Progress(self._give_sign) if options["verbosity"] else Progress()
        wrong = self._all_wrong(progress)
        faults = self._as_json(wrong, progress) if options["json"] else self._as_text(wrong, progress)
        if faults:
            sys.exit(1)

    def _all_wrong(self, progress: Progress) -> Iterator[WrongFile]:
        compared = (wrong_files(files, progress) for files in stored_files())
        return chain(chain.from_iterable(compared), unknown_files(timezone.now()))

    def _as_text(self, wrong: Iterator[WrongFile], progress: Progress) -> int:
        faults = 0
        for file in wrong:
            faults += 1
            self.stdout.write(self.style.ERROR(f"✗ {file}"))
        summary = f"Đã kiểm tra {format_number(progress.checked)} tệp"
        if progress.remade:
            summary += f" ({format_number(progress.remade)} tệp không lưu, sẽ được tạo lại khi cần)"
        if faults:
            self.stdout.write(self.style.ERROR(f"{summary}: {format_number(faults)} tệp sai."))
        else:
            self.stdout.write(self.style.SUCCESS(f"{summary}: nguyên vẹn."))
        return faults

    def _as_json(self, wrong: Iterator[WrongFile], progress: Progress) -> int:
        faults = [
            {"fault": file.fault.name.lower(), "kind": file.kind, "record": file.record, "file": file.name}
            for file in wrong
        ]
        report = {"checked": progress.checked, "remade": progress.remade, "faults": faults}
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        return len(faults)

    def _give_sign(self, progress: Progress) -> None:
        if time.monotonic() >= self._next_sign:
            self._next_sign = time.monotonic() + SECONDS_BETWEEN_SIGNS
            self.stderr.write(f"… {progress.kind}: đã kiểm tra {format_number(progress.checked)} tệp.")
