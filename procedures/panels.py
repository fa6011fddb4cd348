"""Panels of the editor that Wagtail does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.panels import Panel


class StepSumPanel(Panel):
    """Shows, while typing, the sum of the steps against the time limit; the server checks it on submit."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "procedures/panels/step_sum.html"

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["js/step-sum.js"])

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["has_limit"] = hasattr(self.instance, "time_limit_value")
            return context
