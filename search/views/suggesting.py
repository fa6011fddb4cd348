"""Suggestions while typing, as JSON: the page works without them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from organisation.client_address import client_address
from procedures.as_of import AsOf
from procedures.workspace.views.access import policy_of
from search.reader import Reader
from search.suggestions import KEPT_SECONDS, is_too_fast, suggestions


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def public_suggestions(request: HttpRequest) -> JsonResponse:
    """Names of what the office publishes."""
    return _answer(request, Reader(_now()))


@require_safe
@never_cache
def staff_suggestions(request: HttpRequest) -> JsonResponse:
    """Names of what the person may read."""
    policy = policy_of(request)
    if not policy.is_staff_member:
        return JsonResponse({"items": []}, status=403)
    return _answer(request, Reader(_now(), policy))


def _now() -> AsOf:
    now = timezone.now()
    return AsOf(now, localdate(now))


def _answer(request: HttpRequest, reader: Reader) -> JsonResponse:
    if is_too_fast(client_address(request), int(timezone.now().timestamp()) // 60):
        return JsonResponse({"items": []}, status=429)
    return JsonResponse({"items": suggestions(request.GET.get("q", ""), reader, get_language() or "")})
