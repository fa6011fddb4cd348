"""Check codes: the short hash printed on papers. One code names one paper, whatever kind of paper it is.

A paper made from an issued version carries the beginning of the version's chain hash; apps above issue papers of their
own. All of them ask here, so that a code typed at the validity check has one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from document_control.errors import IssueRefusedError
from document_control.models import IssuedVersion

SHORTEST, LONGEST, STEP = 8, 16, 4
"""Digits of a code: two groups of four, or a little more where two hashes begin alike."""

CodeHolder = Callable[[str], "QuerySet[Any]"]
"""The papers of one kind that carry a code: a queryset of one model."""


def _versions_with(code: str) -> QuerySet[IssuedVersion]:
    return IssuedVersion.objects.filter(check_code=code)


_holders: list[CodeHolder] = [_versions_with]


def register_code_holder(holder: CodeHolder) -> CodeHolder:
    """Let an app above say which of its papers carry a code; call it from `AppConfig.ready()`."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


def is_taken(code: str) -> bool:
    """Does any paper of the system carry this code (lower-case hexadecimal digits)? One query."""
    first, *others = (holder(code).order_by().values("pk") for holder in _holders)
    return first.union(*others, all=True).exists()


def free_check_code(paper_hash: str) -> str:
    """The shortest beginning of a hash that no paper of the system carries: 8 digits or a little more.

    Args:
        paper_hash: 64 lower-case hexadecimal digits that stand for the paper.

    Raises:
        IssueRefusedError: every length is taken (1 in 10^19: a broken hash, not chance).
    """
    for length in range(SHORTEST, LONGEST + 1, STEP):
        if not is_taken(paper_hash[:length]):
            return paper_hash[:length]
    raise IssueRefusedError("no free check code")
