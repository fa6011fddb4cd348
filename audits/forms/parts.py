"""Fields that several forms of objectives and reviews share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.day_fields import DayField
from organisation.models import Unit, User
from organisation.vietnamese_format import upper_first

KEY = re.compile(r"[0-9]{1,18}")
"""How the key of a row is written; every number of as many digits fits a column of keys."""


class PersonField(forms.ModelChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.get_username()


class TickedField(forms.ModelMultipleChoiceField):
    """Rows to tick. A key that no row can have is a choice that is not there: databases fail on it instead."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if not KEY.fullmatch(str(key)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(key)[:20]},
                )
        return super().clean(value)


class PeopleField(TickedField):
    """Several people, ticked by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name() or obj.get_username()


class UnitField(forms.ModelChoiceField):
    """Units by their short names."""

    def label_from_instance(self, obj: Unit) -> str:
        return upper_first(obj.short_name)


def day_field(label: Any, *, required: bool = True, **more: Any) -> DayField:
    """A day, written like 15/12/2026."""
    return DayField(
        label,
        required=required,
        error_messages={
            "invalid": _("Write the day like 15/12/2026."),
            "required": _("Write the day like 15/12/2026."),
        },
        **more,
    )


def text_field(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """Words of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class SeenField(forms.IntegerField):
    """Which state of a record the person saw. What cannot be read is -1, a state no record has: it counts as old."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        if value in self.empty_values and not self.required:
            return None
        words = str(value)
        return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else -1


class SeenForm(forms.Form):
    """A form that says which state of the record the person saw (`lock_version`)."""

    seen = SeenField()


def seen_number(data: Any) -> int:
    """The state the person saw, of a form that is only a button."""
    form = SeenForm(data)
    form.is_valid()
    return int(form.cleaned_data["seen"])
