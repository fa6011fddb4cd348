"""Side panels of the editor that Wagtail does not have."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from document_control.policies import DocumentPolicy
from procedures.import_desk.policies import ImportPolicy
from procedures.import_desk.selectors import Source, sources_of


class ImportSourceSidePanel(BaseSidePanel):
    """The files that a text was made from: the evidence for its words."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle imported files")
        icon_name = "upload"
        has_counter = False

    name = "import-source"
    title = _("Brought in from")
    template_name = "procedures/side_panels/import_source.html"
    order = 110

    def sources(self) -> list[Source]:
        """The files, newest first."""
        return sources_of(self.object, ImportPolicy(DocumentPolicy(self.request.user)))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["import_sources"] = self.sources()
        return context
