"""Permission questions of document control, each asked of one object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import PagePermissionTester
from wagtail.permission_policies import ModelPermissionPolicy

from document_control.selectors import issued_codes_under


class ControlledPagePermissionTester(PagePermissionTester):
    """Nobody publishes, unpublishes or deletes an issued page by hand: superusers included."""

    page: Any

    def _is_issued(self) -> bool:
        document = getattr(self.page.specific, "document", None)
        return document is not None and document.chain_length > 0

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self._is_issued():
            return False
        if self.page.is_leaf() and not self.page.live:
            return self.can_edit()  # what Wagtail finds too, but with a query for each row of a list
        return super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        """A draft may change its folder; an issued document stays where its readers and reviewers know it."""
        return not self._is_issued() and self.can_edit()


class ControlledSnippetPermissionTester:
    """The same questions for a controlled text that is a snippet: nobody publishes it by hand."""

    def __init__(self, user: Any, content: Any) -> None:
        self.user = user
        self.content = content

    def can_edit(self) -> bool:
        """May the person change the draft? Whoever holds the right to change this kind of text."""
        meta = self.content._meta
        return bool(self.user.is_active and self.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"))


class RestrictedPolicy(ModelPermissionPolicy):
    """A policy that grants some actions to nobody, superusers included.

    `view` is also granted by a right to change: whoever edits a row may read it.
    """

    refused: frozenset[str] = frozenset()

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, [a for a in actions if a not in self.refused])


class ControlledSnippetPolicy(RestrictedPolicy):
    """Drafts are written; approval alone publishes them, and what was issued is not deleted but withdrawn."""

    refused = frozenset({"publish", "lock", "unlock"})

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Any) -> bool:
        if action == "delete" and instance.document_id and instance.document.chain_length:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class RegisterPolicy(RestrictedPolicy):
    """Rows of the register come and go with the texts they stand for, never by hand."""

    refused = frozenset({"add", "delete"})


class RecordPolicy(RestrictedPolicy):
    """Official records are read, never written by hand."""

    refused = frozenset({"add", "change", "delete"})


class ReviewPolicy(RestrictedPolicy):
    """A review is part of the record: it gets an outcome, and stays."""

    refused = frozenset({"delete"})


class FolderPermissionTester(PagePermissionTester):
    """A folder with issued documents below it stays, whoever asks."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk=ignore_bulk) and not issued_codes_under([self.page])
