"""Recording that a document was looked at again (ISO 9001:2015 7.5.3; DOMAIN 1.5 "Periodic review")."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import ReviewOutcome, ReviewReason
from document_control.models import ControlledDocument, PeriodicReview
from document_control.policies import DocumentPolicy
from organisation.models import User


@transaction.atomic
def record_review(
    document: ControlledDocument, *, outcome: ReviewOutcome, note: str, by: User, now: dt.datetime
) -> list[PeriodicReview]:
    """Close every open review of the document with this result; without one, record a regular review.

    Raises:
        PermissionDenied: this role does not review this document.
    """
    if not DocumentPolicy(by).can_review_periodically(document):
        raise PermissionDenied(_("Only the ISO secretary or the head of the owning unit records a review."))
    reviews = list(PeriodicReview.objects.select_for_update().filter(document=document, done_at__isnull=True))
    if not reviews:
        reviews = [PeriodicReview(document=document, reason=ReviewReason.PERIODIC, due_on=localdate(now))]
    for review in reviews:
        review.outcome, review.note = outcome, note.strip()
        review.done_at, review.done_by = now, by
        review.save()
    return reviews
