"""What comes in while somebody walks through a checklist: from a page without scripts, or in a batch from a phone."""

from __future__ import annotations

import datetime as dt
import uuid as uuids
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.enums import Grade
from organisation.vietnamese_format import VIETNAM

if TYPE_CHECKING:
    from django.http import QueryDict

    from audits.models import AuditItem

NONCONFORM, REMARK = "nonconform", "remark"
_PARTS = {
    Grade.MINOR_NC.value: (NONCONFORM, "severity"),
    Grade.MAJOR_NC.value: (NONCONFORM, "severity"),
    Grade.OBSERVATION.value: (REMARK, "remark"),
    Grade.OPPORTUNITY.value: (REMARK, "remark"),
}
"""Grades that are chosen in two steps: the large answer, and the field of the second choice."""
MOST_MILLISECONDS = 253_402_300_799_000  # the end of the year 9999


def result_of(grade: str) -> str:
    """The large answer under which a grade is found."""
    return _PARTS[grade][0] if grade in _PARTS else grade


class AnswerForm(forms.Form):
    """One question on a page without scripts. Large answers first, what they need behind them.

    Photos are read from the files of the request: a field of several files has no widget of its own in Django.
    """

    result = forms.ChoiceField(
        choices=[
            (Grade.CONFORM, _("Conforms")),
            (NONCONFORM, _("Does not conform")),
            (REMARK, _("Point to note")),
            (Grade.NOT_APPLICABLE, _("Not applicable")),
            (Grade.NOT_CHECKED, _("Not assessed yet")),
        ],
        error_messages={"required": _("Choose one of the results.")},
    )
    severity = forms.ChoiceField(
        choices=[(Grade.MINOR_NC, _("Minor")), (Grade.MAJOR_NC, _("Major"))], required=False
    )
    remark = forms.ChoiceField(
        choices=[
            (Grade.OBSERVATION, _("Observation")),
            (Grade.OPPORTUNITY, _("Opportunity for improvement")),
        ],
        required=False,
    )
    note = forms.CharField(
        required=False
    )  # how long: `audits.services.answers`, which counts a new line as one
    uid = forms.UUIDField()
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    @classmethod
    def confirming(cls, item: AuditItem, data: QueryDict) -> AnswerForm:
        """The form as if somebody had filled in what the facts speak for."""
        changed = data.copy()
        changed["result"] = result_of(item.suggested_grade)
        changed["severity"] = item.suggested_grade if changed["result"] == NONCONFORM else ""
        changed["remark"] = item.suggested_grade if changed["result"] == REMARK else ""
        changed["note"] = item.suggested_note
        return cls(changed)

    def answer_uid(self) -> uuids.UUID:
        """Pressing twice is one answer; going back in the browser and changing something is another."""
        return uuids.uuid5(self.cleaned_data["uid"], f"{self.grade()} {self.cleaned_data['note']}")

    def wrong(self) -> str:
        """What keeps the answer from being taken; only after `is_valid()` said no."""
        if "note" in self.errors:
            return str(self.errors["note"][0])
        if {"result", "severity", "remark"} & set(self.errors):
            return gettext("Choose one of the results.")
        return gettext("This answer cannot be read. Answer the question again.")

    def grade(self) -> str:
        """The grade of the two choices together; of a second choice not made, the milder one."""
        result = self.cleaned_data["result"]
        if result == NONCONFORM:
            return self.cleaned_data["severity"] or Grade.MINOR_NC
        if result == REMARK:
            return self.cleaned_data["remark"] or Grade.OBSERVATION
        return str(result)


class _Moment(forms.IntegerField):
    """A moment as scripts count it: milliseconds since 1970."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=MOST_MILLISECONDS)

    def clean(self, value: Any) -> dt.datetime:
        return dt.datetime.fromtimestamp(super().clean(value) / 1000, VIETNAM)


class SentAnswerForm(forms.Form):
    """One answer of a batch."""

    number = forms.IntegerField(min_value=1, max_value=32_767)
    uid = forms.UUIDField()
    grade = forms.ChoiceField(choices=Grade)
    note = forms.CharField(required=False, strip=False)
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    at = _Moment()


class SentPhotoForm(forms.Form):
    """One photo from a phone; the file is checked by what it contains (`audits.services.photos`)."""

    number = forms.IntegerField(min_value=1, max_value=32_767)
    uid = forms.UUIDField()
    at = _Moment()
    photo = forms.FileField()
