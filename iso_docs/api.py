"""The API: Wagtail's own (v3), and procedures as they are in force, from issued versions.

Wagtail's write endpoints run the same actions and permission testers as its editor, so a token opens no way around the
approval workflow (tests/project/test_api.py).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from wagtail.api.v3.auth import AllowAnonymous
from wagtail.api.v3.urls import api

from document_control.enums import DocumentKind
from document_control.models import IssuedVersion

router = Router(tags=["procedures"], auth=AllowAnonymous())

MAX_PAGE = 100


def _moment(day: dt.date | None) -> dt.datetime:
    """The end of a local day, or now."""
    if day is None:
        return timezone.now()
    end = dt.datetime.combine(day, dt.time(23, 59, 59))
    return timezone.make_aware(end)


def _in_force(day: dt.date | None) -> Any:
    versions = IssuedVersion.objects.in_force_at(_moment(day)).public()
    return versions.filter(document__kind=DocumentKind.PROCEDURE).select_related("document")


def _head(version: IssuedVersion) -> dict[str, Any]:
    return {
        "code": version.document.code,
        "title": version.title,
        "edition": str(version.number),
        "effective_from": version.effective_from.isoformat(),
        "content_hash": version.content_hash,
        "check_code": version.check_code.upper(),
    }


@router.get("/", summary="Procedures in force", url_name="procedures_list")
def list_procedures(
    request: HttpRequest, day: dt.date | None = None, offset: int = 0, limit: int = 20
) -> dict[str, Any]:
    """Codes, titles and editions of the public procedures in force now, or on `day`."""
    versions = _in_force(day).defer("snapshot").order_by("document__code", "pk")
    start, size = max(offset, 0), min(max(limit, 1), MAX_PAGE)
    return {
        "total": versions.count(),
        "items": [_head(version) for version in versions[start : start + size]],
    }


@router.get("/{code}/", summary="One procedure in force", url_name="procedures_detail")
def get_procedure(request: HttpRequest, code: str, day: dt.date | None = None) -> dict[str, Any]:
    """The whole text of a public procedure in force now, or on `day`: snapshot schema 1 (docs/snapshot.md)."""
    version = get_object_or_404(_in_force(day).order_by("document__unit_id"), document__code=code)
    return {**_head(version), "snapshot": version.snapshot}


api.add_router("/procedures/", router)

__all__ = ["api"]
