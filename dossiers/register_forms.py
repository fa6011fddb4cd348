"""Forms that narrow the register MC-07 and the register of apology letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dossiers.selectors.letters import DRAFTED, SENT, SIGNED, LetterFilter
from organisation.models import Unit

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
LONGEST_PERIOD = dt.timedelta(days=366)
LETTER_STATES = {DRAFTED: _("Waiting for the signature"), SIGNED: _("Signed, not sent yet"), SENT: _("Sent")}


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMATS,
        validators=[
            MinValueValidator(FIRST_DAY, _("Choose a day from 01/01/2000 on.")),
            MaxValueValidator(LAST_DAY, _("Choose a day up to 31/12/2099.")),
        ],
        error_messages={
            "required": _("Write the day like 24/07/2026."),
            "invalid": _("Write the day like 24/07/2026."),
        },
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "dd/mm/yyyy"},
        ),
    )


class RegisterForm(forms.Form):
    """Whose register of which period."""

    don_vi = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label=_("Reception point"),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose a reception point from the list.")},
    )
    tu = _day_field(_("From"))
    den = _day_field(_("To"))

    def __init__(self, data: Any, units: Iterable[Unit], first: dt.date, last: dt.date) -> None:
        units = list(units)
        values = {
            "don_vi": units[0].pk if units else "",
            "tu": f"{first:%d/%m/%Y}",
            "den": f"{last:%d/%m/%Y}",
        }
        values |= {name: data[name] for name in values if data.get(name)}
        super().__init__(values)
        known = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["don_vi"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and last < first:
            raise ValidationError({"den": _("The last day lies before the first. Correct one of the two.")})
        if first and last and last - first > LONGEST_PERIOD:
            raise ValidationError({"tu": _("Choose a year at most.")})
        return cleaned


class LetterFilterForm(forms.Form):
    """Filters of the register of letters; whatever is not understood narrows nothing."""

    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    thang = forms.ChoiceField(label=_("Month"), required=False)
    tinh_trang = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any, units: Iterable[Unit], months: Iterable[dt.date]) -> None:
        super().__init__(data)
        self.fields["don_vi"].choices = [("", _("All units")), *((str(unit.pk), unit.name) for unit in units)]  # type: ignore[attr-defined]
        self.fields["thang"].choices = [  # type: ignore[attr-defined]
            ("", _("All months")),
            *((f"{month:%Y-%m}", f"{month:%m/%Y}") for month in months),
        ]
        self.fields["tinh_trang"].choices = [("", _("All states")), *LETTER_STATES.items()]  # type: ignore[attr-defined]

    def chosen(self) -> LetterFilter:
        """What is chosen; values that are not offered count as not chosen."""
        self.is_valid()
        values = self.cleaned_data
        month = values.get("thang")
        return LetterFilter(
            unit=int(values["don_vi"]) if values.get("don_vi") else None,
            month=dt.date.fromisoformat(f"{month}-01") if month else None,
            state=values.get("tinh_trang") or "",
        )
