"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Office, navigation and text size."""
    return {}
