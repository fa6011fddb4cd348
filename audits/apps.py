"""e-ISO audits: programme, plans, checklists, findings, corrective actions, reform index, management review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits and improvement")

    def ready(self) -> None:
        from audits.group_rights import RIGHTS
        from audits.selectors import paper_checks
        from audits.standard_clauses import seed_standard_clauses
        from document_control.check_codes import register_code_holder
        from procedures.setup.group_rights import register_rights
        from procedures.setup.site_setup import register_site_part
        from publications.validity import register_paper_source

        register_rights(RIGHTS)
        register_site_part(seed_standard_clauses)
        register_code_holder(paper_checks.is_code_of_report)
        register_paper_source(paper_checks.report_verdict)
