"""Views of the organisation that belong to every page: the text size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

TEXT_SIZE_COOKIE = "co_chu"
TEXT_SIZES = ("100", "115", "130")
ONE_YEAR = 365 * 24 * 3600


@require_POST
def set_text_size(request: HttpRequest) -> HttpResponse:
    """Keep the chosen text size in a cookie and come back to the same place."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    size = request.POST.get("size", "")
    if size in TEXT_SIZES:
        response.set_cookie(
            TEXT_SIZE_COOKIE, size, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


def text_size_of(request: HttpRequest) -> str:
    """The text size a visitor chose, in percent; "100" unless it is one of ours."""
    size = request.COOKIES.get(TEXT_SIZE_COOKIE, "")
    return size if size in TEXT_SIZES else TEXT_SIZES[0]
