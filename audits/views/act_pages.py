"""The page of one act, the same way for programmes and audits: a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.desk.acts import Act, Doing
from audits.errors import AuditError
from audits.policies import AuditPolicy

INVALID_STATUS, REFUSED_STATUS = 422, 409


def act_page(
    request: HttpRequest,
    table: Mapping[str, Act],
    slug: str,
    policy: AuditPolicy,
    record: Any,
    *,
    home: str,
    title: str,
    crumbs: list[dict[str, str]],
) -> HttpResponse:
    """Show the form of an act, or do it and go `home`.

    Raises:
        Http404: no such act.
        PermissionDenied: not this person, or not now.
    """
    act = table.get(slug)
    if act is None:
        raise Http404(_("There is no such action."))
    form = act.form(record, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            if seen == record.lock_version and not act.may(policy, record):
                raise PermissionDenied(_("This cannot be done by you, or not as it stands now."))
            try:
                act.perform(Doing(request.user, record, seen, form.cleaned_data, timezone.now(), form))
            except AuditError as refusal:
                if isinstance(refusal, PermissionDenied):
                    raise
                form.add_error(None, str(refusal))
                status = REFUSED_STATUS
            else:
                messages.success(request, str(act.done))
                return redirect(home)
    may = act.may(policy, record)
    if not may and status != REFUSED_STATUS:
        raise PermissionDenied(_("This cannot be done by you, or not as it stands now."))
    context = {
        "act": act,
        "form": form,
        "may": may,
        "title": title,
        "home": home,
        "crumbs": [*crumbs, {"label": str(act.label), "url": ""}],
    }
    return render(request, "audits/act.html", context, status=status)
