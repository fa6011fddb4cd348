"""Panels of document control."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from document_control.selectors import documents_citing


class CitedByPanel(Panel):
    """Under a legal act: the documents whose version in force rests on it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Cited by"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "document_control/panels/cited_by.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["versions"] = documents_citing(self.instance, timezone.now())
            return context
