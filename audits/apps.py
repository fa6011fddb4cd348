"""e-ISO audits: programme, plans, checklists, findings, corrective actions, reform index, management review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits and improvement")

    def ready(self) -> None:
        from audits import receivers  # noqa: F401  (connects the receivers)
        from audits.group_rights import RIGHTS
        from audits.inbox.reform_index import index_jobs
        from audits.sample.reform_index import load_reform_index
        from audits.standard_clauses import seed_standard_clauses
        from procedures.sample.loading import register_sample_part
        from procedures.setup.group_rights import register_rights
        from procedures.setup.site_setup import register_site_part
        from procedures.workspace.inbox import register_job_source

        register_rights(RIGHTS)
        register_site_part(seed_standard_clauses)
        register_sample_part(load_reform_index)
        register_job_source(index_jobs)
