"""What is done with a dossier: one page per act, the same way for all.

Each act is a row of the table: who may, which form, which service. A refusal keeps what was typed; when somebody else
was faster the page says what happened since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers.desk.acts import Act, Subject, form_of
from dossiers.errors import DossierError, GateClosedError, StaleDossierError
from dossiers.forms.acts import ActForm
from dossiers.models import Dossier
from dossiers.presentation.detail import log_lines
from dossiers.selectors.details import detail_of, events_since
from dossiers.views.access import dossier_or_404, dossier_policy_of, dossier_view

INVALID_STATUS, REFUSED_STATUS, FORBIDDEN_STATUS = 422, 409, 403


@dataclass(frozen=True, slots=True)
class Seen:
    """How a dossier was when the person last read what happened to it: what the form on the page goes by."""

    lock_version: int
    events: int


def seen_now(dossier: Dossier) -> Seen:
    """A page that shows the dossier as it is."""
    return Seen(dossier.lock_version, dossier.event_count)


def subject_of(request: HttpRequest, code: str, incident_id: int | None = None) -> Subject:
    """What a request is about.

    Raises:
        Http404: no such dossier that the person may read, or no such late step of it.
    """
    detail = detail_of(dossier_or_404(request, code))
    incident = None
    if incident_id is not None:
        incident = next((row for row in detail.incidents if row.pk == incident_id), None)
        if incident is None:
            raise Http404(_("This dossier has no such late step."))
        incident.dossier = detail.dossier
    return Subject(
        request.user,
        dossier_policy_of(request),
        detail,
        timezone.now(),
        incident,
        _number(request.POST.get("phien"), detail.dossier.lock_version),
    )


def act_view(acts: Mapping[str, Act]) -> Callable[..., HttpResponse]:
    """The page of every act of a table."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @dossier_view
    def view(request: HttpRequest, code: str, slug: str, incident_id: int | None = None) -> HttpResponse:
        act = acts.get(slug)
        if act is None:
            raise Http404(_("There is no such action."))
        subject = subject_of(request, code, incident_id)
        if request.method != "POST":
            if not act.may(subject):
                return _not_now(request, act, subject)
            return _page(request, act, subject, form_of(act, subject))
        return _perform(request, act, subject, code)

    return view


def _perform(request: HttpRequest, act: Act, subject: Subject, code: str) -> HttpResponse:
    if not act.may(subject):
        if subject.lock_version == subject.dossier.lock_version:
            return _not_now(request, act, subject)
        return _overtaken(request, act, subject)
    form = form_of(act, subject, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, act, subject, form, status=INVALID_STATUS, seen=_seen_before(request, subject))
    try:
        act.perform(subject, form.cleaned_data)
    except DossierError as refusal:
        return _refused(request, act, code, refusal, form)
    messages.success(request, str(act.done))
    return redirect("dossier", subject.dossier.code)


def _refused(request: HttpRequest, act: Act, code: str, refusal: DossierError, form: ActForm) -> HttpResponse:
    """The same page with the reason; everything typed stays."""
    incident = request.resolver_match.kwargs.get("incident_id") if request.resolver_match else None
    subject = subject_of(request, code, incident)
    if isinstance(refusal, StaleDossierError):
        return _overtaken(request, act, subject)
    known = {name: words for name, words in refusal.fields.items() if name in form.fields}
    for name, words in known.items():
        form.add_error(name, words)
    if not known:
        form.add_error(None, str(refusal))
    return _page(
        request,
        act,
        subject,
        form,
        status=REFUSED_STATUS,
        gate_closed=isinstance(refusal, GateClosedError),
        seen=_seen_before(request, subject),
    )


def _seen_before(request: HttpRequest, subject: Subject) -> Seen:
    """A form that comes back for correction goes by what its sender had read, not by what others did since.

    What the system noted alone, the lateness of a step, is no reason to stop him: the page tells it.
    """
    now = seen_now(subject.dossier)
    posted = Seen(
        _number(request.POST.get("phien"), now.lock_version), _number(request.POST.get("su-kien"), now.events)
    )
    since = events_since(subject.dossier, posted.events)
    return posted if any(event.actor_id for event in since) else now


def _overtaken(request: HttpRequest, act: Act, subject: Subject) -> HttpResponse:
    """Somebody else was faster: what happened since, and what was typed here."""
    still_may = act.may(subject)
    form = form_of(act, subject, request.POST, request.FILES)
    for name in list(form.errors):
        del form.errors[name]
    seen = _number(request.POST.get("su-kien"), subject.dossier.event_count)
    return _page(
        request,
        act,
        subject,
        form,
        status=REFUSED_STATUS,
        changes=log_lines(events_since(subject.dossier, seen), subject.detail, subject.now),
        was_overtaken=True,
        is_over=not still_may,
    )


def _page(
    request: HttpRequest, act: Act, subject: Subject, form: ActForm, status: int = 200, **more: Any
) -> HttpResponse:
    dossier = subject.dossier
    context = {
        "act": act,
        "label": act.words(subject),
        "form": form,
        "dossier": dossier,
        "seen": seen_now(dossier),
        "detail": subject.detail,
        "incident": subject.incident,
        "crumbs": _crumbs(act, subject),
        **act.context(subject),
        **more,
    }
    return render(request, "dossiers/act.html", context, status=status)


def _crumbs(act: Act, subject: Subject) -> list[dict[str, str]]:
    code = subject.dossier.code
    return [
        {"label": _("Dossiers"), "url": reverse("dossier-list")},
        {"label": code, "url": reverse("dossier", args=[code])},
        {"label": str(act.words(subject)), "url": ""},
    ]


def _not_now(request: HttpRequest, act: Act, subject: Subject) -> HttpResponse:
    """The act is not this person's, or not to be done as the dossier stands: why, and the way back to it."""
    context = {
        "act": act,
        "dossier": subject.dossier,
        "reason": _not_yours(act, subject),
        "crumbs": _crumbs(act, subject),
    }
    return render(request, "dossiers/act_refused.html", context, status=FORBIDDEN_STATUS)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _not_yours(act: Act, subject: Subject) -> str:
    if words := act.refusal(subject):
        return words
    step = subject.detail.current
    if step is not None and step.officer is not None and step.officer != subject.actor:
        return _("Not possible now. Step %(number)s is with %(person)s.") % {
            "number": step.number,
            "person": step.officer,
        }
    return _("Not possible for this dossier as it stands, or not for your post.")
