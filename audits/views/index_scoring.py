"""Screens on which points are given: self-assessment, appraisal, explanation, decision, survey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audits.forms.reform_index import (
    AppraisalForm,
    DecisionForm,
    ExplanationForm,
    ScoresForm,
    SelfScoreForm,
    SurveyForm,
)
from audits.models import Assessment
from audits.reform_index.measures import measured
from audits.reform_index.tree import AssessmentTree, DomainLines
from audits.services import index_scores
from audits.services.index_claims import ScoreErrors
from audits.views.index_access import (
    assessment_or_404,
    domain_or_404,
    frame,
    index_policy_of,
    index_view,
    require,
    shown_tree,
)

AnyForm = TypeVar("AnyForm", bound=ScoresForm)


def _saved(request: HttpRequest, assessment: Assessment, form: AnyForm, verb: Callable[..., int]) -> bool:
    """Save what was typed when it is right; else it stands in the form with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return False
    entries = form.entries()  # type: ignore[attr-defined]
    try:
        count = verb(request.user, assessment.pk, entries, now=timezone.now())
    except ScoreErrors as errors:
        form.show(errors)
        return False
    words = ngettext("%(count)s component was saved.", "%(count)s components were saved.", count)
    messages.success(request, words % {"count": count} if count else _("Nothing had changed."))
    return True


def _domains(tree: AssessmentTree, name: str, current: str) -> list[dict[str, Any]]:
    """The domains as tabs, with how many components still lack points."""
    tabs = []
    for domain in tree.domains:
        lines = [line for line in domain.lines() if not line.component.is_survey]
        if lines:
            tabs.append(
                {
                    "label": f"{domain.domain.code}. {domain.domain.name}",
                    "count": sum(line.points is None for line in lines) or None,
                    "url": reverse(name, args=[tree.assessment.pk, domain.domain.code]),
                    "current": domain.domain.code == current,
                }
            )
    return tabs


def _next_address(tabs: list[dict[str, Any]], assessment: Assessment) -> str:
    """The domain after this one; after the last one the assessment as a whole."""
    position = next((number for number, tab in enumerate(tabs) if tab["current"]), len(tabs))
    if position + 1 < len(tabs):
        return str(tabs[position + 1]["url"])
    return reverse("reform-index-assessment", args=[assessment.pk])


def _domain_page(
    request: HttpRequest,
    tree: AssessmentTree,
    domain: DomainLines,
    form: AnyForm,
    verb: Callable[..., int],
    name: str,
) -> HttpResponse:
    """One domain of a self-assessment or an appraisal."""
    tabs = _domains(tree, name, domain.domain.code)
    if _saved(request, tree.assessment, form, verb):
        return redirect(_next_address(tabs, tree.assessment))
    context = frame(request, tree.assessment, "") | {
        "domain": domain,
        "form": form,
        "rows": list(form.rows()),
        "domain_tabs": tabs,
        "tree": tree,
        "is_appraisal": isinstance(form, AppraisalForm),
    }
    return render(request, "audits/reform_index_domain.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def self_score(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The unit scores the components of one domain."""
    assessment = assessment_or_404(request, pk)
    policy = index_policy_of(request)
    require(
        policy.may_self_score(assessment),
        _("The unit scores itself: its head or its self-assessor, until it is submitted."),
    )
    tree = shown_tree(request, assessment)
    domain = domain_or_404(tree, code)
    wanted = [line.component.measure for line in domain.lines()]
    found = measured(assessment, wanted, policy.audits.tree, timezone.now())
    form = SelfScoreForm(domain.lines(), found, request.POST or None)
    return _domain_page(request, tree, domain, form, index_scores.self_score, "reform-index-self-score")


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def appraise(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Appraisers look at one domain: the unit's words on one side, theirs on the other."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).may_appraise(assessment),
        _("Appraisers who do not belong to the unit appraise it, once it has submitted."),
    )
    tree = shown_tree(request, assessment)
    domain = domain_or_404(tree, code)
    form = AppraisalForm(domain.lines(), request.POST or None)
    return _domain_page(request, tree, domain, form, index_scores.appraise, "reform-index-appraise")


def _whole_page(
    request: HttpRequest,
    assessment: Assessment,
    form: AnyForm,
    verb: Callable[..., int],
    words: dict[str, str],
) -> HttpResponse:
    """All components that one act is about, on one page."""
    if _saved(request, assessment, form, verb):
        return redirect("reform-index-assessment", assessment.pk)
    context = frame(request, assessment, "") | {"form": form, "rows": list(form.rows()), "words": words}
    return render(request, "audits/reform_index_answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit explains components that lost points."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).may_explain(assessment),
        _("The unit explains while the provisional result lies before it."),
    )
    lines = [line for line in shown_tree(request, assessment).lacking() if not line.component.is_survey]
    form = ExplanationForm(lines, request.POST or None)
    words = {
        "title": _("Explain the provisional result"),
        "hint": _(
            "Write only where the points given do not fit; add evidence there. The rest is left empty."
        ),
        "button": _("Save the explanation"),
        "empty": _("No component lost points. There is nothing to explain."),
    }
    return _whole_page(request, assessment, form, index_scores.explain, words)


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The appraisers answer the explanations."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).may_decide(assessment),
        _("Appraisers who do not belong to the unit decide on its explanations."),
    )
    lines = [line for line in shown_tree(request, assessment).lines() if line.score.explanation]
    form = DecisionForm(lines, request.POST or None)
    words = {
        "title": _("Answer the explanations"),
        "hint": _("Each explanation gets an answer and the points that stand. The answer goes to the unit."),
        "button": _("Save the answers"),
        "empty": _("The unit explained nothing so far."),
    }
    return _whole_page(request, assessment, form, index_scores.decide, words)


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Points of the survey."""
    assessment = assessment_or_404(request, pk)
    require(
        index_policy_of(request).may_enter_survey(assessment),
        _("The survey team and the ISO secretary enter surveys of units to which they do not belong."),
    )
    form = SurveyForm(shown_tree(request, assessment).lines(), request.POST or None)
    words = {
        "title": _("Enter the points of the survey"),
        "hint": _("What is not known yet is left empty: it counts as not scored, never as 0."),
        "button": _("Save the points of the survey"),
        "empty": _("This index set has no component that is scored by a survey."),
    }
    return _whole_page(request, assessment, form, index_scores.enter_survey, words)
