"""The posting register in the workspace: all boards, one board, its history, the list to print, photos."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.workspace.views.access import policy_of, staff_view
from publications.boards import presentation as presentation
from publications.boards.policy import BoardPolicy
from publications.boards.selectors import history_of_board, posting_register
from publications.models import NoticeBoard, Posting

ROWS_PER_PAGE = 50


def require_reader(request: HttpRequest) -> BoardPolicy:
    """The rights of a person who may see the posting register.

    Raises:
        PermissionDenied: the technical role.
    """
    rights = BoardPolicy(policy_of(request))
    if not rights.sees_boards:
        raise PermissionDenied(_("The posting register is open to those who work with documents."))
    return rights


@require_safe
@staff_view
def board_list(request: HttpRequest) -> HttpResponse:
    """Every board with what is right and what must be done, the rate per unit, and what is coming."""
    require_reader(request)
    register = posting_register(timezone.now())
    context = {
        "boards": presentation.board_cards(register),
        "stats": presentation.compliance_stats(register),
        "upcoming": presentation.upcoming_rows(register),
        "posting_days": register.posting_days,
        "may_manage": request.user.has_perm("publications.add_noticeboard"),
    }
    return render(request, "workspace/boards.html", context)


def _board_of(board_id: int) -> NoticeBoard:
    return get_object_or_404(NoticeBoard.objects.select_related("unit"), pk=board_id)


@require_safe
@staff_view
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    """What hangs on one board, what must hang, and the actions."""
    rights = require_reader(request)
    found = _board_of(board_id)
    register = posting_register(timezone.now(), [found.pk])
    context = {
        "board": found,
        "is_screen": presentation.is_screen(found),
        "lines": presentation.board_lines(register, found),
        "upcoming": presentation.upcoming_rows(register),
        "summary": presentation.summary_of(register, found),
        "may_record": rights.can_record(found),
        "may_manage": request.user.has_perm("publications.change_noticeboard"),
    }
    return render(request, "workspace/board.html", context)


@require_safe
@staff_view
def board_history(request: HttpRequest, board_id: int) -> HttpResponse:
    """Everything that ever hung on a board: which version, from when to when, recorded by whom."""
    require_reader(request)
    found = _board_of(board_id)
    page = Paginator(history_of_board(found), ROWS_PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "workspace/board_history.html", {"board": found, "page": page})


@require_safe
@staff_view
def print_list(request: HttpRequest) -> HttpResponse:
    """What must hang where, as a list to print and walk along with."""
    require_reader(request)
    register = posting_register(timezone.now())
    context: dict[str, Any] = {"boards": presentation.print_boards(register), "now": register.now}
    return render(request, "workspace/board_print.html", context)


@require_safe
@staff_view
def posting_photo(request: HttpRequest, posting_id: int) -> HttpResponse:
    """The photo of a posting, for those who may see the register."""
    require_reader(request)
    posting = get_object_or_404(Posting, pk=posting_id)
    if not posting.photo:
        raise Http404(_("There is no photo of this notice."))
    try:
        source = posting.photo.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("This file is not available now.")) from error
    response = FileResponse(source, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
