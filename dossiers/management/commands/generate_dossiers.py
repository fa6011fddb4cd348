"""Fill a sample office with invented dossiers in the numbers of a ward's quarter, a district's years, or any."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.generation.office import EmptyOfficeError
from dossiers.generation.plans import Plan, district, quarter, recent
from dossiers.generation.service import NoOfficeError, RealOfficeError, generate

REPORT_EVERY = 2.0


class Command(BaseCommand):
    """`manage.py generate_dossiers --district|--quarter|--count N [--seed S] [--force]`."""

    help = "Fill the sample office with invented dossiers (--district makes 440,000)."

    def add_arguments(self, parser: CommandParser) -> None:
        plans = parser.add_mutually_exclusive_group(required=True)
        plans.add_argument("--district", action="store_true", help="440,000 of 2016 to 2018, 1,892 overdue.")
        plans.add_argument(
            "--quarter", action="store_true", help="4,655 of a ward's third quarter of 2025, 31 in progress."
        )
        plans.add_argument("--count", type=int, metavar="N", help="N of the last twelve months.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same dossiers.")
        parser.add_argument("--force", action="store_true", help="Although the office is no sample.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.begun = self.told = time.monotonic()
        now = timezone.localtime()
        try:
            written = generate(
                self._plan(options), options["seed"], self._report, now=now, force=options["force"]
            )
        except RealOfficeError as error:
            raise CommandError(
                _(
                    "This office is not marked as sample data, so no invented dossiers are put among its own. "
                    "Add --force if that is what you want."
                )
            ) from error
        except NoOfficeError as error:
            raise CommandError(_("The site settings name no office. Enter it there first.")) from error
        except EmptyOfficeError as error:
            raise CommandError(
                _("The office has no issued procedures or no people. Load or enter them first.")
            ) from error
        self.stdout.write(
            _("%(count)d dossiers written in %(seconds)d seconds.")
            % {"count": written, "seconds": round(time.monotonic() - self.begun)}
        )

    def _plan(self, options: dict[str, Any]) -> Plan:
        zone = timezone.get_default_timezone()
        if options["district"]:
            return district(zone)
        if options["quarter"]:
            return quarter(zone)
        if options["count"] < 1:
            raise CommandError(_("--count needs a number above 0."))
        return recent(options["count"], timezone.localtime())

    def _report(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self.told < REPORT_EVERY:
            return
        self.told = now
        rate = done / max(now - self.begun, 0.001)
        self.stdout.write(
            _("%(percent)d%% · %(done)d of %(total)d · %(rate)d a second · %(left)d seconds left")
            % {
                "percent": 100 * done // total,
                "done": done,
                "total": total,
                "rate": rate,
                "left": round((total - done) / rate) if rate else 0,
            }
        )
