"""What an officer who stands before a board tells us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from publications.photos import PhotoError, prepared_photo

MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class HappenedForm(forms.Form):
    """When something happened at the board."""

    at = forms.DateTimeField(
        label=_("When"),
        widget=MomentInput,
        input_formats=MOMENT_FORMATS,
        error_messages={
            "required": _("Write the day and the time."),
            "invalid": _("Write day and time like 20/11/2026 09:15."),
        },
    )


class PostingForm(HappenedForm):
    """A notice was posted."""

    photo = forms.FileField(
        label=_("Photo of the board"),
        required=False,
        help_text=_("Shows later that the notice hung there. Where and with what it was taken is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=255)

    field_order = ["at", "photo", "note"]

    def clean_photo(self) -> ContentFile | None:
        file: Any = self.cleaned_data["photo"]
        if not file:
            return None
        try:
            return prepared_photo(file, file.size)
        except PhotoError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class TakeDownForm(HappenedForm):
    """A notice came down."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=255)
