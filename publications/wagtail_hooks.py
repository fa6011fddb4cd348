"""Hooks of publications: its registers in the administration."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from publications.board_viewsets import NoticeBoardViewSet
from publications.handbook_viewsets import PublicationsGroup


@hooks.register("register_admin_viewset")
def register_publication_viewsets() -> list[Any]:
    return [NoticeBoardViewSet(), PublicationsGroup()]
