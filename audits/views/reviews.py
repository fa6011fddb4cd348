"""Management reviews (/lam-viec/xem-xet-lanh-dao/): the list, the pack of inputs, calling and holding a review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audits.enums import ReviewPart
from audits.forms.reviews import HoldForm, InputForm, ReviewForm
from audits.models import ManagementReview, ReviewDecision, ReviewInput
from audits.presentation.reviews import STATE_TONES, review_tabs, section_views
from audits.review_policy import ReviewPolicy
from audits.selectors.review_pack import is_unchanged, pack_of
from audits.selectors.reviews import input_of, readable_reviews, with_counts
from audits.services import reviews
from audits.views.review_access import (
    attempt,
    own_office,
    require,
    review_or_404,
    reviews_door,
    status_of,
)
from organisation.models import Unit
from organisation.record_history import record_history
from procedures.workspace.views.access import staff_view

PER_PAGE = 20


def page_head(review: ManagementReview, policy: ReviewPolicy, current: str) -> dict[str, Any]:
    """What every page of a review shows above its own part."""
    tone, icon = STATE_TONES[review.state]
    return {
        "review": review,
        "tabs": review_tabs(review, current),
        "state_tone": tone,
        "state_icon": icon,
        "may_prepare": policy.may_prepare(review),
        "may_hold": policy.may_hold(review),
        "may_write": policy.may_write_minutes(review),
        "may_sign": policy.may_sign(review),
    }


@require_safe
@staff_view
def review_list(request: HttpRequest) -> HttpResponse:
    """Every review, the latest first."""
    policy = reviews_door(request)
    rows = with_counts(readable_reviews(policy))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    context = {
        "page": page,
        "rows": [(review, *STATE_TONES[review.state]) for review in page.object_list],
        "may_keep": policy.keeps_reviews,
    }
    return render(request, "audits/reviews.html", context)


@require_safe
@staff_view
def review_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The pack: every input with its figures, what units wrote, and where to write."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    pack = pack_of(review, timezone.now())
    context = page_head(review, policy, "review") | {
        "pack": pack,
        "sections": section_views(review, pack, policy),
        "is_frozen": bool(review.inputs_sha256),
        "is_unchanged": not review.inputs_sha256 or is_unchanged(review),
        "participants": review.participants.order_by("first_name", "last_name"),
    }
    return render(request, "audits/review.html", context)


@require_safe
@staff_view
def review_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what when: the review, its inputs, its decisions."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    children = ((ReviewInput, "review"), (ReviewDecision, "review"))
    context = page_head(review, policy, "review-history") | {"entries": record_history(review, children)}
    return render(request, "audits/review_history.html", context)


# --- Calling ------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@staff_view
def review_new(request: HttpRequest) -> HttpResponse:
    """Call a review."""
    policy = reviews_door(request)
    require(policy.keeps_reviews, _("A review is called by the ISO secretary."))
    office = own_office(policy)
    form = ReviewForm(office, timezone.localdate(), request.POST or None, secretary=request.user)
    if request.method == "POST" and form.is_valid():
        review = attempt(
            form, lambda: reviews.call_review(request.user, office, form.details(), timezone.now())
        )
        if review is not None:
            messages.success(request, _("The review is called. Heads of unit can give their input now."))
            return redirect("review", review.code)
    context = {"form": form, "title": _("Call a management review")}
    return render(request, "audits/review_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@staff_view
def review_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change period, day and people."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    require(policy.may_prepare(review), _("A review is changed by the ISO secretary before it is held."))
    form = ReviewForm(review.office, timezone.localdate(), request.POST or None, review=review)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        changed = attempt(
            form,
            lambda: reviews.change_review(request.user, review.pk, seen, form.details(), timezone.now()),
        )
        if changed is not None:
            messages.success(request, _("The review is changed."))
            return redirect("review", code)
    context = {"form": form, "title": _("Change the review"), "review": review}
    return render(request, "audits/review_form.html", context, status=status_of(form))


# --- Inputs -------------------------------------------------------------------------------------------------------
def _input_unit(request: HttpRequest, policy: ReviewPolicy, review: ManagementReview) -> Unit:
    """The unit of the address, or the only one the person writes for."""
    own = policy.input_unit_ids(review)
    require(
        bool(own),
        _(
            "Inputs are written while the review is being prepared: by heads for their units, by the ISO secretary."
        ),
    )
    asked = request.GET.get("don-vi", "")
    units = Unit.objects.filter(pk__in=own)
    unit = units.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else units.first()
    if unit is None:
        raise Http404(_("You do not write for this unit."))
    return unit


@require_http_methods(["GET", "POST"])
@staff_view
def review_input(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Write what a unit says about one input."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    if part not in ReviewPart.values:
        raise Http404(_("There is no such input."))
    unit = _input_unit(request, policy, review)
    now = timezone.now()
    row = input_of(review, part, unit)
    initial = {"text": row.text if row else "", "seen": row.lock_version if row else None}
    form = InputForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = attempt(
            form,
            lambda: reviews.give_input(
                request.user, review, part, unit, data["text"], seen=data["seen"], now=now
            ),
        )
        if given is not None:
            messages.success(request, _("Your text is in the pack."))
            return redirect(f"{reverse('review', args=[code])}#{part}")
    context = {
        "review": review,
        "form": form,
        "unit": unit,
        "written": row,
        "section": pack_of(review, now).section(part),
    }
    return render(request, "audits/review_input.html", context, status=status_of(form))


# --- Holding ------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@staff_view
def review_hold(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the meeting took place; the inputs are frozen."""
    policy = reviews_door(request)
    review = review_or_404(policy, code)
    require(policy.may_hold(review), _("The ISO secretary records that a review was held."))
    form = HoldForm(review, timezone.localdate(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        held = attempt(
            form,
            lambda: reviews.hold_review(
                request.user,
                review.pk,
                data["seen"],
                held_on=data["held_on"],
                participants=list(data["participants"]),
                others=data["others"],
                now=timezone.now(),
            ),
        )
        if held is not None:
            messages.success(
                request, _("The review is recorded as held and its inputs are frozen. Write the minutes.")
            )
            return redirect("review-minutes", code)
    pack = pack_of(review, timezone.now())
    context = {"review": review, "form": form, "missing": pack.missing}
    return render(request, "audits/review_hold.html", context, status=status_of(form))
