"""What one dossier adds to the counters of its months. Pure; the only place that says so.

A counter belongs to a key (competent unit, procedure, field, channel, handler, month). A change of a dossier is the
difference between what it added before and what it adds after.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dossiers.enums import Outcome
from dossiers.rules.states import WAITING
from organisation.vietnamese_format import VIETNAM

MEASURES = (
    "received",
    "early",
    "on_time",
    "overdue",
    "overdue_with_new_date",
    "overdue_after_apology",
    "without_result",
    "fell_due",
    "settled",
)
"""Names of the counted columns."""

WAITING_STATES = frozenset(str(state) for state in WAITING)
"""The clock stands still: such a dossier is within its due date, whatever the calendar says."""


class CountedRow(NamedTuple):
    """What is counted of a dossier: columns of its row by their names, moments aware."""

    competent_unit_id: int
    document_id: int
    field_code: str
    channel: str
    handler_id: int | None
    state: str
    outcome: str
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    reappointed_due_at: dt.datetime | None
    closed_at: dt.datetime | None
    is_group: bool


class Key(NamedTuple):
    """One counter."""

    competent_unit_id: int
    document_id: int
    field_code: str
    channel: str
    handler_id: int | None
    month: int


Counts = Mapping[Key, Mapping[str, int]]
"""Amounts by counter and measure; measures that are zero may be left out."""


def local_month(moment: dt.datetime) -> int:
    """Year × 100 + month of a moment on the clocks of Vietnam: 202610."""
    local = moment.astimezone(VIETNAM)
    return local.year * 100 + local.month


def contributions(row: CountedRow) -> Iterator[tuple[int, str]]:
    """The (month, measure) pairs that the dossier adds one to.

    A dossier never received adds nothing, nor does the receipt of an interlinked procedure: those it joins do.
    """
    if row.received_at is None or row.due_at is None or row.is_group:
        return
    yield local_month(row.received_at), "received"
    closed_month = local_month(row.closed_at) if row.closed_at else 0
    if row.closed_at:
        yield closed_month, row.outcome
        if row.outcome == Outcome.OVERDUE and row.reappointed_due_at:
            yield closed_month, "overdue_with_new_date"
            if row.closed_at > row.reappointed_due_at:
                yield closed_month, "overdue_after_apology"
    if row.closed_at or row.state not in WAITING_STATES:
        due_month = local_month(row.due_at)
        yield due_month, "fell_due"
        if row.closed_at:
            yield max(due_month, closed_month), "settled"


def difference(before: CountedRow | None, after: CountedRow | None) -> Counts:
    """What a change of a dossier changes in the counters; None stands for "no dossier"."""
    changes: Counter[tuple[Key, str]] = Counter()
    for row, sign in ((before, -1), (after, 1)):
        if row is not None:
            for month, measure in contributions(row):
                changes[Key(*row[:5], month), measure] += sign
    counts: dict[Key, dict[str, int]] = {}
    for (key, measure), amount in changes.items():
        if amount:
            counts.setdefault(key, {})[measure] = amount
    return counts


def count_all(rows: Iterable[CountedRow]) -> Counts:
    """The counters of all these dossiers."""
    counts: dict[Key, Counter[str]] = {}
    for row in rows:
        dimensions = row[:5]
        for month, measure in contributions(row):
            key = Key(*dimensions, month)
            counter = counts.get(key)
            if counter is None:
                counter = counts[key] = Counter()
            counter[measure] += 1
    return counts
