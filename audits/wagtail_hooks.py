"""What of audits is edited in the administration."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from audits.reform_index.viewsets import PublishedStandingViewSet


@hooks.register("register_admin_viewset")
def register_index_viewsets() -> list[Any]:
    return [PublishedStandingViewSet("published_standings")]
