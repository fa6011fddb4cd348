"""Forms of the approval workflow and of withdrawal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why a text goes back to its author: an empty return teaches nobody anything."""

    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason: the author must know what to change.")},
    )
