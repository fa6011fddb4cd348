"""Papers and files made from issued versions: notices, ISO documents, handbooks, and where they hang."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self) -> None:
        from procedures.group_rights import register_rights
        from procedures.inbox import register_job_source
        from procedures.sample.loading import register_sample_part
        from publications.group_rights import RIGHTS
        from publications.posting_inbox import posting_jobs
        from publications.sample import load_sample_papers

        register_sample_part(load_sample_papers)
        register_rights(RIGHTS)
        register_job_source(posting_jobs)
