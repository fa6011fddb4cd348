"""Forms of handbooks: preparing an edition, deciding over it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from document_control.enums import DocumentKind
from organisation.day_fields import DayField, typed_day_box
from procedures.models import ProcedureField


def _day_field(label: Any, help_text: Any = "") -> DayField:
    return DayField(
        label,
        help_text=help_text,
        widget=typed_day_box(),
        error_messages={"invalid": _("Write the day like 15/12/2026.")},
    )


class PrepareEditionForm(forms.Form):
    """What an edition says of itself."""

    reason = forms.CharField(
        label=_("What is new in this edition"),
        max_length=2000,
        help_text=_("Readers see it, and it is printed in the amendment table. One or two sentences."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is new in this edition.")},
    )
    decision_number = forms.CharField(label=_("Decision number"), max_length=60, required=False)
    decision_date = _day_field(_("Date of the decision"))
    effective_on = _day_field(
        _("In force from which day"),
        _("The edition holds from 00:00 of this day. Leave it empty: it holds from its approval."),
    )

    def clean_effective_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["effective_on"]
        if day is not None and day < localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return day


class ProposalDecisionForm(forms.Form):
    """Approve or return a prepared edition; a return needs its reason."""

    APPROVE, RETURN = "approve", "return"

    action = forms.ChoiceField(
        choices=[(APPROVE, APPROVE), (RETURN, RETURN)],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the two buttons.")},
    )
    comment = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("action") == self.RETURN and not (data.get("comment") or "").strip():
            self.add_error("comment", _("Write the reason: whoever prepared it must know what to change."))
        return data


class HandbookForm(WagtailAdminModelForm):
    """Which documents belong to a handbook. What its issued editions carry stays as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = ProcedureField.objects.values_list("code", "name")
        self.fields["only_field"] = forms.ChoiceField(
            label=self.fields["only_field"].label,
            required=False,
            choices=[("", _("All fields")), *fields],
            help_text=_("For handbooks of administrative procedures."),
        )
        if self._is_issued():
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("It stands on issued editions, so it does not change.")

    def _is_issued(self) -> bool:
        return bool(self.instance.pk) and self.instance.editions.exists()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("only_field") and data.get("kind") == DocumentKind.INTERNAL_PROCESS:
            self.add_error("only_field", _("Internal processes have no field. Choose all fields."))
        return data
