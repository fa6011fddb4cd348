"""Writes over legal acts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from document_control.models import LegalAct, PeriodicReview
from document_control.services import open_reviews_for_legal_change


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
