"""Forms of the administration that look at several rows at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from organisation.enums import Weekday


class UnitForm(WagtailAdminModelForm):
    """A unit with all its superior units: periods may be ended and begun in one go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.formsets["parents"].forms:
            form.instance.checks_siblings = False

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        periods = []
        for form in _kept(self.formsets["parents"]):
            start = form.cleaned_data.get("valid_from") or dt.date.min
            periods.append((start, form.cleaned_data.get("valid_to") or dt.date.max, form))
        periods.sort(key=lambda period: period[0])
        for (_start, end, _form), (start, _end, form) in pairwise(periods):
            if start <= end:
                message = _("This period overlaps another one. End the earlier period first.")
                form.add_error("valid_from", message)
                self.add_error(None, message)
        return not self.errors


class OfficeHoursForm(WagtailAdminModelForm):
    """Office hours with their openings: two openings of one weekday do not overlap."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        by_day: dict[int, list[tuple[dt.time, dt.time]]] = defaultdict(list)
        for form in _kept(self.formsets["intervals"]):
            row = form.cleaned_data
            by_day[int(row["weekday"])].append((row["opens"], row["closes"]))
        for weekday, openings in sorted(by_day.items()):
            for (_opens, closes), (opens, _closes) in pairwise(sorted(openings)):
                if opens < closes:
                    self.add_error(
                        None,
                        _("%(weekday)s: two openings overlap at %(time)s. Correct one of the two.")
                        % {"weekday": Weekday(weekday).label, "time": f"{opens:%H:%M}"},
                    )
        if not by_day:
            self.add_error(None, _("Add at least one opening: a unit without one is never open."))
        return not self.errors


def _kept(formset: Any) -> list[Any]:
    """The filled rows of a formset that are not marked for deletion."""
    return [
        form
        for form in formset.forms
        if form.cleaned_data and form not in formset.deleted_forms and form.is_valid()
    ]
