"""Policies of the whole site: what it answers at all, and what a page may load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


_NUL, _UNREADABLE = "%00", "%EF%BF%BD"  # U+FFFD, as HTML reads a NUL


def no_nul_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """PostgreSQL takes no text with a NUL, so that no view, redirect or filter ever gets one from an address.

    A path with one is no address of ours; in a query it is read as the sign for an unreadable one, so that what was
    no day before is none after. What is posted, Django's forms refuse.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404("a path with a NUL")
        if _NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(_NUL, _UNREADABLE)
        return get_response(request)

    return middleware


class ContentPolicyMiddleware(CSPMiddleware):
    """Strict content policy everywhere, and the looser one Wagtail's administration still needs under its prefix.

    A view that sets its own header (Wagtail's documents: `default-src 'none'`) keeps it.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.ADMIN_URL_PREFIX):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
