"""Prepare a new installation: groups, pages, workflow."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from procedures.setup.site_setup import ensure_site


class Command(BaseCommand):
    """`manage.py setup_site`: safe to run again at every update."""

    help = "Create the groups with their rights, the page tree and the approval workflow (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        parts = ensure_site()
        self.stdout.write(
            _("The site is ready: %(groups)d role groups, pages /%(procedures)s/ and /%(processes)s/.")
            % {
                "groups": len(parts.groups),
                "procedures": parts.procedures.slug,
                "processes": parts.processes.slug,
            }
        )
