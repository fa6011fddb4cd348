"""What people search for, so that the office learns the words it lacks. No person, no address, no long number."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Max, Min, Q, Sum

from search.analysis.marks import fold, normalise
from search.models import Face, QueryLog

logger = logging.getLogger(__name__)

KEPT_DAYS = 400
MOST_A_DAY = 5000
"""Different queries kept a day: a flood must not fill the disk."""
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){5,}")
_ADDRESS = re.compile(r"\S+@\S+")
MASK = "***"


def masked(text: str) -> str:
    """The words folded; numbers of six and more digits and e-mail addresses could be somebody's, so they are hidden."""
    return " ".join(_LONG_NUMBER.sub(MASK, _ADDRESS.sub(MASK, fold(normalise(text)))).split())


def record(text: str, found: int, face: Face, day: dt.date) -> None:
    """Count a query. Never raises: a search must not fail because it could not be counted."""
    words = masked(text)[: QueryLog._meta.get_field("words").max_length]
    if not words:
        return
    try:
        with transaction.atomic():
            _count(words, found, face, day)
    except DatabaseError:
        logger.exception("a query was not counted")


def _count(words: str, found: int, face: Face, day: dt.date) -> None:
    same = QueryLog.objects.filter(day=day, face=face, words=words)
    if same.update(times=F("times") + 1, found=found):
        return
    if QueryLog.objects.filter(day=day).count() < MOST_A_DAY:
        QueryLog.objects.get_or_create(day=day, face=face, words=words, defaults={"found": found})


def not_found(since: dt.date, face: str = "", limit: int = 200) -> list[Any]:
    """Words that found nothing the last time they were searched for, most wanted first.

    Returns:
        Dicts of words, times, first and last (days).
    """
    rows = QueryLog.objects.filter(day__gte=since)
    if face:
        rows = rows.filter(face=face)
    summed = (
        rows.order_by()
        .values("words")
        .annotate(total=Sum("times"), first=Min("day"), last=Max("day"), most_found=Max("found"))
    )
    return list(summed.filter(most_found=0).order_by("-total", "words")[:limit])


def totals(since: dt.date) -> dict[str, int]:
    """How often people searched, and how often in vain."""
    return QueryLog.objects.filter(day__gte=since).aggregate(
        searches=Sum("times", default=0), in_vain=Sum("times", filter=Q(found=0), default=0)
    )


def prune(today: dt.date, kept_days: int = KEPT_DAYS) -> int:
    """Delete rows older than `kept_days`; says how many."""
    deleted, _by_model = QueryLog.objects.filter(day__lt=today - dt.timedelta(days=kept_days)).delete()
    return deleted
