"""Refusals of audits: each carries a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from audits.models import AuditItem


class AuditError(Exception):
    """A rule forbids it; the text says what to do instead."""


class StaleError(AuditError):
    """Somebody changed the record since the page was opened."""


class UnsettledAnswersError(AuditError):
    """Auditors answered questions differently.

    Attributes:
        questions: those that wait for a choice, with their checklists.
    """

    def __init__(self, words: str, questions: Sequence[AuditItem]) -> None:
        super().__init__(words)
        self.questions = questions


class NotAllowedError(PermissionDenied, AuditError):
    """The person may not do this."""
