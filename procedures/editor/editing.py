"""The editor's forms and tabs, in the order an editor thinks.

Knows field names only, imports no model of procedures: the page classes refer to it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from document_control.content_forms import ControlledContentFormMixin
from procedures.editor.panels import StepSumPanel


class DraftCopyForm(CopyForm):
    """A copy starts as a draft of its own: it is never published with its source, nor kept in step with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class ProcessPageForm(ControlledContentFormMixin, WagtailAdminPageForm):
    """A draft may be incomplete; submitting checks the whole text and says what is missing."""


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def _limit_row() -> FieldRowPanel:
    return _row("time_limit_value", "time_limit_unit", "cutoff_time")


def _identity_panels() -> list[Any]:
    return [
        TitleFieldPanel("title", heading=_("Full name")),
        FieldPanel("full_title"),
        FieldPanel("short_title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("code", required_on_save=True)]),
    ]


def _chapter_panels() -> list[Any]:
    return [
        HelpPanel(
            _("Chapters of the printed ISO document. The steps, papers and forms are added by themselves.")
        ),
        FieldPanel("purpose"),
        FieldPanel("scope"),
        FieldPanel("references_note"),
        FieldPanel("definitions"),
        FieldPanel("chapters"),
        InlinePanel(
            "earlier_issues",
            heading=_("Earlier issues on paper"),
            label=_("Earlier issue on paper"),
            panels=[
                _row("edition", "revision"),
                _row("issued_on", "effective_from"),
                FieldPanel("change"),
                FieldPanel("basis"),
            ],
        ),
    ]


def _basis_panels() -> list[Any]:
    return [
        InlinePanel(
            "citations",
            heading=_("Legal bases"),
            label=_("Legal basis"),
            panels=[FieldPanel("legal_act"), FieldPanel("clause")],
        ),
        InlinePanel(
            "form_uses",
            heading=_("Forms"),
            label=_("Form"),
            panels=[FieldPanel("form")],
        ),
        InlinePanel(
            "records",
            heading=_("Records kept"),
            label=_("Record kept"),
            panels=[FieldPanel("name"), _row("holder", "retention")],
        ),
    ]


def _issue_panels() -> list[Any]:
    return [
        HelpPanel(_("What is written here is printed on the issued version and in its amendment table.")),
        FieldPanel("issue_kind"),
        FieldPanel("change_reason"),
        FieldPanel("change_basis"),
        FieldPanel("planned_effective_from"),
        _row("decision_number", "decision_date"),
        FieldPanel("slug", heading=_("Address"), help_text=_("Last part of the public address.")),
    ]


def _step_panels() -> list[Any]:
    return [
        StepSumPanel(),
        InlinePanel(
            "steps",
            heading=_("Steps"),
            label=_("Step"),
            classname="steps-panel",
            panels=[
                FieldPanel("title"),
                _row("role", "position"),
                _row("duration_value", "duration_unit"),
                _row("input", "output"),
                FieldPanel("form"),
                FieldPanel("phase"),
                FieldPanel("description"),
                _row("waits_outside", "waits_reason"),
                FieldPanel("is_proposed"),
            ],
        ),
    ]


def _paper_panels() -> list[Any]:
    cases = [FieldRowPanel([FieldPanel("code"), FieldPanel("name")]), FieldPanel("condition")]
    return [
        InlinePanel(
            "cases",
            heading=_("Cases"),
            label=_("Case"),
            panels=[*cases, _limit_row(), FieldPanel("time_limit_text")],
        ),
        InlinePanel(
            "components",
            heading=_("Papers of the dossier"),
            label=_("Paper"),
            panels=[
                FieldPanel("name"),
                _row("kind", "original_count", "copy_count"),
                FieldPanel("form"),
                FieldPanel("condition"),
                FieldPanel("source"),
                _row("case_codes", "alternative_group"),
            ],
        ),
        FieldPanel("sets"),
        FieldPanel("not_needed"),
        FieldPanel("conditions"),
    ]


def _submitting_panels() -> list[Any]:
    return [
        InlinePanel(
            "channels",
            heading=_("Ways of submitting"),
            label=_("Way of submitting"),
            max_num=3,
            panels=[_row("channel", "note")],
        ),
        _row("online_level", "legacy_online_level"),
        FieldPanel("online_url"),
        InlinePanel(
            "fees",
            heading=_("Fees and charges"),
            label=_("Fee"),
            panels=[
                _row("kind", "channel", "amount", "per"),
                _row("valid_from", "valid_to"),
                FieldPanel("condition"),
                FieldPanel("exemption"),
                _row("basis", "case_codes"),
            ],
        ),
        InlinePanel(
            "results",
            heading=_("Results"),
            label=_("Result"),
            panels=[_row("name", "note")],
        ),
    ]


def procedure_tabs() -> TabbedInterface:
    """Tabs of an administrative procedure."""
    general = [
        *_identity_panels(),
        _row("field", "level"),
        FieldPanel("subjects"),
        MultiFieldPanel([_row("national_code", "local_code"), FieldPanel("legacy_codes")], _("Other codes")),
        MultiFieldPanel(
            [
                _row("promulgating_agency", "deciding_agency"),
                _row("executing_agency", "authorised_agency"),
                FieldPanel("coordinating_agencies"),
            ],
            _("Agencies"),
        ),
    ]
    steps = [
        MultiFieldPanel(
            [
                _limit_row(),
                FieldPanel("time_limit_text"),
                FieldPanel("extension_text"),
                FieldPanel("supplement_rule"),
            ],
            _("Time limit"),
        ),
        *_step_panels(),
        FieldPanel("public_steps"),
    ]
    return TabbedInterface(
        [
            ObjectList(general, heading=_("What and who")),
            ObjectList(_paper_panels(), heading=_("Papers")),
            ObjectList(steps, heading=_("Time and steps")),
            ObjectList(_submitting_panels(), heading=_("Submitting, fees, result")),
            ObjectList(_basis_panels(), heading=_("Law, forms, records")),
            ObjectList(_chapter_panels(), heading=_("ISO document")),
            ObjectList(_issue_panels(), heading=_("Issue")),
        ],
        base_form_class=ProcessPageForm,
    )


def internal_process_tabs() -> TabbedInterface:
    """Tabs of an internal process."""
    general = [
        *_identity_panels(),
        FieldPanel("owner_unit_name"),
        FieldPanel("trigger"),
        FieldPanel("deadline_text"),
        InlinePanel(
            "occasions",
            heading=_("Occasions"),
            label=_("Occasion"),
            panels=[_row("frequency", "month", "day", "weekday"), FieldPanel("label")],
        ),
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
