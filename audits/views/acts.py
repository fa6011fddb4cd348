"""The page of every act on a finding or an action, made from a table: GET shows the form, POST does it.

A refusal keeps what was typed; when somebody else was faster the page says so and shows how it stands now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audits.acts.acts import Act, Subject, SubjectForm
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import CorrectiveAction, Finding
from audits.presentation.pills import action_pill, finding_pill
from audits.selectors import actions as action_rows
from audits.selectors import findings as finding_rows
from audits.views.access import audit_policy_of, audit_view

INVALID_STATUS, REFUSED_STATUS = 422, 409
ASK_ON = "hoi-tiep"
SubjectOf = Callable[[HttpRequest, str], Subject[Any]]


def finding_subject(request: HttpRequest, code: str) -> Subject[Finding]:
    """The finding of an address, if the person may read it; else the same answer as for an unknown code."""
    policy = audit_policy_of(request)
    readable = Finding.objects.filter(pk__in=policy.readable_findings().values("pk"))
    row = get_object_or_404(finding_rows.for_page(readable), code=code)
    return Subject(request.user, policy, row, timezone.now(), _seen(request, row.lock_version))


def action_subject(request: HttpRequest, code: str) -> Subject[CorrectiveAction]:
    """The action of an address, if the person may read it; else the same answer as for an unknown code."""
    policy = audit_policy_of(request)
    row = get_object_or_404(action_rows.for_page(policy.readable_actions()), code=code)
    return Subject(request.user, policy, row, timezone.now(), _seen(request, row.lock_version))


def _seen(request: HttpRequest, default: int) -> int:
    text = request.POST.get("phien", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def act_view(acts: Mapping[str, Act[Any]], subject_of: SubjectOf) -> Callable[..., HttpResponse]:
    """The page of every act of a table."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @audit_view
    def view(request: HttpRequest, code: str, slug: str) -> HttpResponse:
        act = acts.get(slug)
        if act is None:
            raise Http404(_("There is no such action."))
        subject = subject_of(request, code)
        if request.method == "POST":
            return _perform(request, act, subject, subject_of)
        if not act.may(subject) or act.blocked(subject):
            raise PermissionDenied(
                act.blocked(subject) or _("Not possible as it stands, or not for your post.")
            )
        return _page(request, act, subject, act.form(subject, initial=act.initial(subject)))

    return view


def _perform(
    request: HttpRequest, act: Act[Any], subject: Subject[Any], subject_of: SubjectOf
) -> HttpResponse:
    form = act.form(subject, request.POST, request.FILES, initial=act.initial(subject))
    if not act.may(subject):
        if subject.lock_version == subject.row.lock_version:
            raise PermissionDenied(
                act.blocked(subject) or _("Not possible as it stands, or not for your post.")
            )
        return _overtaken(request, act, subject, form)
    if ASK_ON in request.POST:
        return _page(request, act, subject, _quiet(form))
    if not form.is_valid():
        return _page(request, act, subject, form, status=INVALID_STATUS)
    try:
        act.perform(subject, form.cleaned_data)
    except NotAllowedError:
        raise
    except StaleError:
        return _overtaken(request, act, subject_of(request, subject.row.code), form)
    except AuditError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, act, subject, form, status=REFUSED_STATUS)
    messages.success(request, str(act.done))
    return redirect(page_url(subject.row))


def _overtaken(request: HttpRequest, act: Act[Any], subject: Subject[Any], form: SubjectForm) -> HttpResponse:
    """Somebody else was faster: how it stands now, and what was typed here."""
    return _page(
        request,
        act,
        replace(subject, lock_version=subject.row.lock_version),
        _quiet(form),
        status=REFUSED_STATUS,
        was_overtaken=True,
        is_over=not act.may(subject),
    )


def _quiet(form: SubjectForm) -> SubjectForm:
    """What was typed, without being told what is missing yet."""
    for name in list(form.errors):
        del form.errors[name]
    return form


def _page(
    request: HttpRequest,
    act: Act[Any],
    subject: Subject[Any],
    form: SubjectForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    row, label = subject.row, act.label_for(subject)
    is_finding = isinstance(row, Finding)
    lists = (_("Nonconformities"), "finding-list") if is_finding else (_("Corrective actions"), "action-list")
    context = {
        "act": act,
        "label": label,
        "form": form,
        "row": row,
        "pill": finding_pill(row) if is_finding else action_pill(row),
        "back_url": page_url(row),
        "seen": subject.lock_version if status != REFUSED_STATUS else row.lock_version,
        "crumbs": [
            {"label": lists[0], "url": reverse(lists[1])},
            {"label": row.code, "url": page_url(row)},
            {"label": label, "url": ""},
        ],
        **act.context(subject),
        **more,
    }
    return render(request, "audits/improvement_act.html", context, status=status)


def page_url(row: Finding | CorrectiveAction) -> str:
    """The page of a finding or an action."""
    return reverse("finding" if isinstance(row, Finding) else "action", args=[row.code])
