"""A telephone number that can be called, kept as it was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dossiers.rules.telephone import is_telephone


class TelephoneField(forms.CharField):
    """One telephone number; never required."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
        super().__init__(label=_("Telephone"), required=False, max_length=30, widget=widget, **options)

    def validate(self, value: str) -> None:
        """Refuse what nobody can call."""
        super().validate(value)
        if value and not is_telephone(value):
            raise ValidationError(
                _(
                    "Write one number of 8 to 15 digits, for example 0912 345 678. Other numbers go into the note."
                )
            )
