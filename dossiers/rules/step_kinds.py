"""What each step of a procedure is to a dossier, and the state a dossier has while a step is in hand.

A procedure names roles, not states; the states of the law follow from who does the step and where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from dossiers.enums import DossierState, StepKind

CITIZEN, ONE_STOP, LEADER, CLERK = "citizen", "one_stop_officer", "leader", "clerk"
"""Codes of the roles that give a step its kind (`organisation.Role.code`)."""


def kinds_of(roles: Sequence[str]) -> list[StepKind]:
    """The kind of each step from the role codes of a procedure's steps, in order.

    The citizen's own steps are submissions. The first office step of the one-stop office is the reception; its last
    one, when nothing follows, hands the result over. A leader approves; the clerk issues what a leader has approved.
    Everything else is processing.
    """
    office = [place for place, role in enumerate(roles) if role != CITIZEN]
    kinds = []
    approved = False
    for place, role in enumerate(roles):
        kind = StepKind.WORK
        if role == CITIZEN:
            kind = StepKind.SUBMISSION
        elif place == office[0] and role == ONE_STOP:
            kind = StepKind.INTAKE
        elif place == office[-1] and role == ONE_STOP:
            kind = StepKind.HANDOVER
        elif role == LEADER:
            kind, approved = StepKind.APPROVAL, True
        elif role == CLERK and approved:
            kind = StepKind.ISSUING
        kinds.append(kind)
    return kinds


def state_at(kinds: Sequence[StepKind | str], place: int | None) -> DossierState:
    """The state of a dossier whose step at `place` (from 0) is in hand; None when every step is done.

    Received while the reception has it; approved once no approval is left, issued once the clerk is done too;
    ready when the result goes to the counter. A procedure without an approval is in progress until then.
    """
    if place is None:
        return DossierState.READY
    ordered = [StepKind(kind) for kind in kinds]
    if ordered[place] == StepKind.HANDOVER:
        return DossierState.READY
    if ordered[place] == StepKind.INTAKE:
        return DossierState.RECEIVED
    before, ahead = ordered[:place], ordered[place:]
    if StepKind.APPROVAL in before and StepKind.APPROVAL not in ahead:
        issued = StepKind.ISSUING in before and StepKind.ISSUING not in ahead
        return DossierState.ISSUED if issued else DossierState.APPROVED
    return DossierState.IN_PROGRESS
