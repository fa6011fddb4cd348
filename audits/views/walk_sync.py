"""What a phone sends when the network is back: answers in a batch, photos one by one; each with what became of it.

Everything answers in JSON with a sentence, so that the script can keep what was not taken and say why.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.errors import AuditError
from audits.forms.walk import SentAnswerForm, SentPhotoForm
from audits.models import AuditChecklist, ItemPhoto
from audits.selectors.walk import questions_of
from audits.services.answers import answer
from audits.services.photos import add_photo, take_back_photo
from audits.views.access import audit_policy_of
from audits.views.walk_access import checklist_or_404
from audits.walk_state import walk_state
from document_control.policies import DocumentPolicy
from procedures.workspace.views.access import policy_of, staff_view
from publications.errors import PhotoRefusedError

MOST_IN_BATCH = 100
REFUSED = "refused"
View = Callable[..., HttpResponse]


class BadBatchError(Exception):
    """What was sent cannot be read; the text says what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def _sentence(text: str, status: int) -> JsonResponse:
    return JsonResponse({"sentence": text}, status=status)


def for_scripts(view: View) -> View:
    """Refusals in JSON instead of pages; nobody signed in is 401, so that the script asks to sign in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sentence(_("Sign in again to send what is kept on this device."), 401)
        documents: DocumentPolicy = policy_of(request)
        if not documents.is_staff_member:
            return _sentence(_("This account has no post any more. Ask the administrator."), 403)
        try:
            return view(request, *args, **kwargs)
        except BadBatchError as error:
            return _sentence(str(error), error.status)
        except Http404 as error:
            return _sentence(str(error), 404)
        except PermissionDenied as error:
            return _sentence(str(error), 403)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_scripts
def walk_sync(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """GET: who is signed in, a token, the state. POST: take a batch; an outcome for each, and the state after it.

    POST reads `{"user", "answers": [{"number", "uid", "grade", "note", "based_on", "at"}], "removals": [uid]}`.
    """
    checklist = checklist_or_404(request, code, position)
    results: list[dict[str, Any]] = []
    if request.method == "POST":
        batch = _read_batch(request)
        _require_same_person(request, batch.get("user"))
        items = dict(checklist.items.values_list("number", "pk"))
        results = [_answer_taken(request, items, row) for row in _list(batch, "answers")]
        results += [_removal_taken(request, checklist, uid) for uid in _list(batch, "removals")]
    return JsonResponse({**_standing(request, checklist), "results": results})


@require_POST
@for_scripts
def walk_photos(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Take one photo, sent as a form with a file."""
    checklist = checklist_or_404(request, code, position)
    try:
        _require_same_person(request, request.POST.get("user"))
        form = SentPhotoForm(request.POST, request.FILES)
    except (UnreadablePostError, RequestDataTooBig) as error:
        raise BadBatchError(_("The photo did not arrive whole. It is sent again.")) from error
    if not form.is_valid():
        raise BadBatchError(_("The photo came without a file or without its question. Take it again."), 422)
    sent = form.cleaned_data
    item_id = checklist.items.filter(number=sent["number"]).values_list("pk", flat=True).first()
    if item_id is None:
        raise BadBatchError(_("The checklist has no question with this number."), 422)
    try:
        photo = add_photo(
            request.user,
            item_id,
            uid=sent["uid"],
            file=sent["photo"],
            size=sent["photo"].size,
            taken_at=sent["at"],
            now=timezone.now(),
        )
    except PermissionDenied:
        raise
    except (AuditError, PhotoRefusedError) as error:
        raise BadBatchError(str(error), 422) from error
    return JsonResponse({"uid": str(photo.uid), "outcome": "applied"})


@require_safe
@staff_view
def walk_photo(request: HttpRequest, code: str, position: int, uid: Any) -> HttpResponse:
    """A photo, to those who may read the answers; one that was taken back is not given out.

    No cache keeps it but the worker of the page, which forgets it when the person signs out.
    """
    checklist = checklist_or_404(request, code, position)
    photo = ItemPhoto.objects.filter(uid=uid, item__checklist=checklist, removed_at__isnull=True).first()
    if photo is None:
        raise Http404(_("There is no such photo, or it was taken back."))
    try:
        content = photo.image.open("rb")
    except OSError as error:
        raise Http404(_("The file is missing in the storage.")) from error
    response = FileResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _standing(request: HttpRequest, checklist: AuditChecklist) -> dict[str, Any]:
    return {
        "user": request.user.pk,
        "token": get_token(request),
        "mayAudit": audit_policy_of(request).may_audit(checklist.audit),
        "state": walk_state(checklist, questions_of(checklist), timezone.now()),
    }


def _read_batch(request: HttpRequest) -> dict[str, Any]:
    try:
        batch = json.loads(request.body)
    except RequestDataTooBig as error:
        raise BadBatchError(_("Too much at once. Send it in smaller parts."), 413) from error
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise BadBatchError(
            _("What arrived is not whole. It stays on the device and is sent again.")
        ) from error
    if not isinstance(batch, dict):
        raise BadBatchError(_("What arrived is not whole. It stays on the device and is sent again."))
    return batch


def _list(batch: dict[str, Any], name: str) -> list[Any]:
    rows = batch.get(name, [])
    if not isinstance(rows, list):
        raise BadBatchError(_("What arrived is not whole. It stays on the device and is sent again."))
    if len(rows) > MOST_IN_BATCH:
        raise BadBatchError(_("Too much at once. Send it in smaller parts."), 413)
    return rows


def _require_same_person(request: HttpRequest, claimed: Any) -> None:
    """Nothing is written in the name of whoever happens to be signed in on a shared phone."""
    if str(claimed) != str(request.user.pk):
        raise BadBatchError(
            _("Somebody else is signed in on this device now. The answers stay here until their author is."),
            409,
        )


def _answer_taken(request: HttpRequest, items: dict[int, int], row: Any) -> dict[str, Any]:
    form = SentAnswerForm(row if isinstance(row, dict) else {})
    uid = str(row.get("uid", "")) if isinstance(row, dict) else ""
    if not form.is_valid() or form.cleaned_data["number"] not in items:
        return _refused(uid, _("This answer cannot be read. Answer the question again."))
    sent = form.cleaned_data
    try:
        taken = answer(
            request.user,
            items[sent["number"]],
            uid=sent["uid"],
            grade=sent["grade"],
            note=sent["note"],
            based_on=sent["based_on"],
            answered_at=sent["at"],
            now=timezone.now(),
        )
    except AuditError as error:
        return _refused(uid, str(error))
    return {"uid": uid, "outcome": taken.outcome}


def _removal_taken(request: HttpRequest, checklist: AuditChecklist, uid: Any) -> dict[str, Any]:
    try:
        wanted = forms.UUIDField().clean(uid)
    except forms.ValidationError:
        return _refused(str(uid), _("This photo does not belong to the checklist."))
    photo_id = (
        ItemPhoto.objects.filter(uid=wanted, item__checklist=checklist).values_list("pk", flat=True).first()
    )
    if photo_id is None:
        return _refused(str(uid), _("This photo does not belong to the checklist."))
    try:
        take_back_photo(request.user, photo_id, timezone.now())
    except AuditError as error:
        return _refused(str(uid), str(error))
    return {"uid": str(uid), "outcome": "applied"}


def _refused(uid: str, sentence: str) -> dict[str, Any]:
    return {"uid": uid, "outcome": REFUSED, "sentence": sentence}
