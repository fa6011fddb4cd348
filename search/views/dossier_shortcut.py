"""The staff's search box: a whole dossier code opens the dossier, everything else is searched."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dossiers.selectors.lists import code_of
from dossiers.views.access import dossier_policy_of
from procedures.workspace.views.access import staff_view
from search.views import results


@require_safe
@staff_view
def search_or_open(request: HttpRequest) -> HttpResponse:
    """The dossier with exactly this code, if the person may read it; else the search page, which knows none."""
    if code := code_of(dossier_policy_of(request), request.GET.get("q", "")):
        return redirect("dossier", code)
    return results.staff_search(request)
