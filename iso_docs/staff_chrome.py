"""The frame of staff pages: navigation with counts, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def staff_chrome(request: HttpRequest) -> dict[str, Any]:
    """Navigation and identity for pages under /lam-viec/; nothing elsewhere."""
    return {}
