"""Public pages: what is posted where, and the screen that shows the notices of a board by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.views import frame
from publications.models import NoticeBoard
from publications.notices import posted_boards, screen_of


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What hangs on which board since when."""
    context = {
        "boards": posted_boards(timezone.now()),
        "crumbs": [{"label": _("Home page"), "url": reverse("home")}, {"label": _("Posted notices")}],
        "canonical": frame.absolute(reverse("notices")),
    }
    return render(request, "publications/notices.html", context)


@require_safe
def kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen of a board: all its notices on one page, which turns by itself (`static/js/kiosk.js`)."""
    today = timezone.localdate()
    board = get_object_or_404(NoticeBoard.objects.valid_on(today).select_related("unit"), slug=slug)
    screen = screen_of(board, timezone.now())
    response = render(
        request, "publications/kiosk.html", {"screen": screen, "board": board, "now": timezone.now()}
    )
    response["X-Content-Version"] = screen.etag
    response["Cache-Control"] = "no-cache"
    return response
