"""manage.py dossier_statistics: the figures of a period, of the office or of one unit with all below it."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Min, Q
from django.utils import timezone

from dossiers.enums import UnitBasis
from dossiers.models import Dossier
from dossiers.statistics.answers import figures_of, units_of
from dossiers.statistics.periods import EARLIEST, LATEST, Period
from dossiers.statistics.questions import Question
from dossiers.statistics.texts import as_json, as_lines
from organisation.models import Unit
from organisation.vietnamese_format import format_datetime

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


class Command(BaseCommand):
    help = (
        "Print what was received, resolved (early, on time, overdue) and is pending. Without --unit: all units; "
        "without --from: since the first dossier; without --to: until today."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", help="identifier (slug), official code or name of a unit")
        parser.add_argument("--from", dest="first", help="first day: 2025-07-01 or 01/07/2025")
        parser.add_argument("--to", dest="last", help="last day, included")
        parser.add_argument(
            "--basis",
            choices=UnitBasis.values,
            default=UnitBasis.COMPETENT.value,
            help="which unit of a dossier counts: the competent one (default), the reception point, the place of help",
        )
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        period = self._period(options["first"], options["last"])
        unit = self._unit(options["unit"]) if options["unit"] else None
        day = min(period.last, timezone.localdate(now))
        unit_ids = units_of([unit.pk], day) if unit else frozenset(Unit.objects.values_list("pk", flat=True))
        basis = UnitBasis(options["basis"])
        question = Question(now=now, unit_ids=unit_ids, basis=basis)
        (figures,) = figures_of(question, [period])
        if options["json"]:
            report = {
                "unit": unit.slug if unit else None,
                "basis": basis.value,
                "from": period.first.isoformat(),
                "to": period.last.isoformat(),
                **as_json(figures),
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{unit.name if unit else 'Tất cả đơn vị'} – {period.words}")
        self.stdout.write(f"Tính theo: {basis.label}. Số liệu lúc {format_datetime(now)}.")
        for line in as_lines(figures):
            self.stdout.write(line)

    def _period(self, first: str | None, last: str | None) -> Period:
        today = timezone.localdate()
        last_day = self._day(last, "--to") if last else today
        first_day = self._day(first, "--from") if first else min(_first_day(), last_day)
        if last_day < first_day:
            raise CommandError(f"--to ({last_day:%d/%m/%Y}) đứng trước --from ({first_day:%d/%m/%Y}).")
        return Period(first_day, last_day)

    def _day(self, text: str, option: str) -> dt.date:
        for pattern in DAY_FORMATS:
            try:
                day = dt.datetime.strptime(text.strip(), pattern).date()
            except ValueError:
                continue
            if EARLIEST <= day <= LATEST:
                return day
        raise CommandError(
            f"{option}: “{text}” không phải là ngày. Viết 2025-07-01 hoặc 01/07/2025, từ năm 2000 đến 2100."
        )

    def _unit(self, text: str) -> Unit:
        words = re.sub(r"\s+", " ", text).strip()
        known = list(Unit.objects.filter(Q(slug=words) | Q(code=words) | Q(name=words) | Q(short_name=words)))
        exact = [unit for unit in known if unit.slug == words] or known
        if len(exact) == 1:
            return exact[0]
        if exact:
            choices = ", ".join(sorted(unit.slug for unit in exact))
            raise CommandError(f"--unit: có {len(exact)} đơn vị “{text}”. Dùng mã nhận diện: {choices}.")
        slugs = sorted(Unit.objects.values_list("slug", flat=True))
        near = difflib.get_close_matches(words, slugs, n=5, cutoff=0.4) or slugs[:5]
        raise CommandError(f"--unit: không có đơn vị “{text}”. Gần nhất: {', '.join(near)}.")


def _first_day() -> dt.date:
    received = Dossier.objects.aggregate(first=Min("received_at"))["first"]
    return timezone.localdate(received) if received else timezone.localdate()
