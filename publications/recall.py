"""Copies of old versions that must come back, for the inbox of those who hand copies out (ISO 9001:2015 7.5.3).

A copy that hangs on a board is the work of whoever is in charge of the board (`boards.inbox`), so it is not told twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from document_control.models import ControlledDocument, IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.standing import ChainEvent, standing
from organisation.models import Unit
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import RECALL, Job, Tally, days_words, urgency_of
from publications.boards.selectors import lives_of, working_days_after
from publications.models import ControlledCopy, PaperSettings
from publications.policies import PublicationPolicy

MOST_NAMED = 3
"""Copies of a document that are named in its row; of the others only the number is told."""


@dataclass(frozen=True, slots=True)
class Recall:
    """The copies of one document that must come back, lowest number first.

    Attributes:
        since: the day on which the first of their versions ceased to hold.
    """

    document: ControlledDocument
    copies: tuple[ControlledCopy, ...]
    since: dt.date


def recall_jobs(policy: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """One row per document with copies to bring back, for the ISO secretary and the clerk."""
    rights = PublicationPolicy.of(policy)
    if not rights.makes_copies:
        return []
    recalls = [recall for recall in recalls_at(now) if rights.may_make_controlled_copy(recall.document)]
    days = PaperSettings.chosen().posting_days if recalls else 0
    due = _due_days(recalls, days)
    return [_job(recall, due[recall.document.unit_id, recall.since], localdate(now)) for recall in recalls]


def recall_tally(policy: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many documents that are; one query."""
    rights = PublicationPolicy.of(policy)
    if not rights.makes_copies:
        return Counter()
    documents = ControlledDocument.objects.filter(pk__in=_old_copies(now).order_by().values("document"))
    return Counter({RECALL: sum(map(rights.may_make_controlled_copy, documents))})


def recalls_at(now: dt.datetime) -> list[Recall]:
    """What must come back at `now`, document by document in the order of codes; three queries."""
    copies = (
        _old_copies(now)
        .select_related("document__unit")
        .annotate(cancelled_at=F("version__cancellation__recorded_at"))
        .order_by("document__code", "number")
    )
    by_document: dict[int, list[ControlledCopy]] = defaultdict(list)
    for copy in copies:
        by_document[copy.document_id].append(copy)
    _versions, lives = lives_of(by_document)
    return [
        Recall(
            found[0].document,
            tuple(found),
            min(_old_since(copy, lives[document_id], now) for copy in found),
        )
        for document_id, found in by_document.items()
    ]


def _old_copies(now: dt.datetime) -> QuerySet[ControlledCopy]:
    versions = IssuedVersion.objects
    return (
        ControlledCopy.objects.filter(come_back=None, posting=None)
        .exclude(version__in=versions.in_force_at(now).values("pk"))
        .exclude(version__in=versions.upcoming_at(now).values("pk"))
    )


def _old_since(copy: Any, events: Sequence[ChainEvent], now: dt.datetime) -> dt.date:
    """A cancelled version never took effect; its copies are old from the day it was cancelled."""
    return localdate(copy.cancelled_at or standing(copy.version_id, events, now).since)


def _due_days(recalls: Iterable[Recall], days: int) -> dict[tuple[int, dt.date], dt.date]:
    """The last working day for bringing copies back, by unit and by the day from which on they are old."""
    units: dict[int, Unit] = {recall.document.unit_id: recall.document.unit for recall in recalls}
    wanted = {(recall.document.unit_id, recall.since) for recall in recalls}
    return {(unit_id, since): working_days_after(units[unit_id], since, days) for unit_id, since in wanted}


def _job(recall: Recall, due_on: dt.date, today: dt.date) -> Job:
    days = (due_on - today).days
    count = len(recall.copies)
    title = ngettext(
        "Bring back %(count)s old copy: %(title)s", "Bring back %(count)s old copies: %(title)s", count
    )
    return Job(
        RECALL,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(due_on)},
        title % {"count": count, "title": recall.document.title},
        recall.document.code,
        _("Old since %(day)s. %(copies)s.")
        % {"day": format_date(recall.since), "copies": _copies_words(recall.copies)},
        _("Record what came back"),
        reverse("document-distribution", args=[recall.document.pk]),
        "swap",
    )


def _copies_words(copies: tuple[ControlledCopy, ...]) -> str:
    named = [
        _("Copy no. %(number)s: %(holder)s") % {"number": copy.number, "holder": copy.holder}
        for copy in copies[:MOST_NAMED]
    ]
    if (more := len(copies) - MOST_NAMED) > 0:
        named.append(ngettext("%(count)s more copy", "%(count)s more copies", more) % {"count": more})
    return "; ".join(named)
