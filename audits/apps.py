"""e-ISO audits: programme, plans, checklists, findings, corrective actions, reform index, management review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits and improvement")

    def ready(self) -> None:
        from audits import signal_handlers  # noqa: F401  (connects the receivers)
        from audits.group_rights import RIGHTS
        from audits.sample.checklists import load_sample_audit_checklists, load_sample_checklists
        from audits.sampled_dossiers import sampled_for
        from audits.site_parts import assign_approval_path
        from audits.standard_clauses import seed_standard_clauses
        from audits.template_texts import ChecklistTemplateTexts
        from dossiers.policies import register_sampled_dossiers
        from procedures.sample.loading import register_sample_part
        from procedures.setup.group_rights import register_rights
        from procedures.setup.site_setup import register_site_part
        from procedures.workspace.text_kinds import register_text_kind

        register_rights(RIGHTS)
        register_site_part(seed_standard_clauses)
        register_site_part(assign_approval_path)
        register_text_kind(ChecklistTemplateTexts())
        register_sampled_dossiers(sampled_for)
        register_sample_part(load_sample_checklists)
        register_sample_part(load_sample_audit_checklists)
