"""The papers of a dossier as files, for those who may read it. Printing again prints the same words."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from dossiers.enums import SlipKind
from dossiers.models import ApologyLetter, Dossier, Slip
from dossiers.paper_files import FORMATS, control_slip_file, letter_file, slip_file
from dossiers.selectors.letters import with_words
from dossiers.selectors.papers import slips_of
from dossiers.views.access import dossier_or_404, dossier_view
from dossiers.views.answers import file_response
from procedures.workspace.views.access import refuse
from publications.errors import PublicationError
from publications.writers.base import Rendered

COPIES = "lien"
"""Parameter of a receipt's address: "2" for the applicant's and the office's copy in one file."""


@require_safe
@dossier_view
def slip(request: HttpRequest, code: str, slip_id: int, file_format: str) -> HttpResponse:
    """One slip that was handed out."""
    dossier = _dossier(request, code, file_format)
    found = get_object_or_404(_whole(slips_of(dossier)), pk=slip_id)
    return _slip(request, found, file_format)


@require_safe
@dossier_view
def paper_of_kind(request: HttpRequest, code: str, kind: str, file_format: str) -> HttpResponse:
    """The latest paper of a kind ("MC-01" … "MC-06"); the process control slip as of now."""
    dossier = _dossier(request, code, file_format)
    if kind == SlipKind.CONTROL:
        return _control_slip(request, dossier, file_format)
    if kind == SlipKind.APOLOGY:
        return _letter(request, _letters(dossier).filter(signed_at__isnull=False).last(), file_format)
    latest = _whole(slips_of(dossier)).filter(kind=kind).last()
    if latest is None:
        raise Http404
    return _slip(request, latest, file_format)


@require_safe
@dossier_view
def letter(request: HttpRequest, code: str, letter_id: int, file_format: str) -> HttpResponse:
    """One apology letter, a draft with its watermark."""
    dossier = _dossier(request, code, file_format)
    return _letter(request, _letters(dossier).filter(pk=letter_id).first(), file_format)


def _dossier(request: HttpRequest, code: str, file_format: str) -> Dossier:
    if file_format not in FORMATS:
        raise Http404
    return dossier_or_404(request, code)


def _whole(slips: QuerySet[Slip]) -> QuerySet[Slip]:
    return slips.select_related("dossier__received_by", "dossier__competent_unit")


def _letters(dossier: Dossier) -> QuerySet[ApologyLetter]:
    return with_words(ApologyLetter.objects.filter(dossier=dossier)).order_by("drafted_at", "pk")


def _slip(request: HttpRequest, found: Slip, file_format: str) -> HttpResponse:
    two_copies = request.GET.get(COPIES) == "2"
    name = f"{found.kind}-{found.dossier.code}"
    return _made(request, name, lambda: slip_file(found, file_format, two_copies=two_copies))


def _letter(request: HttpRequest, found: ApologyLetter | None, file_format: str) -> HttpResponse:
    if found is None:
        raise Http404
    name = f"{SlipKind.APOLOGY}-{found.dossier.code}"
    return _made(request, name, lambda: letter_file(found, file_format, timezone.now()))


def _control_slip(request: HttpRequest, dossier: Dossier, file_format: str) -> HttpResponse:
    name = f"{SlipKind.CONTROL}-{dossier.code}"
    return _made(request, name, lambda: control_slip_file(dossier, file_format, timezone.now()))


def _made(request: HttpRequest, name: str, make: Callable[[], Rendered]) -> HttpResponse:
    """The file, or the sentence that says why there is none (a letter that no font has)."""
    try:
        return file_response(make(), name)
    except PublicationError as error:
        return refuse(request, str(error), status=422)
