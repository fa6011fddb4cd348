"""One search box over everything the office keeps, for the public and for staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """What is found, what is written into the index and who may see reports register themselves."""
        from document_control.models import FrozenFile
        from dossiers.selectors.reception import register_wordings
        from organisation.models import OfficeDocument
        from procedures.setup.group_rights import register_rights
        from procedures.setup.site_setup import register_site_part
        from search import (  # noqa: F401  (they register themselves)
            checks,
            index_documents,
            outbox,
            related_changes,
            sources,
            worker,
        )
        from search.file_texts import carries_files
        from search.group_rights import RIGHTS
        from search.office_synonyms import seed_synonyms
        from search.understanding import wordings

        register_rights(RIGHTS)
        register_site_part(seed_synonyms)
        register_wordings(wordings)
        carries_files(FrozenFile)
        carries_files(OfficeDocument)
        outbox.connect()
