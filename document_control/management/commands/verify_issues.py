"""manage.py verify_issues: is the official record untouched? Exit code 1 and a list when it is not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from document_control.integrity import Fault, anchor, verify
from document_control.models import ControlledDocument, IssuedVersion, Withdrawal


class Command(BaseCommand):
    help = "Recompute the hash chains of all issued versions and report whatever was tampered with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable output")
        parser.add_argument(
            "--expect", metavar="ANCHOR", help="the anchor written down earlier; must still hold"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = verify()
        current = anchor()
        if options["expect"] and options["expect"].strip().lower() != current:
            faults.append(
                Fault("toàn bộ", "mốc", f"mốc nay là {current}, khác mốc đã ghi {options['expect']}.")
            )
        counts = {
            "documents": ControlledDocument.objects.issued().count(),
            "versions": IssuedVersion.objects.count(),
            "withdrawals": Withdrawal.objects.count(),
        }
        if options["json"]:
            report = {**counts, "anchor": current, "faults": [asdict(fault) for fault in faults]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._print(faults, counts, current)
        if faults:
            sys.exit(1)

    def _print(self, faults: list[Fault], counts: dict[str, int], current: str) -> None:
        for fault in faults:
            self.stdout.write(self.style.ERROR(f"✗ {fault}"))
        summary = "{versions} bản ban hành và {withdrawals} lần rút của {documents} tài liệu".format(**counts)
        if faults:
            self.stdout.write(self.style.ERROR(f"Đã kiểm tra {summary}: {len(faults)} chỗ sai."))
        else:
            self.stdout.write(self.style.SUCCESS(f"Đã kiểm tra {summary}: nguyên vẹn."))
        self.stdout.write(f"Mốc: {current}")
