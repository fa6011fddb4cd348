"""Who does the steps of the apology gate, as far as posts tell it."""

from __future__ import annotations

import datetime as dt

from dossiers.models import LateIncident
from dossiers.policies import HEAD, LEADER
from dossiers.selectors.officers import possible_officers
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


def signatories(incident: LateIncident, day: dt.date) -> list[User]:
    """Leaders who may sign the letter about a late step: neither who was late nor who drafted it."""
    letter = getattr(incident, "letter", None)
    excluded = {incident.responsible_id, letter.drafted_by_id if letter else None}
    leaders = possible_officers([incident.dossier.competent_unit_id], day, LEADER)
    return [person for person in leaders if person.pk not in excluded]
