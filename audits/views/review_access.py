"""The door of objectives and reviews: who comes in, to which record, and how a refusal is shown on a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from audits.errors import AuditError, NotAllowedError
from audits.models import ManagementReview, QualityObjective
from audits.review_policy import ReviewPolicy
from audits.selectors.review_people import reviewed_office
from audits.views.access import audit_policy_of
from organisation.models import Unit

Result = TypeVar("Result")


def review_policy_of(request: HttpRequest) -> ReviewPolicy:
    """The rights of the person who asks; the same object for the whole request."""
    policy: ReviewPolicy | None = getattr(request, "_review_policy", None)
    if policy is None:
        policy = ReviewPolicy(audit_policy_of(request))
        request._review_policy = policy  # type: ignore[attr-defined]
    return policy


def objectives_door(request: HttpRequest) -> ReviewPolicy:
    """The rights of somebody who may see objectives.

    Raises:
        PermissionDenied: the technical role.
    """
    policy = review_policy_of(request)
    if not policy.sees_objectives:
        raise PermissionDenied(
            _("Objectives are open to those who work in the office; not to the technical role.")
        )
    return policy


def reviews_door(request: HttpRequest) -> ReviewPolicy:
    """The rights of somebody who may see management reviews.

    Raises:
        PermissionDenied: everybody but leaders, heads, the ISO secretary and internal auditors.
    """
    policy = review_policy_of(request)
    if not policy.sees_reviews:
        raise PermissionDenied(
            _(
                "Management reviews are open to leaders, heads of unit, the ISO secretary and internal auditors."
            )
        )
    return policy


def objective_or_404(policy: ReviewPolicy, code: str) -> QualityObjective:
    """The objective, if the person may read it."""
    rows = QualityObjective.objects.select_related("owner", "unit", "office", "drawn_up_by", "approved_by")
    objective = rows.filter(code=code).first()
    if objective is None or not policy.can_read_objective(objective):
        raise Http404(_("There is no objective here that you may read."))
    return objective


def review_or_404(policy: ReviewPolicy, code: str) -> ManagementReview:
    """The review, if the person may read it."""
    rows = ManagementReview.objects.select_related("office", "chair", "secretary", "signed_by")
    review = rows.filter(code=code).first()
    if review is None or not policy.can_read(review):
        raise Http404(_("There is no management review here that you may read."))
    return review


def own_office(policy: ReviewPolicy) -> Unit:
    """The office of the site, if the person belongs to it."""
    office = reviewed_office()
    if office is None or office.pk not in policy.audits.office_ids:
        raise PermissionDenied(_("The administrator first chooses the office of this site in the settings."))
    return office


def require(allowed: bool, words: str) -> None:
    """Refuse with a sentence unless allowed."""
    if not allowed:
        raise PermissionDenied(words)


def attempt(form: forms.Form, act: Callable[[], Result]) -> Result | None:
    """Run a service; a refusal stands above the form, and what was typed stays. Missing rights are no such refusal."""
    try:
        return act()
    except NotAllowedError:
        raise
    except AuditError as refusal:
        form.add_error(None, str(refusal))
        return None


def status_of(form: Any) -> int:
    """422 for a form with errors, so that nobody takes it for done."""
    return 422 if form.is_bound and form.errors else 200
