"""Writes over document reviews."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from document_control.enums import ReviewOutcome
from document_control.errors import DocumentControlError
from document_control.models import LegalAct, PeriodicReview
from document_control.services import open_reviews_for_legal_change
from organisation.models import User


class ReviewClosedError(DocumentControlError):
    """Somebody tried to change the outcome of a finished review."""


@transaction.atomic
def record_outcome(
    review: PeriodicReview, *, outcome: ReviewOutcome, note: str, by: User, now: dt.datetime
) -> PeriodicReview:
    """Finish a review: keep, revise or withdraw, with the reason in `note`.

    Raises:
        ReviewClosedError: the review was finished before.
    """
    stored = PeriodicReview.objects.select_for_update().get(pk=review.pk)
    if stored.done_at is not None:
        raise ReviewClosedError(_("This review is finished. Open a new one instead."))
    review.outcome, review.note = outcome, note
    review.done_at, review.done_by = now, by
    review.save()
    return review


@transaction.atomic
def save_legal_act(act: LegalAct, *, now: dt.datetime) -> list[PeriodicReview]:
    """Save a legal act; when it is newly replaced, every document in force that cites it gets a review.

    Returns:
        The reviews that were opened (ISO 9001 7.5.3.2, DOMAIN 1.5).
    """
    before = None
    if act.pk:
        before = LegalAct.objects.filter(pk=act.pk).values_list("replaced_by_id", flat=True).first()
    act.save()
    if act.replaced_by_id is None or act.replaced_by_id == before:
        return []
    return open_reviews_for_legal_change(act, now=now)
