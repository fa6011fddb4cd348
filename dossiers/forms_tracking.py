"""The form of the tracking page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.tracking.lookup import LONGEST_TYPED


class TrackingForm(forms.Form):
    """Code and secret, as they stand on the receipt. Anything typed is looked up; only an empty field is refused."""

    code = forms.CharField(
        label=_("Dossier code"),
        help_text=_(
            "Stands at the top of the receipt, for example H26.65-261119-0042. Case does not matter."
        ),
        error_messages={"required": _("Type the dossier code: it stands at the top of the receipt.")},
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    secret = forms.CharField(
        label=_("Secret code"),
        help_text=_("Six letters and digits, beside the dossier code."),
        error_messages={
            "required": _("Type the secret code: six letters and digits beside the dossier code.")
        },
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
