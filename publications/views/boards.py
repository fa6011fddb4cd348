"""The posting register in the workspace: boards, what is to do at them, and what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from document_control.models import ControlledDocument, IssuedVersion
from procedures.views.access import policy_of, staff_view
from publications.models import NoticeBoard, Posting
from publications.posting_forms import PostingForm, TakeDownForm
from publications.posting_inbox import place_words, task_words
from publications.posting_policy import PostingPolicy
from publications.posting_rules import Place
from publications.posting_selectors import BoardOverview, BoardState, boards_at
from publications.services.posting import PostingRefusedError, post_notice, take_down


def _rights(request: HttpRequest) -> PostingPolicy:
    rights = PostingPolicy(policy_of(request))
    if not rights.may_see:
        raise PermissionDenied(_("The technical role does not keep the posting register."))
    return rights


def _board(request: HttpRequest, slug: str) -> tuple[NoticeBoard, PostingPolicy]:
    rights = _rights(request)
    return get_object_or_404(NoticeBoard.objects.select_related("unit"), slug=slug), rights


# --- Reading ----------------------------------------------------------------------------------------------
@require_safe
@staff_view
def board_list(request: HttpRequest) -> HttpResponse:
    """All boards: what is to do, how many notices are right, what comes."""
    _rights(request)
    now = timezone.now()
    overview = boards_at(now)
    tasks = [
        _task_row(state, place, overview, may_post=False)
        for state in overview.boards
        for place in state.tasks
    ]
    context = {
        "boards": [{"board": state.board, "compliance": state.compliance} for state in overview.boards],
        "tasks": sorted(tasks, key=lambda row: row["due_on"] or timezone.localdate(now)),
        "whole": overview.compliance,
        "units": overview.by_unit(),
        "coming": [
            {"change": change, "document": overview.documents[change.document_id]}
            for change in overview.coming
        ],
        "today": timezone.localdate(now),
        "may_manage": request.user.has_perm("publications.add_noticeboard"),
    }
    return render(request, "workspace/board_list.html", context)


@require_safe
@staff_view
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board, document by document, with what to do about each."""
    found, rights = _board(request, slug)
    now = timezone.now()
    overview = boards_at(now, slug)
    state = overview.boards[0]
    may_post = rights.may_post(found)
    context = {
        "board": found,
        "compliance": state.compliance,
        "rows": [_task_row(state, place, overview, may_post=may_post) for place in state.places],
        "may_post": may_post,
        "may_manage": request.user.has_perm("publications.change_noticeboard"),
        "today": timezone.localdate(now),
    }
    return render(request, "workspace/board.html", context)


def _task_row(state: BoardState, place: Place, overview: BoardOverview, *, may_post: bool) -> dict[str, Any]:
    document = overview.documents[place.document_id]
    board_slug = state.board.slug
    row: dict[str, Any] = {
        "board": state.board,
        "place": place,
        "document": document,
        "due_on": place.due_on,
        "words": place_words(place) if place.counts else _("Nothing is in force, so nothing hangs."),
        "task": task_words(state.board, place) if place.task else "",
        "url": f"{reverse('board', args=[board_slug])}#d{document.pk}",
    }
    if may_post and place.wanted is not None and place.task:
        row["post_url"] = reverse("post-notice", args=[board_slug, document.pk])
    if may_post and place.hanging is not None:
        row["down_url"] = reverse("take-down", args=[place.hanging.posting_id])
    return row


@require_safe
@staff_view
def board_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that ever hung on a board, newest first."""
    found, _rights_unused = _board(request, slug)
    postings = (
        Posting.objects.filter(board=found)
        .select_related("version__document", "take_down")
        .defer("version__snapshot", "version__approvals")
        .order_by("-posted_at", "-pk")
    )
    return render(request, "workspace/board_history.html", {"board": found, "postings": postings})


@require_safe
@staff_view
def board_photo(request: HttpRequest, posting_id: int) -> HttpResponse:
    """The photograph of a posting: it may show people, so only staff see it."""
    _rights(request)
    posting = get_object_or_404(Posting, pk=posting_id)
    if not posting.photo:
        raise Http404(_("There is no photo."))
    try:
        response = FileResponse(posting.photo.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404(_("This file is not available now.")) from error
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- Recording --------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def post(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """The version in force was put on the board."""
    found, rights = _board(request, slug)
    if not rights.may_post(found):
        raise PermissionDenied(_("Only those in charge of this board record what hangs on it."))
    document = get_object_or_404(ControlledDocument.objects.issued(), pk=document_id)
    now = timezone.now()
    version = (
        IssuedVersion.objects.in_force_at(now).filter(document=document).select_related("document").first()
    )
    if version is None:
        raise Http404(_("Nothing of this document is in force."))
    form = PostingForm(request.POST or None, request.FILES or None, initial={"at": timezone.localtime(now)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            post_notice(
                found,
                version,
                posted_at=data["at"],
                by=request.user,
                now=now,
                photo=data["photo"],
                note=data["note"],
            )
        except PostingRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Version %(number)s of %(code)s hangs on %(board)s.")
            words = {"number": version.number, "code": document.code, "board": found.name}
            messages.success(request, said % words)
            return redirect("board", found.slug)
    hanging = Posting.objects.filter(board=found, version__document=document, take_down__isnull=True)
    context = {
        "board": found,
        "document": document,
        "version": version,
        "hanging": hanging.select_related("version").first(),
        "form": form,
    }
    return render(request, "workspace/post_notice.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def take_notice_down(request: HttpRequest, posting_id: int) -> HttpResponse:
    """A notice was taken off a board."""
    rights = _rights(request)
    posting = get_object_or_404(
        Posting.objects.select_related("board__unit", "version__document"), pk=posting_id
    )
    if not rights.may_post(posting.board):
        raise PermissionDenied(_("Only those in charge of this board record what hangs on it."))
    now = timezone.now()
    form = TakeDownForm(request.POST or None, initial={"at": timezone.localtime(now)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_down(posting, taken_down_at=data["at"], by=request.user, now=now, reason=data["reason"])
        except PostingRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = {"code": posting.version.document.code, "board": posting.board.name}
            messages.success(request, _("%(code)s no longer hangs on %(board)s.") % words)
            return redirect("board", posting.board.slug)
    context = {"posting": posting, "board": posting.board, "document": posting.version.document, "form": form}
    return render(request, "workspace/take_down.html", context, status=422 if form.errors else 200)
