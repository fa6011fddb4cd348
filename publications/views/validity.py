"""The check of printed papers: from the QR code, or by typing the code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from document_control.policies import DocumentPolicy
from publications.validity import LONGEST_TYPED, read_code, verdict_of

PARAMETER = "ma"


@require_safe
@never_cache
def check_form(request: HttpRequest) -> HttpResponse:
    """The form to type a code; what can be a code leads to its answer."""
    typed = request.GET.get(PARAMETER, "")[:LONGEST_TYPED].strip()
    if code := read_code(typed):
        return redirect("paper-check", code)
    context = {"typed": typed, "is_no_code": PARAMETER in request.GET}
    return render(request, "publications/check.html", context)


@require_safe
@never_cache
def check_paper(request: HttpRequest, typed: str) -> HttpResponse:
    """The answer about one paper, as of now: no other day can be asked for."""
    now = timezone.now()
    code = read_code(typed)
    verdict = verdict_of(code, DocumentPolicy(request.user), now) if code else None
    context = {"typed": typed[:LONGEST_TYPED], "verdict": verdict, "now": now, "is_unknown": verdict is None}
    return render(request, "publications/check.html", context, status=200 if verdict else 404)
