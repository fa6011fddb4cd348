"""manage.py verify_dossiers: are the records of dossiers untouched? Exit code 1 and a list when they are not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dossiers.integrity import verify
from dossiers.models import Dossier


class Command(BaseCommand):
    help = "Recompute the event chains of dossiers and report whatever was tampered with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", default="", help="only the dossier with this code")
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        dossiers = Dossier.objects.all()
        if options["code"]:
            dossiers = dossiers.filter(code=options["code"])
            if not dossiers.exists():
                raise CommandError(f"Không có hồ sơ mang mã {options['code']}.")
        faults = list(verify(options["code"]))
        if options["json"]:
            report = {"dossiers": dossiers.count(), "faults": [asdict(fault) for fault in faults]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            for fault in faults:
                self.stdout.write(self.style.ERROR(f"✗ {fault}"))
            verdict = f"{len(faults)} chỗ sai" if faults else "nguyên vẹn"
            style = self.style.ERROR if faults else self.style.SUCCESS
            self.stdout.write(style(f"Đã kiểm tra {dossiers.count()} hồ sơ: {verdict}."))
        if faults:
            sys.exit(1)
