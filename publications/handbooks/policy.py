"""Who may do what with handbooks (DOMAIN section 9: staff read, the ISO secretary prepares, a leader approves)."""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from document_control.policies import OVERSIGHT, DocumentPolicy
from organisation.enums import PermissionRole
from organisation.selectors import unit_tree, units_under
from publications.group_rights import ISSUE_HANDBOOKS
from publications.models import HandbookProposal


class HandbookPolicy:
    """The rights of one person over handbooks, on the day of his document policy.

    Which chapters he reads is the document policy's answer; a handbook never opens a closed document.
    """

    def __init__(self, documents: DocumentPolicy) -> None:
        self.documents = documents

    # --- reading -----------------------------------------------------------------------------------------

    @property
    def may_read(self) -> bool:
        """Editions in force are open to everybody in the office."""
        return self.documents.is_staff_member

    @property
    def may_read_all_editions(self) -> bool:
        """Past and coming editions hold versions that are not in force, so they need that right."""
        return self.may_read and self.documents.reads_all_versions

    # --- issuing -----------------------------------------------------------------------------------------

    def _issues_as(self, role: PermissionRole) -> bool:
        """The technical role decides nothing, whatever other post its holder has."""
        documents = self.documents
        return (
            role.value in documents.roles
            and not documents.is_administrator
            and documents.user.has_perm(ISSUE_HANDBOOKS)
        )

    @cached_property
    def may_prepare(self) -> bool:
        """The ISO secretary prepares editions."""
        return self._issues_as(PermissionRole.ISO_SECRETARY)

    @cached_property
    def may_approve(self) -> bool:
        """A leader approves editions; of one proposal see `refusal_to_approve`."""
        return self._issues_as(PermissionRole.LEADER)

    def refusal_to_approve(self, proposal: HandbookProposal) -> str:
        """Why the person may not approve this proposal; "" when he may."""
        if not self.may_approve:
            return _("Only a leader approves an edition of a handbook.")
        if proposal.prepared_by_id == self.documents.user.pk:
            return _("Whoever prepared the edition does not approve it. Ask another leader.")
        return ""

    def may_return(self, proposal: HandbookProposal) -> bool:
        """May the person send the proposal back? A leader may, and its preparer may take it back."""
        prepared_it = proposal.prepared_by_id == self.documents.user.pk and self.may_prepare
        return prepared_it or self.may_approve

    @property
    def sees_proposals(self) -> bool:
        """Those who prepare and approve, and the auditor who looks on."""
        return bool(self.documents.roles & OVERSIGHT)

    # --- who has read ------------------------------------------------------------------------------------

    @property
    def sees_all_readers(self) -> bool:
        """May the person see by name who has read, in the whole office?"""
        return bool(self.documents.roles & OVERSIGHT)

    @property
    def sees_outstanding(self) -> bool:
        """May the person see by name who has not read? Heads see the people of their own units."""
        return self.sees_all_readers or PermissionRole.HEAD_OF_UNIT.value in self.documents.roles

    @cached_property
    def units_seen(self) -> frozenset[int] | None:
        """The units whose readers the person sees; None for all."""
        if self.sees_all_readers:
            return None
        if not self.sees_outstanding:
            return frozenset()
        return units_under(self.documents.own_unit_ids, unit_tree(self.documents.day))
