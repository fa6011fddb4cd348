"""Where a finding is on its way, told from its state and its actions. Pure.

The stored state says who has to decide next; between the unit's acceptance and the end it is the actions that move.
The least advanced action tells: a finding is as far as what is still missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.enums import NONCONFORMITIES, ActionState, FindingProgress, FindingState

WAY = (ActionState.OPEN, ActionState.PLANNED, ActionState.DONE, ActionState.VERIFIED)
"""States of an action that counts, the least advanced first."""

ENDS: Mapping[str, FindingProgress] = {
    FindingState.CLOSED: FindingProgress.CLOSED,
    FindingState.CANCELLED: FindingProgress.CANCELLED,
    FindingState.DISPUTED: FindingProgress.DISPUTED,
}
"""States that tell where a finding is, whatever its actions say."""


@dataclass(frozen=True, slots=True)
class ActionStanding:
    """How far one action is. `has_evidence`: a file shows that it is being carried out."""

    state: str
    round: int = 1
    has_evidence: bool = False


def progress_of(grade: str, state: str, actions: Sequence[ActionStanding]) -> FindingProgress:
    """Where a finding is.

    Args:
        grade, state: of the finding, values of `Grade` and `FindingState`.
        actions: all that were given for it; cancelled ones do not count.
    """
    if state in ENDS:
        return ENDS[state]
    standing = [one for one in actions if one.state != ActionState.CANCELLED]
    is_unanswered = state == FindingState.RAISED
    if is_unanswered and (grade in NONCONFORMITIES or not standing):
        return FindingProgress.RAISED
    return _by_actions(standing) if standing else FindingProgress.ACCEPTED


def _by_actions(standing: Sequence[ActionStanding]) -> FindingProgress:
    least = min(standing, key=lambda one: WAY.index(ActionState(one.state)))
    if least.state == ActionState.OPEN:
        began_again = any(one.state == ActionState.OPEN and one.round > 1 for one in standing)
        return FindingProgress.REOPENED if began_again else FindingProgress.GIVEN
    if least.state == ActionState.PLANNED:
        has_begun = any(one.has_evidence or one.state != ActionState.PLANNED for one in standing)
        return FindingProgress.UNDER_WAY if has_begun else FindingProgress.PLANNED
    return FindingProgress.DONE if least.state == ActionState.DONE else FindingProgress.VERIFIED
