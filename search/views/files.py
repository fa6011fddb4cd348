"""Files whose text the search does not have: for whoever can upload better ones."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.enums import PermissionRole
from procedures.workspace.views.access import policy_of, staff_view
from search.file_report import MOST_SHOWN, file_counts, file_remarks


@require_safe
@staff_view
def unread_files(request: HttpRequest) -> HttpResponse:
    """What the search could not read of forms and library files, and why."""
    if PermissionRole.ISO_SECRETARY.value not in policy_of(request).roles:
        raise PermissionDenied(_("This list is kept by the ISO secretary."))
    context = {"remarks": file_remarks(), "counts": file_counts(), "most": MOST_SHOWN}
    return render(request, "search/unread_files.html", context)
