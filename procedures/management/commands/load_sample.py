"""Load the illustrative ward, for development and demonstrations."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from procedures.sample.loading import RealDataError, load_sample

FOLDER = settings.BASE_DIR / "iso_docs" / "sample_data"
PASSWORD = "an-hoa-2026"  # noqa: S105  (printed on purpose: sample accounts of a development site)
ACCOUNTS = ("motcua", "chuyenvien", "truongphong", "lanhdao", "vanthu", "thukyiso", "danhgia", "quantri")


class Command(BaseCommand):
    """`manage.py load_sample`: a second run changes nothing."""

    help = "Load the sample ward (people, calendar, procedures with their history). Development only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--yes-on-a-server",
            action="store_true",
            help="Load it although DEBUG is off: the sample accounts have a password that everybody knows.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["yes_on_a_server"]:
            raise CommandError(
                _(
                    "This looks like a server (DEBUG is off). The sample accounts have a known password. "
                    "Add --yes-on-a-server if that is what you want."
                )
            )
        start = time.monotonic()
        try:
            result = load_sample(FOLDER, PASSWORD)
        except RealDataError as error:
            raise CommandError(
                _(
                    "This database already holds documents of an office. The sample goes into an empty one only."
                )
            ) from error
        if result.was_loaded:
            self.stdout.write(_("The sample is there already; nothing changed."))
        else:
            self.stdout.write(
                _(
                    "Sample loaded in %(seconds)d seconds: %(documents)d documents, %(versions)d issued versions, "
                    "%(drafts)d texts in progress."
                )
                % {
                    "seconds": round(time.monotonic() - start),
                    "documents": result.documents,
                    "versions": result.versions,
                    "drafts": result.drafts,
                }
            )
        self.stdout.write(
            _("Accounts: %(accounts)s. Password of all: %(password)s")
            % {"accounts": ", ".join(ACCOUNTS), "password": PASSWORD}
        )
