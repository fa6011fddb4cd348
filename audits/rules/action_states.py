"""The table of moves of corrective actions, and who may verify one. Pure.

    open ──plan──► planned ──report──► done ──verify──► verified
      ▲                                  │                  │
      └──────────── send back ◄──────────┘                  │
      └──────────── fail (the figures did not hold) ◄───────┘

Until it is verified an action may be cancelled; while it is carried out its due date may be extended.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from audits.enums import ActionState


class ActionMove(StrEnum):
    """What may happen to an action."""

    PLAN = "plan"
    REPORT = "report"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    FAIL = "fail"
    EXTEND = "extend"
    CANCEL = "cancel"


MOVES: Mapping[ActionState, Mapping[ActionMove, ActionState]] = {
    ActionState.OPEN: {
        ActionMove.PLAN: ActionState.PLANNED,
        ActionMove.EXTEND: ActionState.OPEN,
        ActionMove.CANCEL: ActionState.CANCELLED,
    },
    ActionState.PLANNED: {
        ActionMove.PLAN: ActionState.PLANNED,
        ActionMove.REPORT: ActionState.DONE,
        ActionMove.EXTEND: ActionState.PLANNED,
        ActionMove.CANCEL: ActionState.CANCELLED,
    },
    ActionState.DONE: {
        ActionMove.VERIFY: ActionState.VERIFIED,
        ActionMove.SEND_BACK: ActionState.OPEN,
        ActionMove.CANCEL: ActionState.CANCELLED,
    },
    ActionState.VERIFIED: {ActionMove.FAIL: ActionState.OPEN},
    ActionState.CANCELLED: {},
}

ENDED = frozenset({ActionState.VERIFIED, ActionState.CANCELLED})
"""States in which nothing of an action is left to do."""


def state_after(state: str, move: ActionMove) -> ActionState | None:
    """Where a move leads from a state; None where it is not possible."""
    return MOVES[ActionState(state)].get(move)


def is_independent(
    person_id: int | None, owner_id: int, person_unit_ids: Collection[int], acting_unit_ids: Collection[int]
) -> bool:
    """Neither the owner of the action nor somebody of the unit that acts (ISO 9001 9.2.2 c, 10.2.1 d).

    Args:
        person_unit_ids: units in which the person holds a post.
        acting_unit_ids: the unit that acts, with those below it.
    """
    return person_id is not None and person_id != owner_id and not set(person_unit_ids) & set(acting_unit_ids)
