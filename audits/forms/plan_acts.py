"""Small forms of what is done with a programme or an audit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from audits.forms.programme import MOST_TEXT, SeenForm, text_field
from audits.models import Audit
from audits.selectors.notice import notice_of, wanted_notice
from audits.services.life import unassessed_items


class ActForm(SeenForm):
    """A form about one record; `setup` may fit its fields to it."""

    def __init__(self, record: Any, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"seen": record.lock_version, **self.initial_of(record)})
        self.setup(record)

    def initial_of(self, record: Any) -> dict[str, Any]:
        """What the fields show at first."""
        return {}

    def setup(self, record: Any) -> None:
        """Fit the fields to the record."""


class ReasonForm(ActForm):
    """A reason in own words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason. One sentence will do.")},
    )


class ApprovePlanForm(ActForm):
    """Asks why the notice is short, when it is and the plan does not say."""

    short_notice_reason = text_field(_("Why the notice is short"), required=True, rows=2)

    def setup(self, record: Audit) -> None:
        """Ask only where the approval would be refused without it."""
        given = notice_of(record.unit, localdate(), record.starts_on)
        if record.short_notice_reason or given >= wanted_notice():
            del self.fields["short_notice_reason"]


class StartForm(ActForm):
    """Asks whether the unit knows, when its head did not confirm."""

    told_directly = forms.BooleanField(
        label=_("The head of the unit has not confirmed the plan; I told the unit directly"),
        error_messages={"required": _("Tick this once the unit knows of the audit.")},
    )

    def setup(self, record: Audit) -> None:
        """Ask only where the unit did not confirm."""
        if record.acknowledged_at is not None:
            del self.fields["told_directly"]


class ReportForm(ActForm):
    """Strengths, conclusion, and what stays unassessed."""

    strengths = text_field(_("Strengths"), help_text=_("What the unit does well, in some sentences."))
    conclusion = text_field(
        _("Conclusion"),
        required=True,
        rows=5,
        help_text=_("Does the unit follow the system, and does the system serve its purpose?"),
        error_messages={"required": _("Write the conclusion of the audit.")},
    )
    unassessed = forms.BooleanField(
        error_messages={"required": _("Assess the questions, or confirm that they stay so.")}
    )

    def initial_of(self, record: Audit) -> dict[str, Any]:
        return {"strengths": record.strengths, "conclusion": record.conclusion}

    def setup(self, record: Audit) -> None:
        """The confirmation names the number; it goes when every question is assessed."""
        self.open_items = unassessed_items(record)
        if self.open_items:
            label = str(_("I confirm that %(count)s questions stay unassessed") % {"count": self.open_items})
        elif not record.checklists.exists():
            label = str(_("I confirm that this audit goes without a checklist"))
        else:
            del self.fields["unassessed"]
            return
        self.fields["unassessed"].label = label
