"""Reception at the counter: choose the procedure, one form, one button; what cannot be received leaves by a slip."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from document_control.models import IssuedVersion
from dossiers.desk.acts import form_of
from dossiers.desk.step_acts import COMPLETE
from dossiers.errors import DossierError
from dossiers.forms.intake import ASK, RECEIVE, REFRESH, REFUSE, IntakeForm, without_errors
from dossiers.forms.interlinked import (
    ADD,
    FIND,
    MOST_ADDED,
    TAKE_OFF,
    WORDS,
    JoinedForm,
    JoinedForms,
    Wanted,
    joined_ids,
    wanted_of,
)
from dossiers.models import Dossier
from dossiers.selectors.reception import (
    Places,
    places_for,
    procedures_to_receive,
    version_to_receive,
    versions_to_receive,
)
from dossiers.services.counter import enter_and_ask, enter_and_refuse
from dossiers.services.intake import receive
from dossiers.services.interlinked import receive_interlinked
from dossiers.views.access import counter_view, dossier_policy_of, dossier_view
from dossiers.views.acts import INVALID_STATUS, REFUSED_STATUS, subject_of
from dossiers.views.intake_page import Reception, draw, with_fee
from procedures.workspace.views.access import policy_of

KEY = "khoa"
"""The key of the dossier to be made, in the address of its form."""


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
        return _begin(request, version, places)
    wanted = wanted_of(request.POST)
    if wanted.act in (REFRESH, FIND, ADD, TAKE_OFF):
        return _drawn_anew(request, version, places, wanted)
    keys = joined_ids(request.POST)
    joined = JoinedForms(versions_to_receive(policy_of(request), keys, now), places, request.POST)
    reception = Reception(IntakeForm(version, places, request.POST), joined)
    if len(joined) < len(keys):
        reception.form.full_clean()
        reception.form.add_error(None, _gone())
        return draw(request, reception, INVALID_STATUS)
    return _decide(request, reception, wanted.act)


def _decide(request: HttpRequest, reception: Reception, wanted: str) -> HttpResponse:
    """Do what the button means, or say what stands in the way."""
    form, joined = reception.form, reception.joined
    if not form.is_valid() or not joined.is_valid():
        return draw(request, reception, INVALID_STATUS, wanted)
    if joined.forms and wanted in (ASK, REFUSE):
        form.add_error(None, _("Take the further procedures off first: this slip is for one dossier."))
        return draw(request, reception, INVALID_STATUS, wanted)
    if wanted == RECEIVE:
        lacking = form.missing_papers()
        if joined.lack_papers() or (lacking and joined.forms):
            return _incomplete_group(request, reception, lacking)
        if lacking:
            return _incomplete(request, form, lacking)
    try:
        dossier = _enter(request, reception, wanted)
    except DossierError as refusal:
        form.take_refusal(refusal.fields, str(refusal))
        return draw(request, reception, REFUSED_STATUS, wanted)
    if dossier.applicant_name != form.cleaned_data["applicant_name"]:
        return _used_before(request, reception, wanted, dossier)
    return redirect("dossier-entered", dossier.code)


def _used_before(request: HttpRequest, reception: Reception, wanted: str, made: Dossier) -> HttpResponse:
    """The form of this key became a dossier of somebody else, in a doubled tab: nobody may go away with the slip of
    another. What was typed stays, under a new key."""
    data = request.POST.copy()
    data["request_key"] = str(uuid.uuid4())
    form = IntakeForm(reception.form.version, reception.form.places, data)
    form.full_clean()
    message = _(
        "This form has already become dossier %(code)s of %(name)s; what was sent now is not recorded. Another "
        "applicant: press the button once more. The same one: correct it in that dossier."
    )
    form.add_error(None, message % {"code": made.code, "name": made.applicant_name})
    return draw(request, Reception(form, reception.joined), REFUSED_STATUS, wanted)


def _enter(request: HttpRequest, reception: Reception, wanted: str) -> Dossier:
    """Hand the form to the service that the pressed button means."""
    form, now = reception.form, timezone.now()
    values = form.cleaned_data
    if wanted == ASK:
        return enter_and_ask(
            request.user, form.intake(), now, values["missing_items"], values["missing_reason"]
        )
    if wanted == REFUSE:
        return enter_and_refuse(
            request.user, form.intake(), now, values["refusal_reason"], values["refusal_basis"]
        )
    if reception.joined.forms:
        whole, parts = reception.joined.group(form)
        return receive_interlinked(request.user, whole, parts, now)
    return receive(request.user, form.intake(), now)


def _incomplete(request: HttpRequest, form: IntakeForm, lacking: list[str]) -> HttpResponse:
    """Not everything is there: say what, and have the request for supplements ready."""
    data = request.POST.copy()
    data["missing_items"] = data.get("missing_items", "").strip() or "\n".join(form.with_notes(lacking))
    form = IntakeForm(form.version, form.places, data)
    form.is_valid()
    message = _(
        "Not complete yet: %(papers)s. Tick what is there or not needed, or print the request for supplements below."
    )
    form.add_error(None, message % {"papers": "; ".join(lacking)})
    return draw(request, Reception(form, JoinedForms([], form.places)), INVALID_STATUS, ASK)


def _incomplete_group(request: HttpRequest, reception: Reception, lacking: list[str]) -> HttpResponse:
    """One of several procedures lacks papers: nothing is received, each says what it lacks."""
    if lacking:
        message = _(
            "Not complete yet: %(papers)s. Tick what is there or not needed. To ask for supplements, take the further "
            "procedures off."
        )
        reception.form.add_error(None, message % {"papers": "; ".join(lacking)})
    return draw(request, reception, INVALID_STATUS)


def _drawn_anew(request: HttpRequest, version: IssuedVersion, places: Places, wanted: Wanted) -> HttpResponse:
    """The same page with everything that was typed: dates counted again, a procedure found, added or taken off."""
    documents, now = policy_of(request), timezone.now()
    data, keys = request.POST.copy(), joined_ids(request.POST)
    if wanted.act == TAKE_OFF:
        keys = [key for key in keys if key != wanted.version_id]
    adds = wanted.act == ADD and wanted.version_id not in (version.pk, *keys)
    is_full = adds and len(keys) >= MOST_ADDED
    if adds and not is_full:
        keys.append(wanted.version_id)
    versions = versions_to_receive(documents, keys, now)
    for row in versions:
        if adds and row.pk == wanted.version_id:
            JoinedForm(row, places).begin(data)
            data[WORDS] = ""
    joined = JoinedForms(versions, places, data)
    form = IntakeForm(version, places, with_fee(data, joined, lambda sent: IntakeForm(version, places, sent)))
    without_errors(form)
    joined.without_errors()
    reception = Reception(form, joined)
    if is_full:
        form.add_error(
            None, _("At most %(most)s procedures are received together.") % {"most": MOST_ADDED + 1}
        )
    elif len(versions) < len(keys):
        form.add_error(None, _gone())
    reception.words = data.get(WORDS, "").strip()[:200]
    if wanted.act == FIND:
        taken = {version.pk, *keys}
        choices = procedures_to_receive(documents, now, reception.words)
        reception.found = [choice for choice in choices if choice.version_id not in taken]
    return draw(request, reception)


def _gone() -> str:
    return _("One of the further procedures is not in force any more and was taken off. Choose it again.")


def _begin(request: HttpRequest, version: IssuedVersion, places: Places) -> HttpResponse:
    """An empty form. Its key stands in the address, so that the back button, a reload and a doubled tab are the same
    dossier: once it is made they lead to it."""
    key = _request_key(request.GET.get(KEY, ""))
    if key is None:
        return redirect(f"{request.path}?{KEY}={uuid.uuid4()}")
    if made := Dossier.objects.filter(request_key=key).first():
        return redirect("dossier-entered", made.code)
    form = IntakeForm(version, places, initial={"request_key": key})
    reception = Reception(form, JoinedForms([], places))
    form.initial["fee_amount"] = reception.fee()
    return draw(request, reception)


def _request_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_safe
@dossier_view
def entered(request: HttpRequest, code: str) -> HttpResponse:
    """After the form: code, secret, the slip to print, what comes next."""
    subject = subject_of(request, code)
    dossier, detail = subject.dossier, subject.detail
    may_hand_on = COMPLETE.may(subject)
    context = {
        "dossier": dossier,
        "children": detail.children,
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
