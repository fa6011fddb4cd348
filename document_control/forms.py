"""Forms of the approval workflow and of withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from document_control.enums import ReviewOutcome
from organisation.day_fields import DayField, typed_day_box


class ReturnForm(forms.Form):
    """Why a text goes back to its author: an empty return teaches nobody anything."""

    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason: the author must know what to change.")},
    )


class DecisionForm(forms.Form):
    """A decision over the text that the screen showed: which step and which revision travel with it."""

    PASS, RETURN = "approve", "reject"

    task_state = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField(choices=[(PASS, PASS), (RETURN, RETURN)], widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("action") == self.RETURN and not (data.get("comment") or "").strip():
            self.add_error("comment", _("Write the reason: the author must know what to change."))
        return data


class WithdrawForm(forms.Form):
    """The end of a document: why, on which basis, from when."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Readers see it on the banner of the document."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason for the withdrawal.")},
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=255,
        help_text=_("The act or decision that ends it, e.g. 104/2022/NĐ-CP."),
        error_messages={"required": _("Write the legal basis: a number is enough.")},
    )
    decision_number = forms.CharField(label=_("Decision number"), max_length=60, required=False)
    effective_on = DayField(
        _("From which day"),
        help_text=_("The document ends at 00:00 of this day. Leave it empty to end it at once."),
        widget=typed_day_box(),
        error_messages={"invalid": _("Write the day like 15/12/2026.")},
    )
    understood = forms.BooleanField(
        label=_("I have read that a withdrawal cannot be taken back."),
        error_messages={"required": _("Tick the box to confirm.")},
    )

    def clean_effective_on(self) -> dt.date | None:
        day = self.cleaned_data["effective_on"]
        if day is not None and day < localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return day


class CancelVersionForm(forms.Form):
    """Why a version that is not yet in force shall never be."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason for the cancellation.")},
    )


class PeriodicReviewForm(forms.Form):
    """The result of looking at a document again."""

    outcome = forms.ChoiceField(
        label=_("Result of the review"),
        choices=[
            (ReviewOutcome.KEEP, _("Keep: the text still holds")),
            (ReviewOutcome.REVISE, _("Revise: a new version must be written")),
            (ReviewOutcome.WITHDRAW, _("Withdraw: it is no longer needed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three results.")},
    )
    note = forms.CharField(
        label=_("What was looked at, what was found"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was found. One sentence is enough.")},
    )
