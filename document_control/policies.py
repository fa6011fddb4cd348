"""Who may do what with controlled documents: the one place that answers (DOMAIN section 9).

Rights come from the roles of the posts held today (`organisation.services.sync_user_roles` turns them into groups);
being a superuser adds none of them, because the technical role never approves, withdraws or signs.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from document_control.enums import Audience
from organisation.enums import PermissionRole
from organisation.selectors import UnitTree, assignments_on, unit_tree

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from document_control.models import ControlledDocument
    from document_control.querysets import VersionQuerySet
    from organisation.models import Assignment, User

ROLE_CODES = frozenset(PermissionRole.values)
OVERSIGHT = frozenset(
    {PermissionRole.ISO_SECRETARY.value, PermissionRole.INTERNAL_AUDITOR.value, PermissionRole.LEADER.value}
)
"""Who oversees the whole system, so that no document is closed to them."""
WORKERS_ON_TEXTS = OVERSIGHT | {PermissionRole.SPECIALIST.value, PermissionRole.HEAD_OF_UNIT.value}
WITHDRAWERS = frozenset({PermissionRole.ISO_SECRETARY.value, PermissionRole.LEADER.value})
REVIEWERS_OF_DOCUMENTS = frozenset({PermissionRole.ISO_SECRETARY.value, PermissionRole.HEAD_OF_UNIT.value})

Rows = TypeVar("Rows", bound="QuerySet[Any]")


class DocumentPolicy:
    """The rights of one person over controlled documents on one day.

    Args:
        user: the person, or an anonymous visitor.
        day: the day whose posts count; today when left out.
    """

    def __init__(self, user: User | AnonymousUser, day: dt.date | None = None) -> None:
        self.user = user
        self.day = day or localdate()

    # --- who the person is -------------------------------------------------------------------------------

    @cached_property
    def _groups(self) -> dict[int, str]:
        if not self.user.is_authenticated or not self.user.is_active:
            return {}
        return dict(self.user.groups.values_list("pk", "name"))

    @property
    def group_ids(self) -> frozenset[int]:
        """Keys of all groups of the person."""
        return frozenset(self._groups)

    @property
    def roles(self) -> frozenset[str]:
        """Codes of the permission roles held."""
        return frozenset(self._groups.values()) & ROLE_CODES

    @property
    def is_administrator(self) -> bool:
        """The technical role: keeps the system running, decides nothing."""
        if not self.user.is_authenticated or not self.user.is_active:
            return False
        return self.user.is_superuser or PermissionRole.ADMINISTRATOR.value in self.roles

    @property
    def is_staff_member(self) -> bool:
        """May the person enter the workspace at all?"""
        return bool(self.roles) or self.is_administrator

    @cached_property
    def tree(self) -> UnitTree:
        """Which unit stands directly below which on the day; asked for once, also by the policies of apps above."""
        return unit_tree(self.day)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """The posts held on the day, with post, unit and role; asked for once, also by the policies of apps above."""
        if not self.user.is_authenticated or not self.user.is_active:
            return ()
        return tuple(assignments_on(self.user, self.day))

    @cached_property
    def own_unit_ids(self) -> frozenset[int]:
        """Units in which the person holds a post."""
        return frozenset(held.post.unit_id for held in self.assignments)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Units the person belongs to: those of the posts held and every unit above them."""
        found = set(self.own_unit_ids)
        if found:
            parents = {child: parent for parent, children in self.tree.items() for child in children}
            for unit_id in self.own_unit_ids:
                while (unit_id := parents.get(unit_id, 0)) and unit_id not in found:
                    found.add(unit_id)
        return frozenset(found)

    # --- reading -------------------------------------------------------------------------------------------

    def can_read(self, document: ControlledDocument) -> bool:
        """May the person read what is in force of this document?"""
        if document.audience == Audience.PUBLIC:
            return True
        if document.audience == Audience.STAFF:
            return self.is_staff_member
        if self.roles & OVERSIGHT:
            return True
        return document.audience == Audience.UNIT and bool(self.roles) and document.unit_id in self.unit_ids

    def can_read_all_versions(self, document: ControlledDocument) -> bool:
        """May the person also read versions that are not in force (past, future, withdrawn)?

        Versions of public documents keep permanent public addresses, so they are open to everybody.
        """
        if document.audience == Audience.PUBLIC:
            return True
        return self.can_read(document) and self.reads_all_versions

    @property
    def reads_all_versions(self) -> bool:
        """Does the person hold the right to versions not in force?"""
        return self.user.has_perm("document_control.read_all_versions")

    def _audiences(self, prefix: str) -> Q:
        allowed = Q(**{f"{prefix}audience": Audience.PUBLIC})
        if self.is_staff_member:
            allowed |= Q(**{f"{prefix}audience": Audience.STAFF})
        if self.roles & OVERSIGHT:
            allowed |= Q(**{f"{prefix}audience__in": [Audience.UNIT, Audience.RESTRICTED]})
        elif self.roles and self.unit_ids:
            allowed |= Q(**{f"{prefix}audience": Audience.UNIT, f"{prefix}unit__in": self.unit_ids})
        return allowed

    def readable_documents(self, documents: Rows) -> Rows:
        """Those of `documents` whose version in force the person may read."""
        return documents.filter(self._audiences(""))

    def readable_versions(self, versions: VersionQuerySet) -> VersionQuerySet:
        """Those of `versions` whose document the person may read; the caller says which day is meant."""
        return versions.filter(self._audiences("document__"))

    # --- working -------------------------------------------------------------------------------------------

    @property
    def sees_register(self) -> bool:
        """The master list and the register of legal acts: every role but the technical one."""
        return bool(self.roles - {PermissionRole.ADMINISTRATOR.value})

    @property
    def sees_texts_in_work(self) -> bool:
        """Drafts of others, and how far they are. The technical role looks on, it cannot act."""
        return bool(self.roles & WORKERS_ON_TEXTS) or self.is_administrator

    def can_see_text(self, document: ControlledDocument, *, is_author: bool) -> bool:
        """May the person read this draft? Its authors always may."""
        if is_author:
            return True
        if self.is_administrator and document.audience in (Audience.PUBLIC, Audience.STAFF):
            return True
        return self.sees_texts_in_work and self.can_read(document)

    def can_withdraw(self, document: ControlledDocument) -> bool:
        """May the person end this document, or cancel a version of it before its moment?"""
        return self.withdraws_documents and self.can_read(document)

    @property
    def withdraws_documents(self) -> bool:
        """Does the person end documents at all?"""
        return bool(self.roles & WITHDRAWERS) and self.user.has_perm("document_control.withdraw_document")

    def can_review_periodically(self, document: ControlledDocument) -> bool:
        """May the person record that a document was looked at again?"""
        if PermissionRole.ISO_SECRETARY.value in self.roles:
            return True
        return bool(self.roles & REVIEWERS_OF_DOCUMENTS) and document.unit_id in self.own_unit_ids
