"""How a file reaches a person: at once, or by way of the page that waits for it."""

from __future__ import annotations

import logging
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from document_control.enums import Audience
from publications.enums import FileFormat, JobState
from publications.errors import PublicationError
from publications.files.offers import downloads_url, version_file_url
from publications.files.subjects import KIND_WORDS, Subject
from publications.models import Artefact, RenderJob
from publications.services.files import TooManyRequestsError, request_file
from publications.views.visitors import signed_in_user, visitor_key

logger = logging.getLogger(__name__)

MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.HTML: "text/html; charset=utf-8",
    FileFormat.EPUB: "application/epub+zip",
    FileFormat.ODT: "application/vnd.oasis.opendocument.text",
    FileFormat.ZIP: "application/zip",
}
RETRY_SECONDS = 30


def send_or_wait(request: HttpRequest, subject: Subject) -> HttpResponse:
    """The file of a recipe, or the way to the page that waits for it.

    Whether the person may have it was asked before (`publications.files.rights`).
    """
    try:
        found = request_file(
            subject.recipe,
            by=signed_in_user(request),
            now=timezone.now(),
            asked_from=visitor_key(request),
        )
    except TooManyRequestsError as refusal:
        response = refused(request, subject, str(refusal), status=429)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    except PublicationError as refusal:
        return refused(request, subject, str(refusal), status=409)
    if isinstance(found, RenderJob):
        return redirect("file-progress", found.public_id)
    return send(request, found, subject)


def send(request: HttpRequest, artefact: Artefact, subject: Subject) -> HttpResponse:
    """The bytes of a made file, or 304 when the browser has them.

    The address of a file stays while its content may change (fees, a newer version), and what comes depends on who
    asks; so browsers and caches keep a file, but ask by its hash before they show it again.
    """
    etag = f'"{artefact.sha256}"'
    response = get_conditional_response(request, etag=etag) or _bytes(artefact, subject)
    response["ETag"] = etag
    is_public = subject.version is not None and subject.version.document.audience == Audience.PUBLIC
    if is_public and not request.user.is_authenticated:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _bytes(artefact: Artefact, subject: Subject) -> FileResponse:
    try:
        source = artefact.file.open("rb")
    except FileNotFoundError as error:
        logger.error("made file %s is missing from storage", artefact.sha256)
        raise Http404(_("This file is not available now.")) from error
    response = FileResponse(
        source,
        as_attachment=True,
        filename=subject.file_name,
        content_type=MEDIA_TYPES[FileFormat(artefact.format)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refused(request: HttpRequest, subject: Subject, reason: str, status: int) -> HttpResponse:
    """The page that says why there is no file, with the way back."""
    context = {**frame(request, subject), "state": str(JobState.FAILED), "reason": reason}
    return render(request, "publications/progress.html", context, status=status)


def frame(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """What the pages about one file share: in the workspace for people of the office, else on the public site."""
    return {
        "base": "base_staff.html" if request.user.is_authenticated else "base_public.html",
        "subject": subject,
        "kind": subject.recipe.kind.label,
        "format": subject.recipe.format.label,
        "back_url": _page_of(subject),
        "retry_url": _asked_at(subject),
    }


def _page_of(subject: Subject) -> str:
    """Where the person came from: the page about this paper's files."""
    if subject.version is not None:
        return downloads_url(subject.version)
    if subject.draft is not None:
        return reverse("approval", args=[subject.draft.pk])
    if subject.edition is not None:
        return reverse("handbook-edition", args=[subject.edition.handbook.slug, subject.edition.number])
    return reverse("master-list") if subject.recipe.list_kind else ""


def _asked_at(subject: Subject) -> str:
    """Where this very file is asked for (again); "" for papers that other pages ask for."""
    if subject.version is not None and not subject.recipe.copy_number:
        return version_file_url(subject.version, subject.recipe)
    if subject.draft is not None:
        return reverse("draft-print", args=[subject.draft.pk, KIND_WORDS[subject.recipe.kind]])
    if subject.edition is not None:
        edition = subject.edition
        return reverse("handbook-file", args=[edition.handbook.slug, edition.number, subject.recipe.format])
    if subject.recipe.list_kind:
        return reverse("master-list-file", args=[subject.recipe.list_kind, subject.recipe.format])
    return ""
