"""Minutes and decisions of a review, the leader's signature, and the papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.errors import AuditError, NotAllowedError
from audits.forms.parts import seen_number
from audits.forms.reviews import DecisionForm, MinutesForm
from audits.models import ManagementReview, ReviewDecision
from audits.presentation.reviews import decision_rows
from audits.review_papers.files import FORMATS, KINDS, review_file
from audits.services import review_decisions, reviews
from audits.views.review_access import attempt, require, review_or_404, reviews_door, status_of
from audits.views.reviews import page_head
from dossiers.views.answers import file_response
from procedures.workspace.views.access import refuse, staff_view
from publications.errors import PublicationError


@require_http_methods(["GET", "POST"])
@staff_view
def review_minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Minutes and decisions: written until they are signed, read afterwards."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    form = MinutesForm(review, request.POST or None) if policy.may_write_minutes(review) else None
    if request.method == "POST":
        if form is None:
            require(False, _("Minutes are written by the ISO secretary after the review was held."))
        elif form.is_valid():
            data = form.cleaned_data
            saved = attempt(
                form,
                lambda: reviews.write_minutes(
                    request.user,
                    review.pk,
                    data["seen"],
                    minutes=data["minutes"],
                    conclusion=data["conclusion"],
                    now=timezone.now(),
                ),
            )
            if saved is not None:
                messages.success(request, _("The minutes are saved."))
                return redirect("review-minutes", code)
    context = page_head(review, policy, "review-minutes") | {
        "form": form,
        "decisions": decision_rows(review),
        "participants": review.participants.order_by("first_name", "last_name"),
    }
    return render(request, "audits/review_minutes.html", context, status=status_of(form) if form else 200)


@require_http_methods(["GET", "POST"])
@staff_view
def review_decision(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Write a decision, change it, or take it off."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    require(
        policy.may_write_minutes(review),
        _("Decisions are written by the ISO secretary until the minutes are signed."),
    )
    decision = _decision_or_404(review, number) if number is not None else None
    if decision is not None and request.method == "POST" and "remove" in request.POST:
        return _removed(request, review, decision)
    form = DecisionForm(review, timezone.localdate(), request.POST or None, decision=decision)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _saved(request, form, review, number))
    ):
        messages.success(request, _("The decision is saved."))
        return redirect("review-minutes", code)
    context = {"review": review, "form": form, "decision": decision}
    return render(request, "audits/review_decision.html", context, status=status_of(form))


def _decision_or_404(review: ManagementReview, number: int) -> ReviewDecision:
    decision = review.decisions.filter(number=number).first()
    if decision is None:
        raise Http404(_("There is no decision of this number."))
    return decision


def _saved(
    request: HttpRequest, form: DecisionForm, review: ManagementReview, number: int | None
) -> ReviewDecision:
    seen, details, now = form.cleaned_data["seen"], form.details(), timezone.now()
    if number is None:
        return review_decisions.add_decision(request.user, review.pk, seen, details, now)
    try:
        return review_decisions.change_decision(request.user, review.pk, seen, number, details, now)
    except ReviewDecision.DoesNotExist as error:
        raise AuditError(_("Somebody took this decision off meanwhile.")) from error


def _removed(request: HttpRequest, review: ManagementReview, decision: ReviewDecision) -> HttpResponse:
    try:
        review_decisions.remove_decision(
            request.user, review.pk, seen_number(request.POST), decision.number, timezone.now()
        )
    except NotAllowedError:
        raise
    except (AuditError, ReviewDecision.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is taken off."))
    return redirect("review-minutes", review.code)


@require_POST
@staff_view
def review_sign(request: HttpRequest, code: str) -> HttpResponse:
    """The leader signs; decisions become actions."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    try:
        reviews.sign_review(request.user, review.pk, seen_number(request.POST), timezone.now())
    except NotAllowedError:
        raise
    except AuditError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The minutes are signed. Every decision is now an action of its owner."))
    return redirect("review-minutes", code)


@require_safe
@staff_view
def review_paper(request: HttpRequest, code: str, kind: str, file_format: str) -> HttpResponse:
    """The pack or the minutes as a file."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    if kind not in KINDS or file_format not in FORMATS:
        raise Http404
    try:
        made = review_file(review, kind, file_format, timezone.now())
    except PublicationError as error:
        return refuse(request, str(error), status=422)
    return file_response(made, f"{kind}-{review.code.lower()}", is_download=file_format != "pdf")
