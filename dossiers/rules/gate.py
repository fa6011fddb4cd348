"""The apology gate (DOMAIN 3.9): what lateness holds a dossier, what opens it again, what is due next."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from dossiers.enums import DossierState, GateMode, IncidentState
from dossiers.rules.clock import is_late
from dossiers.rules.states import RESULT_SIGNED

UNSIGNED = frozenset({IncidentState.DETECTED, IncidentState.EXPLAINED, IncidentState.LETTER_DRAFTED})
"""Until here a lateness that holds keeps the gate closed."""


class Demand(StrEnum):
    """What a late step asks for next."""

    EXPLANATION = "explanation"
    LETTER = "letter"
    SIGNATURE = "signature"
    SENDING = "sending"
    NOTHING = "nothing"


NEXT_DEMAND = {
    IncidentState.DETECTED: Demand.EXPLANATION,
    IncidentState.EXPLAINED: Demand.LETTER,
    IncidentState.LETTER_DRAFTED: Demand.SIGNATURE,
    IncidentState.LETTER_SIGNED: Demand.SENDING,
    IncidentState.LETTER_SENT: Demand.NOTHING,
    IncidentState.CLOSED: Demand.NOTHING,
}


def demands_letter(mode: GateMode | str, now: dt.datetime, promised: dt.datetime | None) -> bool:
    """Does the office want a letter for a step that is late now?

    Args:
        promised: the date promised to the applicant (the legal one).
    """
    if mode == GateMode.OVERALL_DUE_ONLY:
        return is_late(now, promised)
    return mode == GateMode.ANY_LATE_STEP


def holds(
    mode: GateMode | str, state: DossierState | str, now: dt.datetime, promised: dt.datetime | None
) -> bool:
    """Does a step that is late now hold the dossier? Never once the result is signed (rule 5)."""
    return state not in RESULT_SIGNED and demands_letter(mode, now, promised)


def keeps_closed(state: IncidentState | str, *, does_hold: bool, is_overridden: bool) -> bool:
    """Does this incident keep the gate closed? A signed letter or the leader's word opens it."""
    return does_hold and not is_overridden and state in UNSIGNED


def is_settled(
    state: IncidentState | str, *, step_done: bool, is_overridden: bool, wants_letter: bool
) -> bool:
    """Is there nothing left to do? The step is done, and the letter sent, let off by the leader, or never wanted."""
    answered = state == IncidentState.LETTER_SENT or is_overridden or not wants_letter
    return step_done and answered


def needs_new_date(now: dt.datetime, due_at: dt.datetime | None, reappointed: dt.datetime | None) -> bool:
    """Must a letter promise a new date? When the date that holds now, the last one promised, is missed."""
    return is_late(now, reappointed or due_at)
