"""Why the gate is closed, in words: who must do what, until when (DOMAIN 3.9 rule 2)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from dossiers.enums import IncidentState
from dossiers.models import Dossier, LateIncident
from dossiers.rules.gate import NEXT_DEMAND, Demand
from dossiers.selectors.gate_people import signatories
from dossiers.selectors.gate_times import letter_of
from organisation.models import User
from organisation.vietnamese_format import format_datetime


def why_closed(dossier: Dossier, incident: LateIncident) -> str:
    """The sentence a person reads who wanted to move a held dossier on."""
    facts = {
        "step": incident.step.title,
        "due": format_datetime(incident.step_due_at),
        "person": str(incident.responsible),
    }
    late = _("The step “%(step)s” was due at %(due)s and is late, so the dossier is held.") % facts
    return f"{late} {what_opens(incident)}"


def what_opens(incident: LateIncident) -> str:
    """What must happen next so that the dossier goes on."""
    facts = {"person": str(incident.responsible)}
    words = {
        Demand.EXPLANATION: _(
            "It goes on when %(person)s has explained the delay and a leader has signed the apology letter."
        ),
        Demand.LETTER: _(
            "The delay is explained. It goes on when the apology letter is drafted and a leader has signed it."
        ),
        Demand.SIGNATURE: _("The apology letter is drafted. It goes on when a leader has signed it."),
        Demand.SENDING: _("The apology letter is signed and must be sent to the applicant."),
        Demand.NOTHING: "",
    }
    return words[NEXT_DEMAND[IncidentState(incident.state)]] % facts


def who_signs(incident: LateIncident, reader: User, day: dt.date) -> str:
    """Why somebody does not sign a drafted letter, and who may; empty when there is no letter to sign."""
    letter = letter_of(incident)
    if letter is None or incident.state != IncidentState.LETTER_DRAFTED:
        return ""
    facts = {"person": str(reader), "names": ", ".join(str(person) for person in signatories(incident, day))}
    who = _("%(names)s may sign it.") if facts["names"] else _("There is no other leader who may sign it.")
    if letter.drafted_by_id == reader.pk:
        why = _("%(person)s drafted this letter, and whoever drafted it does not sign it.")
    elif incident.responsible_id == reader.pk:
        why = _("%(person)s answers for the delay, and whoever was late does not sign the letter.")
    else:
        why = _("Only a leader signs the apology letter.")
    return f"{why} {who}" % facts
