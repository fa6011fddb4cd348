"""Who may take, mark, number and hand out papers: the one place that answers (ISO 9001:2015 7.5.3, DOMAIN 1.5 and 9).

Reading is `document_control.policies`' question; a paper never opens a document that its screen keeps closed.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from document_control.enums import VersionState
from document_control.policies import DocumentPolicy
from document_control.selectors import history_of
from organisation.enums import PermissionRole
from publications.enums import Marking
from publications.models import Distribution

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from document_control.models import ControlledDocument, IssuedVersion
    from organisation.models import User

KEEPERS_OF_ORIGINALS = frozenset({PermissionRole.ISO_SECRETARY.value, PermissionRole.LEADER.value})
"""Who keeps the originals, so that their papers are controlled without a line of the distribution list."""
DISTRIBUTORS = frozenset({PermissionRole.ISO_SECRETARY.value})
MAKERS_OF_COPIES = frozenset({PermissionRole.ISO_SECRETARY.value, PermissionRole.CLERK.value})
"""Who hands out numbered copies: the ISO secretary, and the clerk whose duty copying and sending out is."""


class PublicationPolicy:
    """The rights of one person over papers on one day.

    Args:
        user: the person, or an anonymous visitor.
        day: the day whose posts count; today when left out.
    """

    def __init__(self, user: User | AnonymousUser, day: dt.date | None = None) -> None:
        self.user = user
        self.documents = DocumentPolicy(user, day)
        """What the person may read."""

    @classmethod
    def of(cls, documents: DocumentPolicy) -> PublicationPolicy:
        """The policy that goes with a document policy: what that has found out is not asked for again."""
        policy = cls(documents.user, documents.day)
        policy.documents = documents
        return policy

    # --- taking files ----------------------------------------------------------------------------------------

    def may_download(self, version: IssuedVersion, now: dt.datetime) -> bool:
        """May the person have files of this version? Those who may read it on the screen may."""
        if not self.documents.can_read(version.document):
            return False
        return self.documents.can_read_all_versions(version.document) or (
            _state_of(version, now) == VersionState.IN_FORCE
        )

    def marking_for(self, version: IssuedVersion | None, now: dt.datetime) -> Marking:
        """The words across a paper that the person takes without a copy number.

        A version that is issued and waits for its day is no draft: it was approved and will not change. It is marked
        like the version in force; its cover and foot say from when it holds, and its QR answers "not yet".

        Args:
            version: None for a text that was not issued.
            now: the moment whose standing counts.
        """
        if version is None:
            return Marking.DRAFT
        if _state_of(version, now) not in (VersionState.IN_FORCE, VersionState.FUTURE):
            return Marking.OBSOLETE
        return Marking.NONE if self.receives(version.document) else Marking.UNCONTROLLED

    def receives(self, document: ControlledDocument) -> bool:
        """Does the person hold the document by duty: a keeper, or somebody whom its distribution list reaches?

        A unit on the list stands for everybody with a post in it or in a unit below it.
        """
        if self._keeps_originals:
            return True
        if not self.documents.is_staff_member:
            return False
        reached = Q(person=self.user.pk) | Q(unit__in=self.documents.unit_ids)
        return Distribution.objects.filter(reached, document=document).exists()

    @cached_property
    def _keeps_originals(self) -> bool:
        return bool(self.documents.roles & KEEPERS_OF_ORIGINALS)

    # --- distribution ----------------------------------------------------------------------------------------

    def may_see_distribution(self, document: ControlledDocument) -> bool:
        """May the person see who receives the document, and who holds which copy?"""
        return self.documents.sees_register and self.documents.can_read(document)

    def may_edit_distribution(self, document: ControlledDocument) -> bool:
        """May the person put recipients on the list and take them off?"""
        return self._acts(DISTRIBUTORS, document)

    @property
    def makes_copies(self) -> bool:
        """Does the person hand out numbered copies at all?"""
        return bool(self.documents.roles & MAKERS_OF_COPIES)

    def may_make_controlled_copy(self, document: ControlledDocument) -> bool:
        """May the person hand out numbered copies, and record that old ones came back?"""
        return self._acts(MAKERS_OF_COPIES, document)

    def _acts(self, roles: frozenset[str], document: ControlledDocument) -> bool:
        return bool(self.documents.roles & roles) and self.documents.can_read(document)


def _state_of(version: IssuedVersion, now: dt.datetime) -> VersionState:
    return history_of(version.document).standing(version, now).state


def may_download(user: User | AnonymousUser, version: IssuedVersion, now: dt.datetime) -> bool:
    """Whether `user` may have files of `version` at `now`."""
    return PublicationPolicy(user).may_download(version, now)


def marking_for(user: User | AnonymousUser, version: IssuedVersion | None, now: dt.datetime) -> Marking:
    """The words across a paper of `version` (None: not issued) that `user` takes at `now`."""
    return PublicationPolicy(user).marking_for(version, now)
