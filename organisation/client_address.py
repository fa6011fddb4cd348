"""The address a request comes from, as far as it can be trusted: what brakes count by."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def _valid_address(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:  # a unix socket has no address, and a forged header may hold anything
        return None


def client_address(request: HttpRequest) -> str | None:
    """The address that brakes count by, or None when there is none.

    Behind `TRUSTED_PROXY_COUNT` proxies it is the entry the outermost of them appended to X-Forwarded-For; what
    stands further left was written by the client and proves nothing.
    """
    direct = _valid_address(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.TRUSTED_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if count <= 0 or len(forwarded) < count:
        return direct
    return _valid_address(forwarded[-count]) or direct
