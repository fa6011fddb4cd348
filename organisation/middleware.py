"""Keeps role groups true for people whose session outlives an assignment."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from organisation.services import sync_user_roles

SESSION_KEY = "roles_synced_on"


class RoleSyncMiddleware:
    """Once a day and session, recompute the signed-in person's role groups from the posts held today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get("_auth_user_id"):  # an anonymous visitor costs no query
            today = timezone.localdate()
            if request.session.get(SESSION_KEY) != today.isoformat() and request.user.is_authenticated:
                sync_user_roles(request.user, today)
                request.session[SESSION_KEY] = today.isoformat()
        return self.get_response(request)
