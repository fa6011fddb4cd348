"""manage.py detect_late_steps: note every step that is late now, for a timer every few minutes."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dossiers.services.lateness import detect_late_steps


class Command(BaseCommand):
    help = "Note every late step of an open dossier that is not noted yet, and hold its dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        incidents = detect_late_steps(timezone.now())
        if options["json"]:
            found = [
                {"dossier": incident.dossier.code, "step": incident.step.number} for incident in incidents
            ]
            self.stdout.write(json.dumps({"incidents": found}, ensure_ascii=False))
            return
        for incident in incidents:
            self.stdout.write(f"{incident.dossier.code} · {incident.step}")
        self.stdout.write(self.style.SUCCESS(f"Ghi nhận {len(incidents)} bước trễ hạn."))
