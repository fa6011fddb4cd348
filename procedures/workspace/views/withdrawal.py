"""Ending a document, and cancelling a version before its moment. Both are final and say so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from document_control import services
from document_control.errors import DocumentControlError
from document_control.forms import CancelVersionForm, WithdrawForm
from document_control.models import ControlledDocument, IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import history_of
from organisation.vietnamese_format import format_date
from procedures.workspace.text_kinds import kind_of, text_of, text_relations
from procedures.workspace.views.access import policy_of, staff_view


def _page_of(request: HttpRequest, document_id: int) -> Any:
    """The text of a document that this person may withdraw."""
    document = get_object_or_404(
        ControlledDocument.objects.issued().select_related("unit", *text_relations()), pk=document_id
    )
    if not policy_of(request).can_withdraw(document):
        raise PermissionDenied(_("Only the ISO secretary or a leader withdraws documents."))
    content = text_of(document)
    if content is None:
        raise Http404(_("This kind of document is not withdrawn here."))
    return content


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def withdraw_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The page that asks for the reason, and the withdrawal itself."""
    page = _page_of(request, document_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawal = services.withdraw(
                page,
                reason=form.cleaned_data["reason"],
                basis=form.cleaned_data["basis"],
                decision_number=form.cleaned_data["decision_number"],
                effective_from=_midnight(form.cleaned_data["effective_on"]),
                by=request.user,
                now=timezone.now(),
            )
        except DocumentControlError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("%(code)s is withdrawn from %(date)s. Its versions stay readable, with a banner.")
            date = format_date(withdrawal.effective_from)
            messages.success(request, said % {"code": page.document.code, "date": date})
            return redirect("master-list")
    now = timezone.now()
    history = history_of(page.document)
    context = {
        **_document_context(page),
        "form": form,
        "version": history.in_force(now),
        "future": [v for v in _waiting(history.versions, now) if _still_waits(v)],
        "ended": history.withdrawal_at(now),
    }
    return render(request, "workspace/withdraw.html", context, status=422 if form.errors else 200)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


def _waiting(versions: tuple[IssuedVersion, ...], now: dt.datetime) -> list[IssuedVersion]:
    return [version for version in versions if version.effective_from > now]


def _still_waits(version: IssuedVersion) -> bool:
    return not hasattr(version, "cancellation")


def _document_context(page: Any) -> dict[str, Any]:
    return {
        "page": page,
        "document": page.document,
        "url": kind_of(page).reading_url(page),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def cancel_version(request: HttpRequest, document_id: int, number: str) -> HttpResponse:
    """Cancel an issued version whose moment has not come."""
    page = _page_of(request, document_id)
    history = history_of(page.document)
    try:
        version = history.by_number(VersionNumber.parse(number))
    except ValueError:
        version = None
    if version is None:
        raise Http404(_("There is no such version."))
    form = CancelVersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_future_version(
                page, version, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except DocumentControlError as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Version %(number)s of %(code)s is cancelled. It never takes effect.")
            messages.success(request, said % {"number": version.number, "code": page.document.code})
            return redirect("master-list")
    now = timezone.now()
    context = {
        **_document_context(page),
        "form": form,
        "version": version,
        "current": history.in_force(now),
        "is_future": version.effective_from > now,
    }
    return render(request, "workspace/cancel_version.html", context, status=422 if form.errors else 200)
