"""Late steps: by cause, and by person and month for the monthly evaluation of staff (DOMAIN 3.9 rule 7).

A late step is another measure than an overdue dossier: a dossier may be in time although one of its steps was late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from dossiers.enums import CauseCategory, IncidentState
from dossiers.models import LateIncident
from dossiers.statistics.periods import Period
from dossiers.statistics.questions import NO_FIELD, NOBODY, Question

NOT_EXPLAINED = "chua"
"""Stands for incidents without a cause in addresses."""


@dataclass(frozen=True, slots=True)
class CauseLine:
    """How often one cause was given; `cause` is empty where nothing was explained yet."""

    cause: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """The late steps of one person found in one month.

    Attributes:
        month: year × 100 + month.
        explained: with a cause and own words.
        with_letter: whose apology letter is signed.
        let_through: for which the leader opened the gate without a letter.
        unsettled: not closed yet.
    """

    person_id: int
    name: str
    month: int
    late: int
    explained: int
    with_letter: int
    let_through: int
    unsettled: int

    @property
    def month_words(self) -> str:
        """ "10/2026"."""
        return f"{self.month % 100}/{self.month // 100}"


def incidents_of(question: Question, period: Period) -> QuerySet[LateIncident]:
    """The late steps found in a period: of people of these units, under the other filters of the report."""
    own_unit = Q(unit__in=question.unit_ids)
    of_dossier = Q(**{f"dossier__{question.unit_column}__in": sorted(question.unit_ids)})
    rows = LateIncident.objects.filter(own_unit | (Q(unit__isnull=True) & of_dossier))
    rows = rows.filter(detected_at__gte=period.start, detected_at__lt=period.end)
    if question.field_code:
        rows = rows.filter(dossier__field_code="" if question.field_code == NO_FIELD else question.field_code)
    if question.document_id:
        rows = rows.filter(dossier__document=question.document_id)
    if question.channel:
        rows = rows.filter(dossier__channel=question.channel)
    if question.handler_id == NOBODY:
        return rows.none()
    return rows.filter(responsible=question.handler_id) if question.handler_id else rows


def by_cause(incidents: QuerySet[LateIncident]) -> list[CauseLine]:
    """Counts by cause, the most frequent first; one query."""
    counts = incidents.order_by().values_list("cause").annotate(Count("pk"))
    labels = dict(CauseCategory.choices)
    lines = [CauseLine(cause, str(labels.get(cause, "")), count) for cause, count in counts]
    return sorted(lines, key=lambda line: (-line.count, line.cause))


def by_person(incidents: QuerySet[LateIncident]) -> list[PersonLine]:
    """Counts by person and month, the newest month first, then whoever was late most often; one query."""
    rows = (
        incidents.order_by()
        .annotate(in_month=TruncMonth("detected_at"))
        .values("responsible_id", "responsible__last_name", "responsible__first_name", "in_month")
        .annotate(
            late=Count("pk"),
            explained=Count("pk", filter=Q(explained_at__isnull=False)),
            with_letter=Count("pk", filter=Q(letter__signed_at__isnull=False)),
            let_through=Count("pk", filter=Q(overridden_at__isnull=False)),
            unsettled=Count("pk", filter=~Q(state=IncidentState.CLOSED)),
        )
    )
    lines = [_person_line(row) for row in rows]
    return sorted(lines, key=lambda line: (-line.month, -line.late, line.name, line.person_id))


def _person_line(row: Mapping[str, Any]) -> PersonLine:
    month = row["in_month"]
    names = (row["responsible__last_name"], row["responsible__first_name"])
    counts = {name: row[name] for name in ("late", "explained", "with_letter", "let_through", "unsettled")}
    return PersonLine(
        person_id=row["responsible_id"],
        name=" ".join(str(part) for part in names if part),
        month=month.year * 100 + month.month,
        **counts,
    )


def late_steps_by_person(question: Question, months: Iterable[Period]) -> list[PersonLine]:
    """For the monthly evaluation of staff: the late steps of each person in each of these months."""
    periods = list(months)
    whole = Period(min(period.first for period in periods), max(period.last for period in periods))
    return by_person(incidents_of(question, whole))
