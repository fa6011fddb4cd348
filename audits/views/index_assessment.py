"""One assessment: its points, what it would be if, the corrective plan, its history, its next step, its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.errors import AuditError, NotAllowedError
from audits.forms.reform_index import EvidenceForm, PlanForm, ReturnForm
from audits.models import Assessment, AuditSettings, Score, ScoreEvidence
from audits.reform_index.history import assessment_history
from audits.reform_index.tree import AssessmentTree
from audits.rules.ranking import rank_among
from audits.rules.scoring import what_if
from audits.services import index_rounds
from audits.services.index_actions import plan_action_for
from audits.services.index_evidence import add_evidence, remove_evidence
from audits.views.index_access import (
    LARGEST_KEY,
    assessment_or_404,
    frame,
    index_policy_of,
    index_view,
    require,
    shown_tree,
)
from organisation.models import Assignment

PER_PAGE = 40
Act = Callable[..., Assessment]
ACTS: dict[str, tuple[Act, str]] = {
    "nop": (index_rounds.submit, "submit"),
    "gui-du-kien": (index_rounds.ask_for_explanation, "ask"),
    "chot": (index_rounds.finalise, "finalise"),
    "cong-bo": (index_rounds.publish, "publish"),
}
"""Steps that need nothing but a button, by their word in the address."""


def _done_words(act: str) -> str:
    return {
        "submit": _("The self-assessment was submitted."),
        "ask": _("The provisional result was sent to the unit."),
        "finalise": _("The result is final. A leader publishes it."),
        "publish": _("The result was published."),
    }[act]


@require_safe
@index_view
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Domains, criteria, components, points and evidence; what the person may do next stands above."""
    assessment = assessment_or_404(request, pk)
    tree = shown_tree(request, assessment)
    context = frame(request, assessment, "reform-index-assessment") | {
        "tree": tree,
        "outcome": tree.outcome,
        "lacking": tree.lacking(),
        "waiting": sum(line.waits_for_decision for line in tree.lines()),
        "can": _rights(request, assessment),
        "is_complete": all(line.points is not None for line in tree.lines() if not line.component.is_survey),
        "first_domain": tree.domains[0].domain.code if tree.domains else "",
    }
    return render(request, "audits/reform_index_assessment.html", context)


def _rights(request: HttpRequest, assessment: Assessment) -> dict[str, bool]:
    policy = index_policy_of(request)
    return {
        "self_score": policy.may_self_score(assessment),
        "submit": policy.may_submit(assessment),
        "appraise": policy.may_appraise(assessment),
        "ask": policy.may_ask_for_explanation(assessment),
        "explain": policy.may_explain(assessment),
        "decide": policy.may_decide(assessment),
        "survey": policy.may_enter_survey(assessment),
        "publish": policy.may_publish(assessment),
    }


@require_POST
@index_view
def step(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take one step on the way of the assessment."""
    assessment = assessment_or_404(request, pk)
    if act not in ACTS:
        raise Http404(_("There is no such step."))
    verb, name = ACTS[act]
    try:
        verb(request.user, assessment.pk, _lock(request), now=timezone.now())
    except NotAllowedError:
        raise
    except AuditError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _done_words(name))
    return redirect("reform-index-assessment", pk)


def _lock(request: HttpRequest) -> int:
    """The state that the person saw; one that never was when the form was tampered with."""
    text = request.POST.get("lock_version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a self-assessment back, with what is to be completed."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).may_return(assessment),
        _("Appraisers who do not belong to the unit send its self-assessment back."),
    )
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            index_rounds.send_back(request.user, pk, _lock(request), reason=reason, now=timezone.now())
        except NotAllowedError:
            raise
        except AuditError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The self-assessment was sent back to the unit."))
            return redirect("reform-index-assessment", pk)
    context = frame(request, assessment, "") | {"form": form}
    return render(request, "audits/reform_index_return.html", context)


# --- What if, plan ---------------------------------------------------------------------------------------------
@require_safe
@index_view
def simulate(request: HttpRequest, pk: int) -> HttpResponse:
    """The index and the rank if the components ticked (`sua`) earned everything."""
    assessment = assessment_or_404(request, pk)
    tree = shown_tree(request, assessment)
    lacking = [line for line in tree.lines() if line.lost is None or line.lost]
    known = {line.component.code for line in lacking}
    fixed = [code for code in request.GET.getlist("sua") if code in known]
    now, then = tree.outcome, what_if(tree.parts, fixed, has_survey=assessment.has_survey)
    others = _others(request, assessment)
    context = frame(request, assessment, "reform-index-what-if") | {
        "lacking": sorted(lacking, key=lambda line: (line.lost is None, -(line.lost or 0))),
        "fixed": fixed,
        "now": now,
        "then": then,
        "gain": then.percent - now.percent if now.percent is not None and then.percent is not None else None,
        "rank_now": rank_among(now.percent, others),
        "rank_then": rank_among(then.percent, others),
        "compared": len(others) + 1,
    }
    return render(request, "audits/reform_index_what_if.html", context)


def _others(request: HttpRequest, assessment: Assessment) -> list[Any]:
    """Indexes of the other units of the round that are final and that the person may read."""
    rows = index_policy_of(request).readable().exclude(pk=assessment.pk)
    rows = rows.filter(index_set=assessment.index_set_id, year=assessment.year, index__isnull=False)
    return list(rows.values_list("index", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Points lost, the actions that win them back, and a form for a new one."""
    assessment = assessment_or_404(request, pk)
    tree = shown_tree(request, assessment)
    may_plan = index_policy_of(request).may_plan_actions(assessment)
    form = _plan_form(request, tree) if may_plan else None
    if request.method == "POST":
        require(
            may_plan,
            _("The head of the unit and the ISO secretary draw up the plan, once the result is final."),
        )
        if form is not None and form.is_valid() and _planned(request, assessment, form):
            return redirect("reform-index-plan", pk)
    actions = {action.pk: action for line in tree.lines() for action in line.score.actions.all()}
    context = frame(request, assessment, "reform-index-plan") | {
        "lacking": tree.lacking(),
        "form": form,
        "count": len(actions),
        "lost": tree.outcome.lost,
    }
    return render(request, "audits/reform_index_plan.html", context)


def _plan_form(request: HttpRequest, tree: AssessmentTree) -> PlanForm:
    choices = [(line.score.pk, str(line.component)) for line in tree.lacking()]
    policy = index_policy_of(request)
    here = Assignment.objects.filter(post__unit__in=policy.audits.office_ids).valid_on(policy.audits.day)
    today = timezone.localdate()
    due_on = today + dt.timedelta(days=AuditSettings.chosen().action_days)
    chosen = {line.score.pk for line in tree.lacking() if line.component.code == request.GET.get("tieu-chi")}
    initial = {"due_on": due_on, "scores": sorted(chosen)}
    return PlanForm(choices, set(here.values_list("user_id", flat=True)), request.POST or None, initial)


def _planned(request: HttpRequest, assessment: Assessment, form: PlanForm) -> bool:
    values = form.cleaned_data
    try:
        action = plan_action_for(
            request.user,
            assessment.pk,
            values["scores"],
            title=values["title"],
            owner=values["owner"],
            due_on=values["due_on"],
            now=timezone.now(),
        )
    except NotAllowedError:
        raise
    except AuditError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Action %(code)s was given.") % {"code": action.code})
    return True


@require_safe
@index_view
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what, newest first; `tieu-chi` narrows it to one component."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).sees_appraisal(assessment),
        _("The history is open to the unit once the provisional result was sent."),
    )
    codes = sorted(assessment.scores.values_list("component__code", flat=True))
    asked = request.GET.get("tieu-chi", "")
    code = asked if asked in codes else ""
    entries = assessment_history(assessment, code)
    context = frame(request, assessment, "reform-index-history") | {
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("trang", "1")[:9]),
        "query": urlencode({"tieu-chi": code}) if code else "",
        "codes": codes,
        "code": code,
    }
    return render(request, "audits/reform_index_history.html", context)


# --- Evidence ---------------------------------------------------------------------------------------------------
def _score_or_404(request: HttpRequest, score_id: int) -> tuple[Assessment, Score]:
    rows = Score.objects.select_related("component", "assessment")
    score = rows.filter(pk=score_id).first() if score_id <= LARGEST_KEY else None
    if score is None:
        raise Http404(_("There is no such component."))
    return assessment_or_404(request, score.assessment_id), score


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def evidence(request: HttpRequest, score_id: int) -> HttpResponse:
    """The evidence of a component; the unit adds to it and takes back."""
    assessment, score = _score_or_404(request, score_id)
    policy = index_policy_of(request)
    may_add = policy.may_self_score(assessment) or policy.may_explain(assessment)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(may_add, _("The unit adds evidence while it scores itself or explains."))
        if form.is_valid() and _added(request, score, form):
            return redirect("reform-index-evidence", score_id)
    context = frame(request, assessment, "") | {
        "score": score,
        "evidence": score.evidence.filter(removed_at__isnull=True).select_related("added_by"),
        "form": form if may_add and not score.is_survey else None,
        "back_url": _back_url(assessment, score, may_score=policy.may_self_score(assessment)),
    }
    return render(request, "audits/reform_index_evidence.html", context)


def _back_url(assessment: Assessment, score: Score, *, may_score: bool) -> str:
    if not may_score:
        return reverse("reform-index-assessment", args=[assessment.pk])
    code = score.component.criterion.domain.code
    address = reverse("reform-index-self-score", args=[assessment.pk, code])
    return f"{address}#tc-{score.pk}"


def _added(request: HttpRequest, score: Score, form: EvidenceForm) -> bool:
    try:
        add_evidence(request.user, score.pk, **form.cleaned_data, now=timezone.now())
    except NotAllowedError:
        raise
    except AuditError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The evidence was added."))
    return True


def _evidence_or_404(request: HttpRequest, evidence_id: int) -> ScoreEvidence:
    rows = ScoreEvidence.objects.select_related("score").filter(removed_at__isnull=True)
    found = rows.filter(pk=evidence_id).first() if evidence_id <= LARGEST_KEY else None
    if found is None:
        raise Http404(_("There is no such evidence."))
    assessment_or_404(request, found.score.assessment_id)
    return found


@require_safe
@index_view
def evidence_file(request: HttpRequest, evidence_id: int) -> FileResponse:
    """The file, byte for byte, never to be shown by the browser."""
    found = _evidence_or_404(request, evidence_id)
    try:
        content = found.file.open("rb")
    except (OSError, ValueError) as error:
        raise Http404(_("The file is missing in the storage.")) from error
    name = found.file.name.rpartition("/")[2]
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@index_view
def evidence_remove(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Take a piece of evidence back."""
    found = _evidence_or_404(request, evidence_id)
    remove_evidence(request.user, found.pk, now=timezone.now())
    messages.success(request, _("The evidence was taken back."))
    return redirect("reform-index-evidence", found.score_id)
