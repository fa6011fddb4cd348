"""Recording what was done at a board: put up, replaced, taken down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from document_control.models import ControlledDocument, IssuedVersion
from document_control.selectors import in_force
from procedures.workspace.views.access import staff_view
from publications.boards.forms import PostForm, TakeDownForm
from publications.errors import PostingRefusedError
from publications.models import POSTABLE, NoticeBoard, Posting
from publications.services.posting import post_notice, replace_notice, take_down
from publications.views.boards import require_reader

Record = Callable[[Form, dt.datetime], None]


def _require_recorder(request: HttpRequest, board: NoticeBoard) -> None:
    if not require_reader(request).can_record(board):
        raise PermissionDenied(
            _(
                "Notices are recorded by the one-stop officers, the clerk, the ISO secretary, "
                "and the head of the unit in charge of the board."
            )
        )


def _version_at(document: ControlledDocument, form: Form) -> IssuedVersion:
    """The version that was in force at the moment of the form.

    Raises:
        PostingRefusedError: none was.
    """
    version = in_force(document, form.cleaned_data["moment"])
    if version is None:
        raise PostingRefusedError(_("At that moment no version of this document was in force."))
    return version


def _answer(
    request: HttpRequest, board: NoticeBoard, form: Form, record: Record, said: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the form, or record and go back to the board; a refusal keeps what was written."""
    if request.method == "POST" and form.is_valid():
        try:
            record(form, timezone.now())
        except PostingRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("board", board.pk)
    status = 422 if form.errors else 200
    context = {"board": board, "form": form, **context}
    return render(request, "workspace/board_record.html", context, status=status)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What the form is bound to: nothing before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _initial() -> dict[str, Any]:
    now = timezone.localtime()
    return {"done_on": now.date(), "done_at": now.time()}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def post(request: HttpRequest, board_id: int, document_id: int) -> HttpResponse:
    """Record that the notice of a document was put up."""
    board = get_object_or_404(NoticeBoard, pk=board_id)
    document = get_object_or_404(ControlledDocument, pk=document_id, audience__in=POSTABLE)
    _require_recorder(request, board)
    form = PostForm(*_sent(request), initial=_initial())

    def record(filled: Form, now: dt.datetime) -> None:
        post_notice(board, _version_at(document, filled), by=request.user, now=now, **_posted(filled))

    context = {
        "document": document,
        "version": in_force(document, timezone.now()),
        "title": _("Record a posting"),
        "button": _("Record the posting"),
    }
    said = _("Recorded: the notice of %(code)s hangs at %(board)s.")
    return _answer(request, board, form, record, said % {"code": document.code, "board": board.name}, context)


def _posted(form: Form) -> dict[str, Any]:
    data = form.cleaned_data
    return {"posted_at": data["moment"], "photo": data.get("photo"), "note": data["note"]}


def _posting_of(posting_id: int) -> Posting:
    found = Posting.objects.select_related("board", "version__document").defer("version__snapshot")
    posting = get_object_or_404(found, pk=posting_id)
    if posting.version.document.audience not in POSTABLE:
        raise Http404
    return posting


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def replace(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Record that a notice was replaced by the version in force."""
    posting = _posting_of(posting_id)
    board, document = posting.board, posting.version.document
    _require_recorder(request, board)
    form = PostForm(*_sent(request), initial=_initial())

    def record(filled: Form, now: dt.datetime) -> None:
        version = _version_at(document, filled)
        if version.pk == posting.version_id:
            raise PostingRefusedError(
                _("At that moment version %(number)s was the right one. Check the day and the time.")
                % {"number": version.number}
            )
        replace_notice(posting, version, by=request.user, now=now, **_posted(filled))

    context = {
        "document": document,
        "old": posting,
        "version": in_force(document, timezone.now()),
        "title": _("Record a replacement"),
        "button": _("Record the replacement"),
    }
    said = _("Recorded: the notice of %(code)s at %(board)s is replaced.")
    return _answer(request, board, form, record, said % {"code": document.code, "board": board.name}, context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def remove(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Record that a notice was taken down."""
    posting = _posting_of(posting_id)
    board, document = posting.board, posting.version.document
    _require_recorder(request, board)
    form = TakeDownForm(*_sent(request), initial=_initial())

    def record(filled: Form, now: dt.datetime) -> None:
        data = filled.cleaned_data
        take_down(posting, taken_down_at=data["moment"], by=request.user, now=now, reason=data["reason"])

    context = {
        "document": document,
        "old": posting,
        "title": _("Record a taking down"),
        "button": _("Record the taking down"),
    }
    said = _("Recorded: the notice of %(code)s no longer hangs at %(board)s.")
    return _answer(request, board, form, record, said % {"code": document.code, "board": board.name}, context)
