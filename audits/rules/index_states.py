"""The way of one assessment of the reform index (DOMAIN 5.2): the one table of moves. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from audits.enums import AssessmentState as State

MOVES: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.SELF_SCORING}),
    State.SELF_SCORING: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.APPRAISING, State.SELF_SCORING}),
    State.APPRAISING: frozenset({State.EXPLAINING, State.SELF_SCORING}),
    State.EXPLAINING: frozenset({State.FINAL}),
    State.FINAL: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}
"""Only a published result is final for good; an appraiser may send a self-assessment back until he has answered it."""

SELF_SCORED = (State.OPEN, State.SELF_SCORING)
APPRAISED = (State.SUBMITTED, State.APPRAISING)
WITH_APPRAISAL = (State.SUBMITTED, State.APPRAISING, State.EXPLAINING, State.FINAL, State.PUBLISHED)
FROZEN = (State.FINAL, State.PUBLISHED)


def can_move(before: str, after: str) -> bool:
    """Is this a move of the table?"""
    return State(after) in MOVES[State(before)]
