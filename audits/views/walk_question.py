"""One question on a page of its own, for browsers without scripts and for settling conflicts."""

from __future__ import annotations

import uuid as uuids

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audits.enums import AnswerOutcome
from audits.errors import AuditError
from audits.forms.walk import AnswerForm
from audits.models import AuditChecklist, AuditItem, ItemAnswer
from audits.selectors.walk import questions_of
from audits.services.answers import answer, choose
from audits.services.photos import add_photo, take_back_photo
from audits.views.walk import walk_frame
from audits.views.walk_access import checklist_or_404, item_or_404
from audits.walk_screens import screen_of
from procedures.workspace.views.access import staff_view
from publications.errors import PhotoRefusedError


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def walk_question(request: HttpRequest, code: str, position: int, number: int) -> HttpResponse:
    """Read or answer one question; its photos are added and taken back with the same form."""
    checklist = checklist_or_404(request, code, position)
    item = item_or_404(checklist, number)
    if request.method != "POST":
        return _page(request, checklist, item)
    if "take-back" in request.POST:
        return _photo_taken_back(request, item)
    is_confirmed = "confirm" in request.POST and item.suggested_grade
    form = AnswerForm.confirming(item, request.POST) if is_confirmed else AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, checklist, item, form.wrong(), form)
    try:
        row = _take(request, item, form)
    except PermissionDenied:
        raise
    except (AuditError, PhotoRefusedError) as error:
        return _page(request, checklist, item, str(error), form)
    return _next_page(request, checklist, item, row)


@require_POST
@staff_view
def walk_choose(request: HttpRequest, code: str, position: int, number: int) -> HttpResponse:
    """Settle a conflict by one of the answers."""
    checklist = checklist_or_404(request, code, position)
    item = item_or_404(checklist, number)
    try:
        answer_id, seen = int(request.POST.get("answer", "")), int(request.POST.get("based_on", ""))
        choose(request.user, item.pk, answer_id, timezone.now(), based_on=seen)
    except PermissionDenied:
        raise
    except (ValueError, OverflowError):
        return _page(request, checklist, item, _("Choose one of the answers."))
    except AuditError as error:
        return _page(request, checklist, item_or_404(checklist, number), str(error))
    messages.success(request, _("Question %(number)s is settled.") % {"number": number})
    start = reverse("audit-walk-start", args=[code, position])
    return redirect(f"{start}#cau-{number}")


def _page(
    request: HttpRequest,
    checklist: AuditChecklist,
    item: AuditItem,
    error: str = "",
    form: AnswerForm | None = None,
) -> HttpResponse:
    questions = questions_of(checklist)
    index = next(place for place, one in enumerate(questions) if one.item.pk == item.pk)
    context = walk_frame(request, checklist, questions)
    context |= {"screen": screen_of(checklist, questions, index, form=form), "error": error}
    return render(request, "audits/walk_question.html", context, status=422 if error else 200)


def _take(request: HttpRequest, item: AuditItem, form: AnswerForm) -> ItemAnswer:
    """Take the answer, then the photos: a photo that is refused never loses the answer."""
    now = timezone.now()
    row = answer(
        request.user,
        item.pk,
        uid=form.answer_uid(),
        grade=form.grade(),
        note=form.cleaned_data["note"],
        based_on=form.cleaned_data["based_on"],
        answered_at=now,
        now=now,
    )
    for place, file in enumerate(request.FILES.getlist("photos")):
        uid = uuids.uuid5(form.cleaned_data["uid"], f"{place} {file.name} {file.size}")
        add_photo(request.user, item.pk, uid=uid, file=file, size=file.size, taken_at=now, now=now)
    return row


def _next_page(
    request: HttpRequest, checklist: AuditChecklist, item: AuditItem, row: ItemAnswer
) -> HttpResponse:
    here = reverse("audit-walk", args=[checklist.audit.code, checklist.position, item.number])
    if row.outcome == AnswerOutcome.CONFLICT:
        messages.warning(request, _("Somebody else answered differently. Both answers are kept; choose one."))
        return redirect(here)
    if row.outcome == AnswerOutcome.DROPPED:
        messages.warning(
            request, _("You answered this question later on another device; that answer stands.")
        )
        return redirect(here)
    questions = questions_of(checklist)
    index = next(place for place, one in enumerate(questions) if one.item.pk == item.pk)
    if questions[index].lacks:
        messages.warning(
            request,
            _(
                "Question %(number)s is kept. A nonconformity still needs words and a photo, or the code of a "
                "sampled dossier in the note."
            )
            % {"number": item.number},
        )
        if "go-on" not in request.POST:
            return redirect(here)
    else:
        messages.success(request, _("Question %(number)s is saved.") % {"number": item.number})
    after = screen_of(checklist, questions, index).after
    start = reverse("audit-walk-start", args=[checklist.audit.code, checklist.position])
    return redirect(after or start)


def _photo_taken_back(request: HttpRequest, item: AuditItem) -> HttpResponseRedirect:
    try:
        uid = uuids.UUID(request.POST["take-back"])
    except ValueError:
        uid = None
    photo = item.photos.filter(uid=uid).first() if uid else None
    if photo is None:
        messages.warning(request, _("This photo does not belong to the question."))
    else:
        take_back_photo(request.user, photo.pk, timezone.now())
        messages.success(request, _("The photo is taken back."))
    return redirect(request.path)
