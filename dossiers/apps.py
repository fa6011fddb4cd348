"""Dossiers of citizens: received, run step by step under an issued version, watched, answered for, counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from dossiers.group_rights import RIGHTS
        from dossiers.inbox import dossier_jobs
        from procedures.setup.group_rights import register_rights
        from procedures.workspace.inbox import register_job_source

        register_rights(RIGHTS)
        register_job_source(dossier_jobs)
