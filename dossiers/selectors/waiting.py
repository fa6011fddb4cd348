"""What waits for one person: steps in hand, letters, submissions, results. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from dossiers.enums import IncidentState
from dossiers.models import Dossier, DossierFile, DossierSettings, LateIncident
from dossiers.policies import CLERK, HEAD, LEADER, DossierPolicy
from dossiers.rules.states import ENDED_WITHOUT_RESULT, WAITING
from dossiers.selectors.lists import MINE, READY, SUBMITTED, counts_of, dossiers_in, for_list, in_order

MOST_ROWS = 30
"""Rows of a kind that are listed one by one; the others are one row with their number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person.

    Attributes:
        incidents: late steps whose next act is the person's.
        steps: dossiers whose step the person has in hand, oldest deadline first, at most `MOST_ROWS`; then as many
            whose clock stands still: those are due nowhere and take no place of what is.
        supplemented: keys of those that stand still and for which a file came in since.
        results: how many lie at the person's counter.
    """

    incidents: tuple[LateIncident, ...]
    steps: tuple[Dossier, ...]
    more_steps: int
    supplemented: frozenset[int]
    submissions: tuple[Dossier, ...]
    more_submissions: int
    results: int
    acceptance_hours: int


def waiting_for(policy: DossierPolicy) -> Waiting:
    """Read what waits; nine queries at most."""
    mine = in_order(for_list(dossiers_in(MINE, policy)).exclude(state="ready"), MINE)
    running, more_running = _first(mine.exclude(state__in=[*WAITING]))
    still, more_still = _first(mine.filter(state__in=[*WAITING]))
    steps, more_steps = (*running, *still), more_running + more_still
    submissions: tuple[Dossier, ...] = ()
    more_submissions = results = 0
    if policy.may_receive:
        submitted = in_order(for_list(dossiers_in(SUBMITTED, policy)), SUBMITTED)
        submissions, more_submissions = _first(submitted)
        results = dossiers_in(READY, policy).count()
    return Waiting(
        tuple(_incidents(policy)),
        steps,
        more_steps,
        _supplemented(steps),
        submissions,
        more_submissions,
        results,
        DossierSettings.chosen().acceptance_hours if submissions else 0,
    )


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many rows `Waiting` makes: the same, as numbers.

    Attributes:
        explanations: late steps to explain; the other late steps are letters.
        dossiers: steps in hand that are not held by one of those, submissions, and results, which are one row.
    """

    explanations: int
    letters: int
    dossiers: int


def waiting_counts(policy: DossierPolicy) -> WaitingCounts:
    """Count what waits without reading it; four queries at most."""
    incidents = list(_incidents_of(policy).values_list("state", "dossier_id")[:MOST_ROWS])
    asked = {dossier_id for _state, dossier_id in incidents}
    explanations = sum(state == IncidentState.DETECTED for state, _dossier_id in incidents)
    steps = in_order(dossiers_in(MINE, policy).exclude(state="ready"), MINE)
    dossiers = _row_count(steps, asked)
    if policy.may_receive:
        dossiers += _row_count(in_order(dossiers_in(SUBMITTED, policy), SUBMITTED), set())
        dossiers += dossiers_in(READY, policy).exists()
    return WaitingCounts(explanations, len(incidents) - explanations, dossiers)


def _row_count(rows: QuerySet[Dossier], asked: set[int]) -> int:
    """Rows listed one by one but for those asked about elsewhere, and one for all the others."""
    keys = list(rows.values_list("pk", flat=True)[: MOST_ROWS + 1])
    listed = sum(key not in asked for key in keys[:MOST_ROWS])
    return listed + (len(keys) > MOST_ROWS)


def _first(rows: object) -> tuple[tuple[Dossier, ...], int]:
    """The rows that are listed, and how many more there are; one query unless there are more."""
    found = tuple(rows[: MOST_ROWS + 1])  # type: ignore[index]
    if len(found) <= MOST_ROWS:
        return found, 0
    return found[:MOST_ROWS], rows.count() - MOST_ROWS  # type: ignore[attr-defined]


def _supplemented(dossiers: Sequence[Dossier]) -> frozenset[int]:
    """Those that wait and got a file since the clock stands still."""
    waiting = [dossier.pk for dossier in dossiers if dossier.state in WAITING]
    if not waiting:
        return frozenset()
    came = DossierFile.objects.filter(
        dossier__in=waiting,
        taken_back_at__isnull=True,
        dossier__pauses__ended_at__isnull=True,
        dossier__pauses__started_at__lt=F("added_at"),
    )
    return frozenset(came.values_list("dossier_id", flat=True))


def _incidents(policy: DossierPolicy) -> list[LateIncident]:
    rows = _incidents_of(policy).select_related(
        "dossier__document", "dossier__competent_unit", "step", "responsible", "letter"
    )
    return list(rows.defer("dossier__papers", "dossier__due_basis")[:MOST_ROWS])


def _incidents_of(policy: DossierPolicy) -> QuerySet[LateIncident]:
    """Late steps whose next act is the person's: explained by who was late, drafted by his head, signed by a leader,
    sent by the counter or the clerk."""
    me = policy.user.pk
    mine = Q(state=IncidentState.DETECTED, responsible=me)
    if HEAD in policy.roles:
        mine |= Q(state=IncidentState.EXPLAINED, unit__in=policy.headed_ids)
    mine |= Q(state=IncidentState.EXPLAINED, responsible=me)
    if LEADER in policy.roles:
        drafted = Q(state=IncidentState.LETTER_DRAFTED, dossier__competent_unit__in=policy.led_ids)
        mine |= drafted & ~Q(responsible=me) & ~Q(letter__drafted_by=me)
    if policy.may_receive:
        mine |= Q(state=IncidentState.LETTER_SIGNED, dossier__received_by__in=policy.counter_ids)
    elif CLERK in policy.roles:
        mine |= Q(state=IncidentState.LETTER_SIGNED, dossier__steps__officer=me)
    return (
        LateIncident.objects.exclude(state=IncidentState.CLOSED)
        .filter(mine, Q(holds=True) | Q(letter__isnull=False), overridden_at__isnull=True)
        .exclude(dossier__state__in=[*ENDED_WITHOUT_RESULT])
        .order_by("detected_at", "pk")
        .distinct()
    )


def in_hand_count(policy: DossierPolicy) -> int:
    """How many dossiers the person has in hand: for the menu."""
    return counts_of(policy, (MINE,))[MINE]
