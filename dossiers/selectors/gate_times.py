"""Until when the next act about a late step is due: said once, for the page of the dossier and for "My work"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dossiers.enums import IncidentState
from dossiers.models import ApologyLetter, DossierSettings, LateIncident
from dossiers.selectors.clock import add_office_minutes
from organisation.models import Unit

MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class GateAct:
    """One of the four acts from lateness to the letter.

    Attributes:
        hours: working hours the office allows for it.
        since: from when they count; None while an earlier act is awaited.
        done: when it was done.
    """

    hours: int
    since: dt.datetime | None
    done: dt.datetime | None


def letter_of(incident: LateIncident) -> ApologyLetter | None:
    """The letter of a lateness, drafted or signed."""
    return getattr(incident, "letter", None)


def acts_of(incident: LateIncident, settings: DossierSettings) -> dict[IncidentState, GateAct]:
    """The four acts in their order, each by the state in which it is the next one."""
    letter = letter_of(incident)
    drafted, signed, sent = (letter.drafted_at, letter.signed_at, letter.sent_at) if letter else (None,) * 3
    return {
        IncidentState.DETECTED: GateAct(settings.explain_hours, incident.detected_at, incident.explained_at),
        IncidentState.EXPLAINED: GateAct(settings.draft_letter_hours, incident.explained_at, drafted),
        IncidentState.LETTER_DRAFTED: GateAct(settings.sign_letter_hours, drafted, signed),
        IncidentState.LETTER_SIGNED: GateAct(settings.send_letter_hours, signed, sent),
    }


def awaited_until(act: GateAct | None, unit: Unit) -> dt.datetime | None:
    """Until when an act is due in working time of the competent unit; None when it is not awaited yet."""
    if act is None or act.since is None:
        return None
    return add_office_minutes(unit, act.since, act.hours * MINUTES_PER_HOUR)
