"""The editor's form and tabs, in the order an editor thinks.

Knows field names only, imports no model: the page classes refer to it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from procedures.panels import StepSumPanel

CHANGE_FIELDS = (
    "change_reason",
    "change_basis",
    "decision_number",
    "decision_date",
    "planned_effective_from",
)


class ProcessPageForm(WagtailAdminPageForm):
    """A draft may be incomplete; submitting checks the whole text and says what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forget_last_issue()

    def _forget_last_issue(self) -> None:
        """The reason of the last issue is not the reason of the next one: start it empty."""
        document = getattr(self.instance, "document", None)
        if document is None or not document.chain_length:
            return
        last = document.issuedversions.order_by("-chain_index").values_list("reason", flat=True).first()
        if (
            last
            and self.instance.change_reason.strip()
            and last.startswith(self.instance.change_reason.strip())
        ):
            for name in CHANGE_FIELDS:
                self.initial[name] = None if name in ("decision_date", "planned_effective_from") else ""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        # The inline rows reach the instance only here; the rules look at the whole text.
        content = self.save(commit=False)
        for message in content.submission_problems():
            self.add_error(None, message)
        return not self.errors


def _chapter_panels() -> list[Any]:
    return [
        FieldPanel("purpose"),
        FieldPanel("scope"),
        FieldPanel("references_note"),
        FieldPanel("definitions"),
        FieldPanel("chapters"),
        InlinePanel("earlier_issues", label=_("Earlier issue on paper")),
    ]


def _basis_panels() -> list[Any]:
    return [
        InlinePanel("citations", label=_("Legal basis")),
        InlinePanel("form_uses", label=_("Form")),
        InlinePanel("records", label=_("Record kept")),
    ]


def _issue_panels() -> list[Any]:
    return [
        FieldPanel("issue_kind"),
        FieldPanel("change_reason"),
        FieldPanel("change_basis"),
        FieldPanel("planned_effective_from"),
        FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_date")]),
        FieldPanel("slug"),
    ]


def _step_panels() -> list[Any]:
    return [StepSumPanel(), InlinePanel("steps", label=_("Step"), classname="steps-panel")]


def procedure_tabs() -> TabbedInterface:
    """Tabs of an administrative procedure."""
    general = [
        TitleFieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("code", required_on_save=True)]),
        FieldRowPanel([FieldPanel("field"), FieldPanel("level")]),
        FieldPanel("subjects"),
        FieldRowPanel([FieldPanel("national_code"), FieldPanel("local_code")]),
        FieldPanel("legacy_codes"),
        MultiFieldPanel(
            [
                FieldPanel("promulgating_agency"),
                FieldPanel("deciding_agency"),
                FieldPanel("executing_agency"),
                FieldPanel("authorised_agency"),
                FieldPanel("coordinating_agencies"),
            ],
            _("Agencies"),
        ),
    ]
    papers = [
        InlinePanel("cases", label=_("Case")),
        InlinePanel("components", label=_("Paper")),
        FieldPanel("sets"),
        FieldPanel("not_needed"),
        FieldPanel("conditions"),
    ]
    steps = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("time_limit_value"), FieldPanel("time_limit_unit"), FieldPanel("cutoff_time")]
                ),
                FieldPanel("time_limit_text"),
                FieldPanel("extension_text"),
                FieldPanel("supplement_rule"),
            ],
            _("Time limit"),
        ),
        *_step_panels(),
        FieldPanel("public_steps"),
    ]
    fees = [
        InlinePanel("channels", label=_("Way of submitting")),
        FieldRowPanel([FieldPanel("online_level"), FieldPanel("legacy_online_level")]),
        FieldPanel("online_url"),
        InlinePanel("fees", label=_("Fee")),
        InlinePanel("results", label=_("Result")),
    ]
    return TabbedInterface(
        [
            ObjectList(general, heading=_("What and who")),
            ObjectList(papers, heading=_("Papers")),
            ObjectList(steps, heading=_("Time and steps")),
            ObjectList(fees, heading=_("Submitting, fees, result")),
            ObjectList(_basis_panels(), heading=_("Law, forms, records")),
            ObjectList(_chapter_panels(), heading=_("ISO document")),
            ObjectList(_issue_panels(), heading=_("Issue")),
        ],
        base_form_class=ProcessPageForm,
    )


def internal_process_tabs() -> TabbedInterface:
    """Tabs of an internal process."""
    general = [
        TitleFieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("code", required_on_save=True)]),
        FieldPanel("owner_unit_name"),
        FieldPanel("trigger"),
        FieldPanel("deadline_text"),
        InlinePanel("occasions", label=_("Occasion")),
    ]
    return TabbedInterface(
        [
            ObjectList(general, heading=_("What and when")),
            ObjectList(_step_panels(), heading=_("Steps")),
            ObjectList(_basis_panels(), heading=_("Law, forms, records")),
            ObjectList(_chapter_panels(), heading=_("ISO document")),
            ObjectList(_issue_panels(), heading=_("Issue")),
        ],
        base_form_class=ProcessPageForm,
    )
