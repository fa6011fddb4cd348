"""Small words of the dossier screens."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone

from dossiers.presentation.deadlines import Clockface

register = template.Library()


@register.filter
def short_moment(at: dt.datetime | None) -> str:
    """A moment as it is read today: "13:15 hôm nay", "13:15, 23/11"; with the year only when it differs."""
    return Clockface(timezone.now(), []).moment(at) if at else ""
