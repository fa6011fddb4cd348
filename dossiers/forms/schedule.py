"""Forms of schedules and absences."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from dossiers.enums import Visibility
from dossiers.models import ScheduleEntry
from dossiers.services.schedules import AbsenceDetails, EntryDetails
from organisation.day_fields import DayField, time_field
from organisation.models import User


class PersonField(forms.ModelChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


def _day(label: Any) -> DayField:
    return DayField(label, required=True, error_messages={"invalid": _("Write the day as dd/mm/yyyy.")})


class EntryForm(forms.Form):
    """What, when and where. `person` is offered to heads only."""

    person = PersonField(label=_("Person"), queryset=User.objects.none())
    title = forms.CharField(label=_("What"), max_length=200)
    day = _day(_("Day"))
    starts = time_field(_("From"))
    ends = time_field(_("Until"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility, widget=forms.RadioSelect)

    def __init__(
        self,
        people: QuerySet[User],
        data: QueryDict | None = None,
        *,
        entry: ScheduleEntry | None = None,
        day: dt.date | None = None,
        person: User | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(entry, day, person))
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        if entry is not None:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must be later than the start."))
        return cleaned

    def details(self) -> EntryDetails:
        """What the person entered; only after `is_valid()`."""
        value = self.cleaned_data
        return EntryDetails(
            starts_at=make_aware(dt.datetime.combine(value["day"], value["starts"])),
            ends_at=make_aware(dt.datetime.combine(value["day"], value["ends"])),
            title=value["title"],
            place=value["place"],
            visibility=Visibility(value["visibility"]),
        )


def _initial(entry: ScheduleEntry | None, day: dt.date | None, person: User | None) -> dict[str, Any]:
    if entry is None:
        return {
            "day": day,
            "person": person,
            "starts": dt.time(8, 0),
            "ends": dt.time(9, 0),
            "visibility": Visibility.OFFICE,
        }
    starts, ends = localtime(entry.starts_at), localtime(entry.ends_at)
    return {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "title": entry.title,
        "place": entry.place,
        "visibility": entry.visibility,
    }


class AbsenceForm(forms.Form):
    """Whole days away, and who stands in."""

    person = PersonField(label=_("Person"), queryset=User.objects.none())
    first_day = _day(_("First day"))
    last_day = _day(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    stand_in = PersonField(label=_("Stand-in"), queryset=User.objects.none(), required=False)

    def __init__(
        self,
        people: QuerySet[User],
        colleagues: QuerySet[User],
        data: QueryDict | None = None,
        person: User | None = None,
    ) -> None:
        super().__init__(data, initial={"person": person})
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        cast(forms.ModelChoiceField, self.fields["stand_in"]).queryset = colleagues

    def details(self) -> AbsenceDetails:
        """What the person entered; only after `is_valid()`."""
        value = self.cleaned_data
        return AbsenceDetails(
            value["person"], value["first_day"], value["last_day"], value["reason"], value["stand_in"]
        )


class HandOverForm(forms.Form):
    """Which dossiers go to whom."""

    steps = forms.MultipleChoiceField(
        label=_("Dossiers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one dossier.")},
    )
    officer = PersonField(label=_("Give them to"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(
        self,
        steps: list[tuple[str, str]],
        officers: QuerySet[User],
        data: QueryDict | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        cast(forms.MultipleChoiceField, self.fields["steps"]).choices = steps
        cast(forms.ModelChoiceField, self.fields["officer"]).queryset = officers
