"""Reviews of documents: opened when the law changes, closed with an outcome (ISO 9001:2015 7.5.3; DOMAIN 1.5)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.enums import ReviewOutcome, ReviewReason
from document_control.models import ControlledDocument, IssuedVersion, LegalAct, PeriodicReview
from document_control.policies import DocumentPolicy
from organisation.models import User

REVIEW_DAYS_AFTER_LEGAL_CHANGE = 30


@transaction.atomic
def open_reviews_for_legal_change(act: LegalAct, *, now: dt.datetime) -> list[PeriodicReview]:
    """Give every document whose version in force cites `act` a review task (ISO 9001 7.5.3.2, DOMAIN 1.5)."""
    versions = IssuedVersion.objects.in_force_at(now).filter(legal_citations__legal_act=act)
    due = localdate(now) + dt.timedelta(days=REVIEW_DAYS_AFTER_LEGAL_CHANGE)
    opened = []
    for document in ControlledDocument.objects.filter(issuedversions__in=versions).distinct():
        review, created = PeriodicReview.objects.get_or_create(
            document=document,
            reason=ReviewReason.LEGAL_CHANGE,
            legal_act=act,
            done_at=None,
            defaults={"due_on": due},
        )
        if created:
            opened.append(review)
    return opened


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
