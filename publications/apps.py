"""Papers and files made from issued versions: notices, ISO documents, handbooks, and where they hang."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("Publications")

    def ready(self) -> None:
        from document_control.check_codes import register_code_holder
        from publications import signal_handlers  # noqa: F401  (connects the receivers)
        from publications.paper_sources import edition_verdict, is_code_of_edition, version_verdict
        from publications.validity import register_paper_source

        register_code_holder(is_code_of_edition)
        register_paper_source(version_verdict)
        register_paper_source(edition_verdict)
