"""Who may do what with the notice boards (DOMAIN section 9): the one place that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organisation.enums import PermissionRole

if TYPE_CHECKING:
    from document_control.policies import DocumentPolicy
    from publications.models import NoticeBoard

POSTERS = frozenset(
    {
        PermissionRole.ISO_SECRETARY.value,
        PermissionRole.ONE_STOP_OFFICER.value,
        PermissionRole.CLERK.value,
    }
)
"""Who puts up and takes down notices anywhere in the office; a head of unit does so on the boards of his units."""


class BoardPolicy:
    """The rights of one person over the notice boards; the technical role has none of them."""

    def __init__(self, policy: DocumentPolicy) -> None:
        self._policy = policy

    @property
    def sees_boards(self) -> bool:
        """The posting register, its history and photos: every role but the technical one."""
        return self._policy.sees_register

    @property
    def may_be_in_charge(self) -> bool:
        """Is there any board that could be the person's work?"""
        return bool(self._policy.roles & (POSTERS | {PermissionRole.HEAD_OF_UNIT.value}))

    def can_record(self, board: NoticeBoard) -> bool:
        """May the person record what hangs on this board?"""
        roles = self._policy.roles
        if roles & POSTERS:
            return True
        return PermissionRole.HEAD_OF_UNIT.value in roles and board.unit_id in self._policy.own_unit_ids

    def is_in_charge(self, board: NoticeBoard) -> bool:
        """Does work at this board wait for this person: one of its unit, or the ISO secretary?"""
        if not self.can_record(board):
            return False
        return PermissionRole.ISO_SECRETARY.value in self._policy.roles or board.unit_id in (
            self._policy.unit_ids
        )
