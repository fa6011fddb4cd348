"""How a management review goes on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from audits.enums import ReviewState


class ReviewMove(StrEnum):
    """What may happen to a review."""

    PREPARE = "prepare"
    HOLD = "hold"
    WRITE_MINUTES = "write_minutes"
    SIGN = "sign"


MOVES: Mapping[ReviewMove, tuple[frozenset[str], str]] = {
    ReviewMove.PREPARE: (frozenset({ReviewState.PREPARING}), ReviewState.PREPARING),
    ReviewMove.HOLD: (frozenset({ReviewState.PREPARING}), ReviewState.HELD),
    ReviewMove.WRITE_MINUTES: (frozenset({ReviewState.HELD}), ReviewState.HELD),
    ReviewMove.SIGN: (frozenset({ReviewState.HELD}), ReviewState.CLOSED),
}
"""From which states a move starts, and where it ends. Inputs are frozen by HOLD; nothing changes after SIGN."""


def may_move(state: str, move: ReviewMove) -> bool:
    """Can the move start from this state?"""
    return state in MOVES[move][0]
