"""Reception at the counter: choose the procedure, one form, one button; what cannot be received leaves by a slip."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dossiers.desk.acts import form_of
from dossiers.desk.step_acts import COMPLETE
from dossiers.errors import DossierError
from dossiers.forms.intake import ASK, RECEIVE, REFRESH, REFUSE, IntakeForm, without_errors
from dossiers.models import Dossier
from dossiers.selectors.reception import (
    Places,
    fees_due,
    places_for,
    procedures_to_receive,
    promise,
    proposed_fee,
    version_to_receive,
)
from dossiers.services.counter import enter_and_ask, enter_and_refuse
from dossiers.services.intake import receive
from dossiers.views.access import counter_view, dossier_policy_of, dossier_view
from dossiers.views.acts import INVALID_STATUS, REFUSED_STATUS, subject_of
from procedures.facts import amount_words, fee_condition_words
from procedures.workspace.views.access import policy_of

FEE_BEFORE = "le-phi-truoc"
"""What the form proposed as fee when it was last drawn: a fee nobody changed follows case and channel."""


@require_safe
@counter_view
def choose_procedure(request: HttpRequest) -> HttpResponse:
    """Which procedure? A plain search form; a script asks it while somebody types."""
    words = request.GET.get("q", "").strip()[:200]
    choices = procedures_to_receive(policy_of(request), timezone.now(), words)
    context = {
        "words": words,
        "choices": choices,
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": _("Receive a dossier"), "url": ""},
        ],
    }
    return render(request, "dossiers/intake_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counter_view
def intake_form(request: HttpRequest, version_id: int) -> HttpResponse:
    """The form of reception for one version; POST receives, asks for supplements, refuses, or draws it anew."""
    policy, now = dossier_policy_of(request), timezone.now()
    version = version_to_receive(policy_of(request), version_id, now)
    if version is None:
        raise Http404(_("This version is not in force today. Choose the procedure again."))
    places = places_for(policy, version)
    if request.method != "POST":
        return _page(request, _new_form(request, version, places))
    wanted = request.POST.get("viec", RECEIVE)
    if wanted == REFRESH:
        form = IntakeForm(version, places, _with_fee(request.POST, version, places))
        without_errors(form)
        return _page(request, form)
    form = IntakeForm(version, places, request.POST)
    if not form.is_valid():
        return _page(request, form, status=INVALID_STATUS, wanted=wanted)
    if wanted == RECEIVE and (lacking := form.missing_papers()):
        return _incomplete(request, version, places, lacking)
    try:
        dossier = _enter(request, form, wanted)
    except DossierError as refusal:
        form.take_refusal(refusal.fields, str(refusal))
        return _page(request, form, status=REFUSED_STATUS, wanted=wanted)
    return redirect("dossier-entered", dossier.code)


def _enter(request: HttpRequest, form: IntakeForm, wanted: str) -> Dossier:
    """Hand the form to the service that the pressed button means."""
    intake, values, now = form.intake(), form.cleaned_data, timezone.now()
    if wanted == ASK:
        return enter_and_ask(request.user, intake, now, values["missing_items"], values["missing_reason"])
    if wanted == REFUSE:
        return enter_and_refuse(request.user, intake, now, values["refusal_reason"], values["refusal_basis"])
    return receive(request.user, intake, now)


def _incomplete(request: HttpRequest, version: Any, places: Places, lacking: list[str]) -> HttpResponse:
    """Not everything is there: say what, and have the request for supplements ready."""
    data = request.POST.copy()
    data["missing_items"] = data.get("missing_items", "").strip() or "\n".join(lacking)
    form = IntakeForm(version, places, data)
    form.is_valid()
    message = _(
        "Not complete yet: %(papers)s. Tick what is there, or print the request for supplements below."
    )
    form.add_error(None, message % {"papers": "; ".join(lacking)})
    return _page(request, form, status=INVALID_STATUS, wanted=ASK)


def _new_form(request: HttpRequest, version: Any, places: Places) -> IntakeForm:
    form = IntakeForm(version, places)
    fee = proposed_fee(_fees(form))
    form.initial["fee_amount"] = fee
    return form


def _fees(form: IntakeForm) -> list[Any]:
    today = localdate(timezone.now())
    return fees_due(form.version.snapshot, form.value("case_code"), form.value("channel"), today)


def _with_fee(sent: QueryDict, version: Any, places: Places) -> QueryDict:
    """What was sent, with the fee of the case and channel now chosen unless somebody wrote another."""
    data = sent.copy()
    if data.get("fee_amount", "").strip() == data.get(FEE_BEFORE, ""):
        fee = proposed_fee(_fees(IntakeForm(version, places, data)))
        data["fee_amount"] = "" if fee is None else str(fee)
    return data


def _page(request: HttpRequest, form: IntakeForm, status: int = 200, wanted: str = RECEIVE) -> HttpResponse:
    snapshot, now = form.version.snapshot, timezone.now()
    unit = form.unit("competent_unit") or form.places.solving
    case_code = form.value("case_code")
    needs_case = "case_code" in form.fields and not case_code
    fees = _fees(form)
    fee = proposed_fee(fees)
    promised = None if needs_case else promise(snapshot, case_code, unit, now)
    context = {
        "form": form,
        "version": form.version,
        "title": snapshot["title"],
        "panels": form.panels(),
        "needs_case": needs_case,
        "promised": promised[0] if promised else None,
        "explanation": promised[1] if promised else None,
        "fees": [{"amount": amount_words(row), "when": fee_condition_words(row)} for row in fees],
        "fee_before": "" if fee is None else str(fee),
        "not_needed": snapshot.get("not_needed", ""),
        "wanted": wanted,
        "opens_ask": wanted == ASK,
        "opens_refuse": wanted == REFUSE,
        "places_wrong": any(name in form.errors for name in ("received_by", "competent_unit", "assisted_at"))
        if form.is_bound
        else False,
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": _("Receive a dossier"), "url": reverse("dossier-intake")},
            {"label": snapshot["short_title"], "url": ""},
        ],
    }
    return render(request, "dossiers/intake.html", context, status=status)


@require_safe
@dossier_view
def entered(request: HttpRequest, code: str) -> HttpResponse:
    """After the form: code, secret, the slip to print, what comes next."""
    subject = subject_of(request, code)
    dossier, detail = subject.dossier, subject.detail
    may_hand_on = COMPLETE.may(subject)
    context = {
        "dossier": dossier,
        "slip": detail.slips[-1] if detail.slips else None,
        "complete": COMPLETE if may_hand_on else None,
        "complete_form": form_of(COMPLETE, subject) if may_hand_on else None,
        "following": detail.following(),
        "same_url": reverse("dossier-intake-form", args=[dossier.version_id]),
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": dossier.code, "url": ""},
        ],
    }
    return render(request, "dossiers/entered.html", context)
