"""How the system counts the measures of objectives: from dossiers, late steps, letters, and versions in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q

from audits.enums import Measure
from audits.measures import Scope, register_measure
from audits.rules.objectives import Measured
from document_control.enums import DocumentKind
from document_control.models import IssuedVersion, Withdrawal
from document_control.standing import ChainEvent, in_force_id
from dossiers.statistics.figures import Figures, Rate
from dossiers.statistics.incidents import incidents_of
from dossiers.statistics.periods import Period
from procedures.snapshot_reading import decimal_value, is_citizen_step, part


def _share_of(rate: Callable[[Figures], Rate]) -> Callable[[Scope, Sequence[Period]], list[Measured]]:
    """The source of a rate of figures."""

    def source(scope: Scope, periods: Sequence[Period]) -> list[Measured]:
        return [Measured.share(r.part, r.whole) for r in map(rate, scope.figures(periods))]

    return source


on_time_rate = _share_of(lambda figures: figures.on_time_rate)
early_rate = _share_of(lambda figures: figures.early_rate)
online_share = _share_of(lambda figures: figures.online_rate)


def overdue_count(scope: Scope, periods: Sequence[Period]) -> list[Measured]:
    """Resolved too late, and past due at the end of the period; of all there was to do. No value of no dossier."""
    return [
        Measured.count(figures.overdue + figures.past_due, figures.received)
        if figures.received
        else Measured(None, 0, 0)
        for figures in scope.figures(periods)
    ]


def late_steps(scope: Scope, periods: Sequence[Period]) -> list[Measured]:
    """Late steps found in each period; one query."""
    return [Measured.count(line["late"]) for line in _incident_counts(scope, periods)]


def letters_sent_rate(scope: Scope, periods: Sequence[Period]) -> list[Measured]:
    """Of the late steps that owe the applicant a letter, those whose letter was sent; one query.

    A dossier that the leader let through still owes its letter.
    """
    return [Measured.share(line["sent"], line["due"]) for line in _incident_counts(scope, periods)]


def _incident_counts(scope: Scope, periods: Sequence[Period]) -> list[dict[str, int]]:
    if not periods:
        return []
    whole = Period(min(p.first for p in periods), max(p.last for p in periods))
    amounts: dict[str, Count] = {}
    for number, period in enumerate(periods):
        found = Q(detected_at__gte=period.start, detected_at__lt=period.end)
        due = found & Q(holds=True)
        amounts |= {
            f"late_{number}": Count("pk", filter=found),
            f"due_{number}": Count("pk", filter=due),
            f"sent_{number}": Count("pk", filter=due & Q(letter__sent_at__isnull=False)),
        }
    totals = incidents_of(scope.question, whole).order_by().aggregate(**amounts)
    return [
        {name: totals[f"{name}_{number}"] for name in ("late", "due", "sent")}
        for number in range(len(periods))
    ]


# --- Procedures ---------------------------------------------------------------------------------------------------
def named_person(scope: Scope, periods: Sequence[Period]) -> list[Measured]:
    """Of the procedures in force at the end of each period (or now), those whose every office step names post and time.

    Three queries: versions, withdrawals, and the steps of the versions that count.
    """
    chains = _chains(scope.unit_ids)
    in_force = []
    for period in periods:
        moment = min(period.end - dt.timedelta(microseconds=1), scope.now)
        ids = (in_force_id(chain, moment) for chain in chains)
        in_force.append({version_id for version_id in ids if version_id is not None})
    complete = _complete({version_id for ids in in_force for version_id in ids})
    return [Measured.share(len(ids & complete), len(ids)) for ids in in_force]


def _chains(unit_ids: frozenset[int]) -> list[list[ChainEvent]]:
    """The events of every procedure of these units; two queries."""
    of_units = {"document__unit__in": unit_ids, "document__kind": DocumentKind.PROCEDURE}
    chains: dict[int, list[ChainEvent]] = defaultdict(list)
    versions = IssuedVersion.objects.filter(**of_units).order_by()
    for document, index, since, pk, cancelled in versions.values_list(
        "document_id", "chain_index", "effective_from", "pk", "cancellation"
    ):
        chains[document].append(ChainEvent(index, since, pk, cancelled is not None))
    ends = Withdrawal.objects.filter(cancelled_version__isnull=True, **of_units).order_by()
    for document, index, since in ends.values_list("document_id", "chain_index", "effective_from"):
        chains[document].append(ChainEvent(index, since, None))
    return list(chains.values())


def _complete(version_ids: set[int]) -> set[int]:
    rows = IssuedVersion.objects.filter(pk__in=version_ids).values_list("pk", "snapshot__steps")
    return {pk for pk, steps in rows if names_post_and_time(steps or [])}


def names_post_and_time(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Does every office step of a version name the post that does it and the time it has?"""
    office = [step for step in steps if not is_citizen_step(step)]
    return bool(office) and all(
        (step.get("position") or "").strip() and decimal_value(part(step, "duration")) for step in office
    )


def register_measures() -> None:
    """Register what this app and those below it can count; called when the app starts."""
    register_measure(Measure.ON_TIME_RATE, on_time_rate)
    register_measure(Measure.EARLY_RATE, early_rate)
    register_measure(Measure.ONLINE_SHARE, online_share)
    register_measure(Measure.OVERDUE_COUNT, overdue_count)
    register_measure(Measure.LATE_STEPS, late_steps)
    register_measure(Measure.LETTERS_SENT_RATE, letters_sent_rate)
    register_measure(Measure.NAMED_PERSON, named_person)
