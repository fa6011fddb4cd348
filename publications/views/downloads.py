"""Pages "Tải về, in": every paper of a version, for citizens and for staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import DocumentHistory, history_of
from procedures.models import InternalProcessPage
from procedures.public import selectors
from procedures.public.views import frame
from procedures.workspace.views.access import refuse, staff_view
from publications.enums import Marking
from publications.files.offers import VERSION_PARAMETER, offered_papers
from publications.files.rights import marking_if_allowed
from publications.policies import PublicationPolicy


@require_safe
def procedure_downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of a public procedure: of the version in force, or of the one in `?ban=3.1`."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure-downloads")
    now = timezone.now()
    history = history_of(page.document)
    version = _asked_version(request, history, now)
    marking = marking_if_allowed(PublicationPolicy(request.user), version, now)
    if marking is None:
        raise Http404(_("There is no such file."))
    context = {
        **_context(history, version, marking, now),
        "crumbs": [
            {"label": _("Home page"), "url": reverse("home")},
            {"label": version.title, "url": reverse("procedure", args=[slug])},
            {"label": _("Print, download"), "url": ""},
        ],
        "is_indexed": False,
    }
    return render(request, "publications/procedure_downloads.html", context)


@require_safe
@staff_view
def process_downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers of an internal process."""
    pages = InternalProcessPage.objects.select_related("document").only("slug", "document")
    page = pages.filter(slug=slug, document__chain_length__gt=0).order_by("pk").first()
    if page is None:
        raise Http404(_("There is no such text."))
    now = timezone.now()
    policy = PublicationPolicy(request.user)
    if not policy.documents.can_read(page.document):
        return refuse(request, _("This process is open to its own unit or to a few roles only."))
    history = history_of(page.document)
    version = _asked_version(request, history, now)
    marking = marking_if_allowed(policy, version, now)
    if marking is None:
        reason = _(
            "Only the version in force is open to this account. Older and coming ones need a further right."
        )
        return refuse(request, reason)
    context = {
        **_context(history, version, marking, now),
        "crumbs": [
            {"label": _("Internal processes"), "url": reverse("process-list")},
            {"label": page.document.code, "url": reverse("process", args=[slug])},
            {"label": _("Print, download"), "url": ""},
        ],
    }
    return render(request, "publications/process_downloads.html", context)


def _asked_version(request: HttpRequest, history: DocumentHistory, now: dt.datetime) -> IssuedVersion:
    """The version in the address, else the one that readers get.

    Raises:
        Http404: there is no such version.
    """
    asked = request.GET.get(VERSION_PARAMETER, "")
    if not asked:
        return history.shown_at(now) or history.versions[-1]
    try:
        version = history.by_number(VersionNumber.parse(asked[:20]))
    except ValueError:
        version = None
    if version is None:
        raise Http404(_("There is no such version."))
    return version


def _context(
    history: DocumentHistory, version: IssuedVersion, marking: Marking, now: dt.datetime
) -> dict[str, Any]:
    return {
        "version": version,
        "document": history.document,
        "state": str(history.standing(version, now).state),
        "current": history.in_force(now),
        "papers": offered_papers(version, marking, timezone.localdate(now)),
        "marking": str(marking),
        "marking_words": str(marking.label) if marking != Marking.NONE else "",
    }
