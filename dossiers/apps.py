"""Dossiers of citizens: received, run step by step under an issued version, watched, answered for, counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from document_control.check_codes import register_code_holder
        from dossiers.group_rights import RIGHTS
        from dossiers.inbox import dossier_jobs, dossier_tally
        from dossiers.kept_files import register_kept_files
        from dossiers.one_stop_forms import seed_one_stop_forms
        from dossiers.sample.loading import load_sample_dossiers
        from dossiers.selectors import paper_checks
        from dossiers.statistics import receivers  # noqa: F401  (connects the receivers)
        from procedures.sample.loading import register_sample_part
        from procedures.setup.group_rights import register_rights
        from procedures.setup.site_setup import register_site_part
        from procedures.workspace.inbox import JobSource, register_job_source
        from publications.validity import register_paper_source

        register_rights(RIGHTS)
        register_job_source(JobSource("dossiers", dossier_jobs, dossier_tally))
        register_site_part(seed_one_stop_forms)
        register_code_holder(paper_checks.slips_with)
        register_code_holder(paper_checks.letters_with)
        register_paper_source(paper_checks.slip_verdict)
        register_paper_source(paper_checks.letter_verdict)
        register_sample_part(load_sample_dossiers)
        register_kept_files()
