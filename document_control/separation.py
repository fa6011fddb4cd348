"""Separation of duties over one version (DOMAIN section 9, hard rules). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


class SeparationError(Exception):
    """Somebody would hold two duties that must lie with different people; the message says which."""


@dataclass(frozen=True, slots=True)
class Duties:
    """User ids per duty over one text."""

    drafters: frozenset[int]
    reviewers: frozenset[int]
    approvers: frozenset[int]


def may_review(user_id: int, drafters: Collection[int]) -> bool:
    """The drafter never reviews his own text."""
    return user_id not in drafters


def may_approve(user_id: int, drafters: Collection[int], reviewers: Collection[int]) -> bool:
    """The drafter never approves, and approval is a third pair of eyes."""
    return user_id not in drafters and user_id not in reviewers


def require_separation(duties: Duties) -> None:
    """Refuse a text that was not drafted, reviewed and approved by different people.

    Raises:
        SeparationError: a duty is missing or two duties fall on one person.
    """
    if not duties.drafters:
        raise SeparationError("Không rõ ai soạn thảo bản này. Lưu lại bản thảo rồi gửi duyệt lại.")
    if not duties.reviewers:
        raise SeparationError("Bản này chưa có người xem xét.")
    if not duties.approvers:
        raise SeparationError("Bản này chưa có người phê duyệt.")
    if duties.drafters & (duties.reviewers | duties.approvers):
        raise SeparationError("Người soạn không được tự xem xét hoặc tự phê duyệt. Gửi cho người khác.")
    if duties.reviewers & duties.approvers:
        raise SeparationError("Người xem xét và người phê duyệt phải là hai người khác nhau.")
