"""One internal process: the version in force, any other version, and two of them compared."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.enums import VersionState
from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import DocumentHistory, history_of
from procedures.models import InternalProcessPage
from procedures.workspace.staff_presentation import (
    chapters_of,
    comparison,
    control_card,
    forms_with_files,
    process_facts,
    signatures,
    steps_with_files,
    version_banner,
    version_rows,
)
from procedures.workspace.views.access import asked_moment, policy_of, staff_view


def _readable_history(request: HttpRequest, slug: str) -> DocumentHistory:
    """The history of a process the person may read.

    A process closed to the reader and one that does not exist get different answers: the existence of internal
    processes is no secret inside the office (DOMAIN section 9), so the refusal says whom to ask.
    """
    page: InternalProcessPage = get_object_or_404(
        InternalProcessPage.objects.select_related("document__unit").only("slug", "document"),
        slug=slug,
        document__chain_length__gt=0,
    )
    if not policy_of(request).can_read(page.document):
        raise PermissionDenied(_("This process is open to its own unit or to a few roles only."))
    return history_of(page.document)


@require_safe
@staff_view
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """The process as in force, today or on the day asked for."""
    history = _readable_history(request, slug)
    at, day = asked_moment(request)
    version = history.shown_at(at)
    if version is None:
        raise Http404(_("This process has no issued version."))
    _require_reading(request, history, version)
    return _show(request, history, version, slug, at, day)


@require_safe
@staff_view
def process_version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One version at its permanent address."""
    history = _readable_history(request, slug)
    version = _version(history, number)
    _require_reading(request, history, version)
    return _show(request, history, version, slug, timezone.now(), None)


def _version(history: DocumentHistory, number: str) -> IssuedVersion:
    try:
        version = history.by_number(VersionNumber.parse(number))
    except ValueError:
        version = None
    if version is None:
        raise Http404(_("There is no such version."))
    return version


def _require_reading(request: HttpRequest, history: DocumentHistory, version: IssuedVersion) -> None:
    """A version not in force today needs the right to all versions."""
    if history.standing(version, timezone.now()).state == VersionState.IN_FORCE:
        return
    if not policy_of(request).can_read_all_versions(history.document):
        raise PermissionDenied(
            _(
                "Only the version in force is open to this account. Older and coming ones need a further right."
            )
        )


def _show(
    request: HttpRequest,
    history: DocumentHistory,
    version: IssuedVersion,
    slug: str,
    at: dt.datetime,
    day: dt.date | None,
) -> HttpResponse:
    snapshot = version.snapshot
    policy = policy_of(request)
    may_read_versions = policy.can_read_all_versions(history.document)
    context = {
        "snapshot": snapshot,
        "version": version,
        "facts": process_facts(snapshot, timezone.localdate(at)),
        "steps": steps_with_files(snapshot, version.pk),
        "forms": forms_with_files(snapshot, version.pk),
        "chapters": chapters_of(snapshot),
        "card": control_card(history, version, at, slug, may_compare=may_read_versions),
        "banner": version_banner(history, version, at, timezone.now(), slug),
        "versions": version_rows(history, timezone.now(), slug),
        "signatures": signatures(version),
        "may_read_versions": may_read_versions,
        "may_withdraw": policy.can_withdraw(history.document),
        "document": history.document,
        "slug": slug,
        "day": day,
    }
    return render(request, "workspace/process.html", context)


@require_safe
@staff_view
def compare_chosen(request: HttpRequest, slug: str) -> HttpResponse:
    """From the two radio columns of the history to the address of that comparison."""
    old, new = request.GET.get("cu", ""), request.GET.get("moi", "")
    try:
        VersionNumber.parse(old)
        VersionNumber.parse(new)
    except ValueError:
        return redirect("process", slug)
    return redirect("process-compare", slug, old, new)


@require_safe
@staff_view
def process_compare(request: HttpRequest, slug: str, old: str, new: str) -> HttpResponse:
    """Two versions side by side, in sentences and field by field."""
    history = _readable_history(request, slug)
    before, after = _version(history, old), _version(history, new)
    for version in (before, after):
        _require_reading(request, history, version)
    if before.chain_index > after.chain_index:
        return redirect("process-compare", slug, str(after.number), str(before.number))
    context: dict[str, Any] = {
        **comparison(before.snapshot, after.snapshot),
        "old": before,
        "new": after,
        "old_number": str(before.number),
        "new_number": str(after.number),
        "title": after.snapshot["short_title"],
        "versions": version_rows(history, timezone.now(), slug),
        "signatures": signatures(after),
        "slug": slug,
        "code": history.document.code,
    }
    return render(request, "workspace/process_compare.html", context)
