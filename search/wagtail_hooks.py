"""Hooks of the search: its table in the administration."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from search.viewsets import SynonymGroupViewSet


@hooks.register("register_admin_viewset")
def register_search_viewsets() -> list[Any]:
    return [SynonymGroupViewSet("everyday_names")]
