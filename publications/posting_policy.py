"""Who may record what hangs on a board: those in charge of it, never the technical role as such (DOMAIN section 9)."""

from __future__ import annotations

from document_control.policies import DocumentPolicy
from organisation.enums import PermissionRole
from publications.models import NoticeBoard

EVERYWHERE = frozenset({PermissionRole.ISO_SECRETARY.value})
IN_OWN_UNIT = frozenset(
    {
        PermissionRole.ONE_STOP_OFFICER.value,
        PermissionRole.CLERK.value,
        PermissionRole.HEAD_OF_UNIT.value,
    }
)


class PostingPolicy:
    """The rights of one person over boards."""

    def __init__(self, documents: DocumentPolicy) -> None:
        self.documents = documents

    @property
    def may_see(self) -> bool:
        """The register of postings is open to every role but the technical one."""
        return self.documents.sees_register

    def may_post(self, board: NoticeBoard) -> bool:
        """May the person record postings and takings down on this board?"""
        if self.documents.roles & EVERYWHERE:
            return True
        return bool(self.documents.roles & IN_OWN_UNIT) and board.unit_id in self.documents.unit_ids
