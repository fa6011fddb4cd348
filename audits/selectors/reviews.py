"""Reads management reviews."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from audits.enums import ActionState
from audits.models import ManagementReview, ReviewInput
from audits.review_policy import ReviewPolicy
from organisation.models import Unit


def readable_reviews(policy: ReviewPolicy) -> QuerySet[ManagementReview]:
    """The reviews the person may read, the latest period first, without their frozen packs."""
    rows = ManagementReview.objects.select_related("chair", "secretary").defer("inputs")
    if not policy.sees_reviews:
        return rows.none()
    return rows.filter(office__in=policy.audits.office_ids)


def with_counts(reviews: QuerySet[ManagementReview]) -> QuerySet[ManagementReview]:
    """With the number of decisions (`decided`) and of those verified as effective (`verified`)."""
    counted = reviews.annotate(
        decided=Count("decisions"),
        verified=Count("decisions", filter=Q(decisions__action__state=ActionState.VERIFIED)),
    )
    return counted.order_by("-period_to", "-pk")


def input_of(review: ManagementReview, part: str, unit: Unit) -> ReviewInput | None:
    """What a unit wrote about an input; None when it wrote nothing yet."""
    rows = ReviewInput.objects.filter(review=review, part=part, unit=unit)
    return rows.select_related("given_by").first()
