"""The door of the screens of the reform index, and the frame that those of one assessment share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from audits.enums import AssessmentState
from audits.models import Assessment
from audits.reform_index.tables import STATE_PILLS
from audits.reform_index.tree import AssessmentTree, DomainLines, tree_of
from audits.reform_index_policy import IndexPolicy
from audits.views.access import audit_policy_of
from procedures.workspace.views.access import staff_view

LARGEST_KEY = 2**31 - 1


def index_policy_of(request: HttpRequest) -> IndexPolicy:
    """The rights of the person who asks over the reform index; the same object for the whole request."""
    policy: IndexPolicy | None = getattr(request, "_index_policy", None)
    if policy is None:
        policy = IndexPolicy(audit_policy_of(request))
        request._index_policy = policy  # type: ignore[attr-defined]
    return policy


def index_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who takes part or oversees comes in; everybody else is told where published results stand."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not index_policy_of(request).may_enter:
            raise PermissionDenied(
                _(
                    "The reform index is open to those who score, appraise or oversee it. Published results stand "
                    "on the public site."
                )
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


def assessment_or_404(request: HttpRequest, pk: int) -> Assessment:
    """An assessment that the person may read.

    Raises:
        Http404: there is none.
    """
    rows = index_policy_of(request).readable().select_related("unit", "office", "index_set")
    found = rows.filter(pk=pk).first() if pk <= LARGEST_KEY else None
    if found is None:
        raise Http404(_("There is no such assessment that you may read."))
    return found


def shown_tree(request: HttpRequest, assessment: Assessment) -> AssessmentTree:
    """The assessment as the person may see it: a unit does not see what the appraisers are still writing."""
    if index_policy_of(request).sees_appraisal(assessment):
        return tree_of(assessment)
    return tree_of(assessment, AssessmentState.SELF_SCORING)


def domain_or_404(tree: AssessmentTree, code: str) -> DomainLines:
    """The domain of an address.

    Raises:
        Http404: the set has none of this code.
    """
    found = tree.domain(code)
    if found is None:
        raise Http404(_("The index set has no such domain."))
    return found


def require(is_allowed: bool, refusal: str) -> None:
    """Refuse with a sentence.

    Raises:
        PermissionDenied: it is not allowed.
    """
    if not is_allowed:
        raise PermissionDenied(refusal)


def frame(request: HttpRequest, assessment: Assessment, current: str) -> dict[str, Any]:
    """What every screen of an assessment shows: where it is, its state, its tabs.

    Args:
        current: name of the address of the tab that is open.
    """
    policy = index_policy_of(request)
    entries = [
        ("reform-index-assessment", _("Points")),
        ("reform-index-what-if", _("What if")),
    ]
    if assessment.state in (AssessmentState.FINAL, AssessmentState.PUBLISHED):
        entries.append(("reform-index-plan", _("Corrective plan")))
    if policy.sees_appraisal(assessment):
        entries.append(("reform-index-history", _("History")))
    return {
        "assessment": assessment,
        "title": f"{assessment.unit.short_name}, {assessment.year}",
        "state_label": AssessmentState(assessment.state).label,
        "state_pill": STATE_PILLS[AssessmentState(assessment.state)],
        "tabs": [
            {"label": label, "url": reverse(name, args=[assessment.pk]), "current": name == current}
            for name, label in entries
        ],
        "overview_url": reverse("reform-index-overview"),
        "shows_appraisal": policy.sees_appraisal(assessment)
        and assessment.state not in (AssessmentState.OPEN, AssessmentState.SELF_SCORING),
    }
