"""Who comes in at the import desk, and to what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from procedures.import_desk.policies import ImportPolicy
from procedures.models import ImportBatch, ImportFile, ImportItem
from procedures.workspace.views.access import policy_of, staff_view

View = Callable[..., HttpResponse]


def import_policy_of(request: HttpRequest) -> ImportPolicy:
    """The rights of the signed-in person at the import desk, read once per request."""
    policy = getattr(request, "import_policy", None)
    if policy is None:
        policy = ImportPolicy(policy_of(request))
        request.import_policy = policy  # type: ignore[attr-defined]
    return policy


def desk_view(view: View) -> View:
    """Whoever writes documents comes in; everybody else is told who does."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not import_policy_of(request).may_use:
            raise PermissionDenied(
                _(
                    "Files are brought in by those who write procedures: "
                    "specialists, heads of units and the ISO secretary."
                )
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


def visible_batches(request: HttpRequest) -> QuerySet[ImportBatch]:
    """The imports that the person may see and work on."""
    return import_policy_of(request).visible(ImportBatch.objects.all())


def batch_or_404(request: HttpRequest, batch_id: int) -> ImportBatch:
    """An import the person may see."""
    return get_object_or_404(visible_batches(request).select_related("created_by", "unit"), pk=batch_id)


def file_or_404(request: HttpRequest, file_id: int) -> ImportFile:
    """A file of an import the person may see."""
    files = ImportFile.objects.filter(batch__in=visible_batches(request)).select_related("batch")
    return get_object_or_404(files, pk=file_id)


def item_or_404(request: HttpRequest, item_id: int) -> ImportItem:
    """A document of an import the person may see."""
    items = ImportItem.objects.filter(file__batch__in=visible_batches(request))
    return get_object_or_404(
        items.select_related("file__batch__created_by", "page__latest_revision", "edited_by"), pk=item_id
    )
