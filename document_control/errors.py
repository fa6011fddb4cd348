"""Refusals of document control. Each message says what to do; all are permission refusals, so views answer 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class DocumentControlError(PermissionDenied):
    """Something that document control does not allow."""


class NotIssuedError(DocumentControlError):
    """Somebody tried to publish a text that was not approved and issued."""


class IssueRefusedError(DocumentControlError):
    """The text cannot be issued as it stands."""


class NothingChangedError(IssueRefusedError):
    """The text equals the version issued last."""


class WithdrawalRequiredError(DocumentControlError):
    """Somebody tried to take a document off the site without a withdrawal."""


class DeletionRefusedError(DocumentControlError):
    """Somebody tried to delete a document that was issued."""
