"""House rules of the organisation that Django checks at every start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from wagtail.models import Page, RevisionMixin

AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
ROLE_SYNC = "organisation.middleware.RoleSyncMiddleware"


@checks.register(checks.Tags.models)
def check_history_models(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """simple-history stores draft values of a page or revisable model as if they had been saved."""
    return [
        checks.Error(
            f"{model._meta.label} keeps its history by Wagtail revisions and by simple-history.",
            hint="Remove `history = HistoricalRecords()`: the revisions are its history.",
            obj=model,
            id="organisation.E001",
        )
        for model in apps.get_models()
        if issubclass(model, (Page, RevisionMixin)) and hasattr(model, "history")
    ]


@checks.register(checks.Tags.security)
def check_role_sync(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Rights end with the assignment only if roles are recomputed for running sessions."""
    order = list(settings.MIDDLEWARE)
    if (
        ROLE_SYNC in order
        and AUTHENTICATION in order
        and order.index(ROLE_SYNC) > order.index(AUTHENTICATION)
    ):
        return []
    return [
        checks.Error(
            "Roles of people who stay signed in are not recomputed daily.",
            hint=f"Put {ROLE_SYNC} after {AUTHENTICATION} in MIDDLEWARE.",
            id="organisation.E002",
        )
    ]
