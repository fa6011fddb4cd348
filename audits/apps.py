"""e-ISO audits: programme, plans, checklists, findings, corrective actions, reform index, management review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits and improvement")

    def ready(self) -> None:
        from audits import receivers, signal_handlers  # noqa: F401  (they connect themselves)
        from audits.kept_files import register_kept_files
        from audits.selectors.measure_sources import register_measures

        register_measures()
        register_kept_files()
        _join_administration()
        _join_workspace()
        _join_papers()
        _join_sample()


def _join_administration() -> None:
    """Rights of the groups, and what every installation begins with."""
    from audits.group_rights import RIGHTS
    from audits.site_parts import assign_approval_path
    from audits.standard_clauses import seed_standard_clauses
    from procedures.setup.group_rights import register_rights
    from procedures.setup.site_setup import register_site_part

    register_rights(RIGHTS)
    register_site_part(seed_standard_clauses)
    register_site_part(assign_approval_path)


def _join_workspace() -> None:
    """What waits for a person, what is written and approved there, and whose dossiers auditors read."""
    from audits.inbox.actions import action_jobs, action_tally, finding_jobs, finding_tally
    from audits.inbox.programme import programme_jobs
    from audits.inbox.reform_index import index_jobs
    from audits.inbox.reviews import objective_jobs, review_jobs
    from audits.sampled_dossiers import sampled_for
    from audits.template_texts import ChecklistTemplateTexts
    from dossiers.policies import register_sampled_dossiers
    from procedures.workspace.inbox import JobSource, register_job_source
    from procedures.workspace.text_kinds import register_text_kind

    register_text_kind(ChecklistTemplateTexts())
    register_sampled_dossiers(sampled_for)
    register_job_source(JobSource("programme", programme_jobs))
    register_job_source(JobSource("findings", finding_jobs, finding_tally))
    register_job_source(JobSource("actions", action_jobs, action_tally))
    register_job_source(JobSource("reform-index", index_jobs))
    register_job_source(JobSource("objectives", objective_jobs))
    register_job_source(JobSource("management-reviews", review_jobs))


def _join_papers() -> None:
    """Reports carry a check code that the public page of checking knows."""
    from audits.selectors import paper_checks
    from document_control.check_codes import register_code_holder
    from publications.validity import register_paper_source

    register_code_holder(paper_checks.reports_with)
    register_paper_source(paper_checks.report_verdict)


def _join_sample() -> None:
    """A year of audits in the sample ward, in the order in which the parts need each other."""
    from audits.sample.checklists import load_sample_audit_checklists, load_sample_checklists
    from audits.sample.findings import load_findings
    from audits.sample.programme import load_programme
    from audits.sample.reform_index import load_reform_index
    from audits.sample.reviews import load_reviews
    from procedures.sample.loading import register_sample_part

    register_sample_part(load_sample_checklists)
    register_sample_part(load_programme)
    register_sample_part(load_sample_audit_checklists)
    register_sample_part(load_findings)
    register_sample_part(load_reform_index)
    register_sample_part(load_reviews)
