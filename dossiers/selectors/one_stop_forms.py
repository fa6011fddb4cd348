"""Which one-stop form a circular gave for a day."""

from __future__ import annotations

import datetime as dt

from dossiers.enums import SlipKind
from dossiers.models import OneStopForm


def form_of(kind: SlipKind, day: dt.date) -> OneStopForm:
    """The one-stop form in force on a day; one that only has our own name where no circular is entered."""
    entered = OneStopForm.objects.valid_on(day).filter(kind=kind).order_by("-valid_from", "-pk").first()
    return entered or OneStopForm(kind=kind, name=str(kind.label))
