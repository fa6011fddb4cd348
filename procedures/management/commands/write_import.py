"""Write the chosen documents of an import as drafts; started by the import desk, usable by hand after a crash."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from organisation.models import User
from procedures.enums import ImportState
from procedures.import_desk.writing import write_chosen
from procedures.models import ImportBatch


class Command(BaseCommand):
    """`manage.py write_import BATCH --as USERNAME`."""

    help = "Write the chosen documents of an import as drafts (started by the import desk)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, help="Number of the import.")
        parser.add_argument("--as", metavar="USERNAME", dest="username", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(
                _("There is no active account %(username)s.") % {"username": options["username"]}
            )
        if not ImportBatch.objects.filter(pk=options["batch"], state=ImportState.WRITING).exists():
            raise CommandError(_("Nobody has asked to write this import."))
        write_chosen(options["batch"], by=user)
