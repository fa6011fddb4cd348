"""Days and moments in forms: from a date box or typed, and never so far away that no calendar reaches them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Far outside what an office writes down, and far inside what a clock can be moved to another time zone."""
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M, %d/%m/%Y", "%d/%m/%Y %H:%M")


def typed_day_box() -> forms.DateInput:
    """A box for a day that is typed as it is written here, not chosen from a calendar."""
    attributes = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
    return forms.DateInput(attrs=attributes, format="%d/%m/%Y")


def require_sensible_year(value: dt.date) -> None:
    """Refuse a year that can only be a slip of the finger.

    Raises:
        ValidationError.
    """
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("The year must lie between %(first)s and %(last)s. Look at it again."),
            code="year",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def time_field(label: Any) -> forms.TimeField:
    """A time of day from a time box, or typed as 08:30."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 08:30.")},
    )


class DayField(forms.DateField):
    """A day from a date box or typed dd/mm/yyyy."""

    def __init__(self, label: Any, *, required: bool = False, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": _("Write the day like 27/11/2026.")})
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(label=label, required=required, input_formats=DAY_FORMATS, **options)

    def to_python(self, value: Any) -> dt.date | None:
        """The day, refused before anything is counted with it."""
        day = super().to_python(value)
        if day is not None:
            require_sensible_year(day)
        return day


class MomentField(forms.DateTimeField):
    """A day with its time, on the clocks of the office."""

    def __init__(self, label: Any, *, required: bool = False, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": _("Write the date like 17:00, 27/11/2026.")})
        options.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
        super().__init__(label=label, required=required, input_formats=MOMENT_FORMATS, **options)

    def to_python(self, value: Any) -> dt.datetime | None:
        """The moment, refused before anything is counted with it."""
        moment = super().to_python(value)
        if moment is not None:
            require_sensible_year(moment)
        return moment
