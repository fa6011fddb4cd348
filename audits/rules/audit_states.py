"""How a programme and an audit go on: the tables of moves (DOMAIN 1.6, 11). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from audits.enums import AuditState, ProgrammeState


class ProgrammeMove(StrEnum):
    """What may be done with the programme of a year."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"


class AuditMove(StrEnum):
    """What may be done with one audit; `REVISE` takes an approved plan back, so that it is approved anew."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REVISE = "revise"
    ACKNOWLEDGE = "acknowledge"
    START = "start"
    REPORT = "report"
    CLOSE = "close"
    CANCEL = "cancel"


PROGRAMME_MOVES: Mapping[tuple[ProgrammeState, ProgrammeMove], ProgrammeState] = {
    (ProgrammeState.DRAFT, ProgrammeMove.SUBMIT): ProgrammeState.SUBMITTED,
    (ProgrammeState.SUBMITTED, ProgrammeMove.APPROVE): ProgrammeState.APPROVED,
    (ProgrammeState.SUBMITTED, ProgrammeMove.SEND_BACK): ProgrammeState.DRAFT,
}

AUDIT_MOVES: Mapping[tuple[AuditState, AuditMove], AuditState] = {
    (AuditState.PLANNING, AuditMove.SUBMIT): AuditState.SUBMITTED,
    (AuditState.PLANNING, AuditMove.CANCEL): AuditState.CANCELLED,
    (AuditState.SUBMITTED, AuditMove.APPROVE): AuditState.APPROVED,
    (AuditState.SUBMITTED, AuditMove.SEND_BACK): AuditState.PLANNING,
    (AuditState.SUBMITTED, AuditMove.CANCEL): AuditState.CANCELLED,
    (AuditState.APPROVED, AuditMove.REVISE): AuditState.PLANNING,
    (AuditState.APPROVED, AuditMove.ACKNOWLEDGE): AuditState.APPROVED,
    (AuditState.APPROVED, AuditMove.START): AuditState.RUNNING,
    (AuditState.APPROVED, AuditMove.CANCEL): AuditState.CANCELLED,
    (AuditState.RUNNING, AuditMove.REPORT): AuditState.REPORTED,
    (AuditState.RUNNING, AuditMove.CANCEL): AuditState.CANCELLED,
    (AuditState.REPORTED, AuditMove.CLOSE): AuditState.CLOSED,
}
"""Every move that exists; what is not here is refused. A closed or cancelled audit knows no move."""


def programme_after(state: str, move: ProgrammeMove) -> ProgrammeState | None:
    """The state after a move; None where the state does not know it."""
    return PROGRAMME_MOVES.get((ProgrammeState(state), move))


def audit_after(state: str, move: AuditMove) -> AuditState | None:
    """The state after a move; None where the state does not know it."""
    return AUDIT_MOVES.get((AuditState(state), move))
