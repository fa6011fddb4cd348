"""Dossiers of citizens: received, run step by step under an issued version, watched, answered for, counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from dossiers.group_rights import RIGHTS
        from dossiers.statistics import receivers  # noqa: F401  (connects the receivers)
        from procedures.setup.group_rights import register_rights

        register_rights(RIGHTS)
