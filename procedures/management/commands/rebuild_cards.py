"""Write the cards of all issued versions anew from their snapshots."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from document_control.models import IssuedVersion
from procedures.services import write_card


class Command(BaseCommand):
    """`manage.py rebuild_cards`: cards are derived data, so this is always safe."""

    help = "Rebuild the cards that lists, filters and search read, from the issued snapshots."

    def handle(self, *args: Any, **options: Any) -> None:
        versions = IssuedVersion.objects.order_by("pk").iterator(chunk_size=200)
        written = sum(1 for version in versions if write_card(version) is not None)
        self.stdout.write(_("Cards written: %(count)d.") % {"count": written})
