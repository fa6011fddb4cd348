"""Forms of the posting register, filled in on a phone in front of the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.day_fields import DayField, typed_day_box
from publications.boards.photos import clean_photo
from publications.errors import PhotoRefusedError


class MomentForm(forms.Form):
    """A day and a time of the past, now when nobody changes them."""

    done_on = DayField(
        _("Day"),
        required=True,
        widget=typed_day_box(),
        error_messages={
            "required": _("Write the day like 15/12/2026."),
            "invalid": _("Write the day like 15/12/2026."),
        },
    )
    done_at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(
            attrs={"placeholder": "08:30", "inputmode": "numeric", "autocomplete": "off"}, format="%H:%M"
        ),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"],
        error_messages={
            "required": _("Write the time like 08:30."),
            "invalid": _("Write the time like 08:30."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, time = data.get("done_on"), data.get("done_at")
        if isinstance(day, dt.date) and isinstance(time, dt.time):
            if not 2000 <= day.year < 2100:
                self.add_error("done_on", _("Write the day like 15/12/2026."))
            else:
                data["moment"] = timezone.make_aware(dt.datetime.combine(day, time))
        return data


class PostForm(MomentForm):
    """A notice that was put up."""

    photo = forms.FileField(
        label=_("Photo of the board"),
        required=False,
        help_text=_("At most 10 MB. The place where it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=255)

    def clean_photo(self) -> ContentFile | None:
        upload = self.cleaned_data["photo"]
        if not upload:
            return None
        try:
            return clean_photo(upload, upload.size)
        except PhotoRefusedError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class TakeDownForm(MomentForm):
    """A notice that was taken off."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=255)
