"""Panels of the editor that Wagtail does not have."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from organisation.models import Role
from procedures.snapshot_reading import CITIZEN_ROLE


class StepSumPanel(Panel):
    """Shows, while typing, the sum of the steps against the time limit; the server checks it on submit.

    The rule is that of `procedures.step_rules.step_sum_problems`, told to `static/js/step-sum.js` in data attributes.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "procedures/panels/step_sum.html"

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["js/step-sum.js"])

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            citizens = Role.objects.filter(code=CITIZEN_ROLE).values_list("pk", flat=True)
            context["citizen_roles"] = json.dumps([str(pk) for pk in citizens])
            context["words"] = json.dumps(_words(), ensure_ascii=False)
            return context


def _words() -> dict[str, str]:
    """The phrases of the panel; the names in braces are filled in by the script."""
    return {
        "total": _("Sum of the steps: {total}"),
        "limit": _("Time limit: {limit}"),
        "fits": _("fits"),
        "over": _("{difference} too long"),
        "under": _("{difference} left over"),
        "noLimit": _("no time limit written yet"),
        "noSteps": _("No step with a time yet."),
        "mixedSteps": _(
            "Some steps are in calendar days, so the hours cannot be added up. Change their unit."
        ),
        "mixedCalendar": _("The time limit is in calendar days: write the steps in calendar days too."),
        "mixedCases": _("The cases count in different units. Check the sum of the steps yourself."),
        "outside": _("{count} waiting outside, not counted"),
        "hours": _("{count} hours"),
        "minutes": _("{count} minutes"),
        "days": _("{count} days"),
    }
