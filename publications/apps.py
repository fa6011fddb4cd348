"""Papers and files made from issued versions: notices, ISO documents, handbooks, and where they hang."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self) -> None:
        from document_control.check_codes import register_code_holder
        from document_control.text_checks import register_text_check
        from procedures.sample.loading import register_sample_part
        from procedures.setup.group_rights import register_rights
        from procedures.workspace.inbox import JobSource, register_job_source
        from publications import signal_handlers  # noqa: F401  (connects the receivers)
        from publications.boards.inbox import posting_jobs, posting_tally
        from publications.group_rights import RIGHTS
        from publications.handbooks.inbox import handbook_jobs, handbook_tally
        from publications.kept_files import register_kept_files
        from publications.paper_sources import edition_verdict, editions_with, version_verdict
        from publications.recall import recall_jobs, recall_tally
        from publications.sample import load_sample_papers
        from publications.text_checks import unprintable
        from publications.validity import register_paper_source

        register_text_check(unprintable)
        register_code_holder(editions_with)
        register_paper_source(version_verdict)
        register_paper_source(edition_verdict)
        register_sample_part(load_sample_papers)
        register_rights(RIGHTS)
        register_job_source(JobSource("handbooks", handbook_jobs, handbook_tally))
        register_job_source(JobSource("boards", posting_jobs, posting_tally))
        register_job_source(JobSource("copies", recall_jobs, recall_tally))
        register_kept_files()
