"""The page of one act, the same way for programmes and audits: a refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.desk.acts import Act, Doing
from audits.errors import AuditError, StaleError, UnsettledAnswersError
from audits.forms.plan_acts import ActForm
from audits.forms.programme import SeenForm
from audits.policies import AuditPolicy
from audits.services.locking import stale_words

INVALID_STATUS, REFUSED_STATUS = 422, 409
NOT_NOW = gettext_lazy("This cannot be done by you, or not as it stands now.")


def act_page(
    request: HttpRequest,
    table: Mapping[str, Act],
    slug: str,
    policy: AuditPolicy,
    record: Any,
    **page: Any,
) -> HttpResponse:
    """Show the form of an act, or do it and go home.

    Args:
        page: `home` (address of the record's page), `title`, `crumbs` (without that of the act).

    Raises:
        Http404: no such act.
        PermissionDenied: not this person, or not now.
    """
    act = table.get(slug)
    if act is None:
        raise Http404(_("There is no such action."))
    may = act.may(policy, record)
    form = act.form(record, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = _answer(request, act, record, form, may=may)
        if not status:
            messages.success(request, str(act.done))
            return redirect(page["home"])
    elif not may:
        raise PermissionDenied(str(NOT_NOW))
    crumbs = [*page.pop("crumbs"), {"label": str(act.label), "url": ""}]
    context = {"act": act, "form": form, "may": may, "crumbs": crumbs, **page}
    return render(request, "audits/act.html", context, status=status)


def _answer(request: HttpRequest, act: Act, record: Any, form: ActForm, *, may: bool) -> int:
    """The status of what was sent; 0 when it is done. Whoever was overtaken is told so, whatever else is wrong."""
    is_valid = form.is_valid()
    seen = form.cleaned_data.get("seen", record.lock_version)
    if not may and seen == record.lock_version:
        raise PermissionDenied(str(NOT_NOW))
    if not is_valid and seen == record.lock_version:
        return INVALID_STATUS
    return _perform(act, Doing(request.user, record, seen, form.cleaned_data, timezone.now(), form))


def _perform(act: Act, doing: Doing) -> int:
    """Do it; a refusal becomes an error of the form. Returns 0 when it is done."""
    try:
        if doing.lock_version != doing.record.lock_version:
            raise StaleError(stale_words())
        act.perform(doing)
    except UnsettledAnswersError as refusal:
        doing.form.add_error(None, _with_questions(refusal, doing.record.code))
        return REFUSED_STATUS
    except AuditError as refusal:
        return refuse_form(doing.form, refusal, doing.record.lock_version, may_renew=not act.is_decision)
    return 0


def _with_questions(refusal: UnsettledAnswersError, code: str) -> SafeString:
    """The refusal with a link to every question that waits for a choice."""
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (
                reverse("audit-walk", args=[code, item.checklist.position, item.number]),
                _("question %(number)s of checklist %(position)s")
                % {"number": item.number, "position": item.checklist.position},
            )
            for item in refusal.questions
        ),
    )
    return format_html("{} {}: {}.", str(refusal), _("Waiting"), links)


def refuse_form(form: SeenForm, refusal: AuditError, lock_version: int, *, may_renew: bool = True) -> int:
    """Show a refusal on a form that keeps what was typed; what the person may not do at all goes up.

    Args:
        lock_version: of the record as the page now shows it; a form that was too old may be sent again with it.

    Returns:
        The status of the answer.
    """
    if isinstance(refusal, PermissionDenied):
        raise refusal
    form.add_error(None, str(refusal))
    if may_renew and isinstance(refusal, StaleError):
        form.renew(lock_version)
    return REFUSED_STATUS
