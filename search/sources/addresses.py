"""Addresses of what is found, for its reader: none where the page is not open to him."""

from __future__ import annotations

from django.urls import reverse

from document_control.enums import Audience, DocumentKind
from procedures.workspace.staff_selectors import document_url
from publications.boards.policy import BoardPolicy
from publications.models import NoticeBoard
from search.reader import Reader


def has_page(kind: str, audience: str) -> bool:
    """Procedures are shown on the public face only; one that citizens may not read has no page there."""
    return kind != DocumentKind.PROCEDURE or audience == Audience.PUBLIC


def document_address(kind: str, audience: str, slug: str) -> str:
    """The page of a document in force; "" when it has none."""
    return document_url(kind, slug) if has_page(kind, audience) else ""


def board_address(reader: Reader, board: NoticeBoard) -> str:
    """The register of a board for who works with it, otherwise what hangs there."""
    if reader.policy is not None and BoardPolicy(reader.policy).sees_boards:
        return reverse("board", args=[board.pk])
    return f"{reverse('notice-list')}?noi={board.slug}"
