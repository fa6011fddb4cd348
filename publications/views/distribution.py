"""Who receives a document, which numbered copies are out, and which must come back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from document_control.models import ControlledDocument
from document_control.selectors import history_of
from procedures.workspace.staff_selectors import document_url
from procedures.workspace.views.access import staff_view
from publications import distribution
from publications.distribution_forms import CopyForm, RecipientForm
from publications.enums import FileFormat
from publications.errors import PublicationError
from publications.models import ControlledCopy, Distribution
from publications.policies import PublicationPolicy
from publications.services.copies import CopyRefusedError, file_of, make_controlled_copy, record_return
from publications.services.distribution import add_recipient, remove_recipient
from publications.views.sending import MEDIA_TYPES


def _document(request: HttpRequest, document_id: int) -> tuple[ControlledDocument, PublicationPolicy]:
    rows = ControlledDocument.objects.issued().select_related("unit", "processpage")
    document = get_object_or_404(rows, pk=document_id)
    policy = PublicationPolicy(request.user)
    if not policy.may_see_distribution(document):
        raise PermissionDenied(_("The distribution of this document is closed to this account."))
    return document, policy


def _page(
    request: HttpRequest,
    document: ControlledDocument,
    policy: PublicationPolicy,
    *,
    recipient_form: RecipientForm | None = None,
    copy_form: CopyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    history = history_of(document)
    copies = distribution.held_copies(history, now)
    boards, lines = distribution.boards_of(document), distribution.recipients_of(document)
    page = getattr(document, "processpage", None)
    context: dict[str, Any] = {
        "document": document,
        "version": history.in_force(now),
        "url": document_url(document.kind, page.slug if page else ""),
        "lines": lines,
        "boards": boards,
        "copies": copies,
        "recall": [held for held in copies if held.must_return],
        "changes": distribution.history_lines(document),
    }
    if policy.may_edit_distribution(document):
        context["recipient_form"] = recipient_form or RecipientForm(document)
    if context["version"] is not None and policy.may_make_controlled_copy(document):
        context["copy_form"] = copy_form or CopyForm(document, boards, lines)
    context["may_open_copies"] = policy.may_make_controlled_copy(document)
    return render(request, "workspace/distribution.html", context, status=status)


@require_safe
@staff_view
def distribution_page(request: HttpRequest, document_id: int) -> HttpResponse:
    """Recipients, boards, numbered copies, and the copies to be recalled."""
    return _page(request, *_document(request, document_id))


@require_POST
@staff_view
def add(request: HttpRequest, document_id: int) -> HttpResponse:
    """Put a recipient on the list."""
    document, policy = _document(request, document_id)
    form = RecipientForm(document, request.POST)
    if form.is_valid():
        try:
            line = add_recipient(form.instance, by=request.user)
        except IntegrityError:  # somebody else added the same recipient in the same moment
            form.add_error(None, _("This recipient already stands on the list."))
        else:
            messages.success(request, _("%(name)s stands on the distribution list.") % {"name": line})
            return redirect("document-distribution", document.pk)
    return _page(request, document, policy, recipient_form=form, status=422)


@require_POST
@staff_view
def remove(request: HttpRequest, document_id: int, line_id: int) -> HttpResponse:
    """Take a recipient off the list; taking off what is off already changes nothing."""
    document, _policy = _document(request, document_id)
    line = Distribution.objects.filter(document=document, pk=line_id).first()
    if line is not None:
        name = str(line)
        remove_recipient(line, by=request.user)
        messages.success(request, _("%(name)s was taken off the distribution list.") % {"name": name})
    return redirect("document-distribution", document.pk)


@require_POST
@staff_view
def make_copy(request: HttpRequest, document_id: int) -> HttpResponse:
    """Make the next numbered copy of the version in force."""
    document, policy = _document(request, document_id)
    now = timezone.now()
    version = history_of(document).in_force(now)
    if version is None:
        raise PermissionDenied(_("No version of this document is in force, so there is nothing to hand out."))
    boards, lines = distribution.boards_of(document), distribution.recipients_of(document)
    form = CopyForm(document, boards, lines, request.POST)
    if form.is_valid():
        try:
            copy, _file = make_controlled_copy(version, by=request.user, now=now, **form.order())
        except PublicationError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("Copy no. %(number)s for %(holder)s is ready. Open it in the list and print it.")
            messages.success(request, text % {"number": copy.number, "holder": copy.holder})
            return redirect("document-distribution", document.pk)
    return _page(request, document, policy, copy_form=form, status=422)


@require_POST
@staff_view
def copy_returned(request: HttpRequest, document_id: int, number: int) -> HttpResponse:
    """A copy of an old version came back or was destroyed."""
    document, _policy = _document(request, document_id)
    copy = get_object_or_404(
        ControlledCopy.objects.select_related("document"), document=document, number=number
    )
    try:
        record_return(copy, by=request.user, now=timezone.now())
    except CopyRefusedError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("Copy no. %(number)s is back.") % {"number": copy.number})
    return redirect("document-distribution", document.pk)


@require_safe
@staff_view
def copy_file(request: HttpRequest, document_id: int, number: int) -> FileResponse:
    """The file of a numbered copy, for those who hand them out."""
    document, policy = _document(request, document_id)
    if not policy.may_make_controlled_copy(document):
        raise PermissionDenied(_("Numbered copies are handed out by the ISO secretary and the clerk."))
    copy = get_object_or_404(ControlledCopy, document=document, number=number)
    artefact = file_of(copy)
    if artefact is None:
        raise Http404(_("The file of this copy is not stored any more."))
    name = f"{document.code}-ban-so-{copy.number}.{copy.format}"
    return FileResponse(
        artefact.file.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=MEDIA_TYPES[FileFormat(copy.format)],
    )
