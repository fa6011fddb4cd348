"""Who does the steps of the apology gate, as far as posts tell it."""

from __future__ import annotations

import datetime as dt

from dossiers.models import LateIncident
from dossiers.policies import HEAD
from organisation.models import Assignment, User


def head_of(incident: LateIncident, day: dt.date) -> User | None:
    """The head of the unit that was late; None where it has none."""
    held = (
        Assignment.objects.valid_on(day)
        .filter(post__unit=incident.unit_id, post__role__code=HEAD, user__is_active=True)
        .select_related("user")
        .order_by("-acting_for", "pk")
    )
    row = held.first() if incident.unit_id else None
    return row.user if row else None
