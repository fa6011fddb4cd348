"""The table of moves of findings, and when one may be closed. Pure.

raised ──accept──► accepted ──close──► closed
  │  │                ▲   ▲              │
  │  └─dispute─► disputed │              │
  │                │ uphold              │
  │                └─grant─► cancelled   └─reopen: an action that was verified did not hold
  └──close (observations)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from audits.enums import NONCONFORMITIES, ActionState, FindingState
from audits.rules.action_states import ENDED


class FindingMove(StrEnum):
    """What may happen to a finding."""

    ACCEPT = "accept"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    GRANT = "grant"
    TAKE_BACK = "take_back"
    CLOSE = "close"
    REOPEN = "reopen"


MOVES: Mapping[FindingState, Mapping[FindingMove, FindingState]] = {
    FindingState.RAISED: {
        FindingMove.ACCEPT: FindingState.ACCEPTED,
        FindingMove.DISPUTE: FindingState.DISPUTED,
        FindingMove.TAKE_BACK: FindingState.CANCELLED,
        FindingMove.CLOSE: FindingState.CLOSED,
    },
    FindingState.DISPUTED: {
        FindingMove.ACCEPT: FindingState.ACCEPTED,
        FindingMove.UPHOLD: FindingState.ACCEPTED,
        FindingMove.GRANT: FindingState.CANCELLED,
        FindingMove.TAKE_BACK: FindingState.CANCELLED,
    },
    FindingState.ACCEPTED: {
        FindingMove.TAKE_BACK: FindingState.CANCELLED,
        FindingMove.CLOSE: FindingState.CLOSED,
    },
    FindingState.CLOSED: {FindingMove.REOPEN: FindingState.ACCEPTED},
    FindingState.CANCELLED: {},
}

OPEN = (FindingState.RAISED, FindingState.DISPUTED, FindingState.ACCEPTED)


class Obstacle(StrEnum):
    """Why a finding cannot be closed yet."""

    NOT_ANSWERED = "not_answered"
    ACTIONS_OPEN = "actions_open"
    NOTHING_VERIFIED = "nothing_verified"


def state_after(state: str, move: FindingMove) -> FindingState | None:
    """Where a move leads from a state; None where it is not possible."""
    return MOVES[FindingState(state)].get(move)


def obstacle_to_closing(grade: str, state: str, action_states: Collection[str]) -> Obstacle | None:
    """What stands against closing; None when nothing does.

    A nonconformity is accepted first, each of its actions has ended and at least one was verified. Observations close
    with a note, once nothing given for them is left to do.
    """
    if grade in NONCONFORMITIES and state != FindingState.ACCEPTED:
        return Obstacle.NOT_ANSWERED
    if any(ActionState(one) not in ENDED for one in action_states):
        return Obstacle.ACTIONS_OPEN
    if grade in NONCONFORMITIES and ActionState.VERIFIED not in action_states:
        return Obstacle.NOTHING_VERIFIED
    return None
