"""Refusals of audits: each carries a sentence that says what to do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class AuditError(Exception):
    """A rule forbids it; the text says what to do instead."""


class StaleError(AuditError):
    """Somebody changed the record since the page was opened."""


class NotAllowedError(PermissionDenied, AuditError):
    """The person may not do this."""
