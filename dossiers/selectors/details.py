"""One dossier with everything its page shows, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from dossiers.enums import IncidentState, StepKind, StepState
from dossiers.models import (
    ApologyLetter,
    ClockPause,
    Dossier,
    DossierEvent,
    DossierFile,
    DossierStep,
    LateIncident,
    Slip,
)

MOST_EVENTS = 200
"""Events shown of one dossier; a longer life is read in the process control slip."""


def for_detail() -> QuerySet[Dossier]:
    """Dossiers with the rows that every page of one shows."""
    return Dossier.objects.select_related(
        "version",
        "document",
        "received_by",
        "competent_unit",
        "assisted_at",
        "receiver",
        "handler",
        "current_step__officer",
        "current_step__unit",
        "parent",
    )


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """What belongs to one dossier.

    Attributes:
        events: newest first, at most `MOST_EVENTS`.
        incidents: newest first, each with its letter when there is one.
    """

    dossier: Dossier
    steps: tuple[DossierStep, ...]
    incidents: tuple[LateIncident, ...]
    pauses: tuple[ClockPause, ...]
    files: tuple[DossierFile, ...]
    slips: tuple[Slip, ...]
    events: tuple[DossierEvent, ...]
    children: tuple[Dossier, ...]

    @property
    def current(self) -> DossierStep | None:
        """The step in hand."""
        return next((step for step in self.steps if step.state == StepState.ACTIVE), None)

    @property
    def open_pause(self) -> ClockPause | None:
        """What the clock waits for now."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)

    @property
    def paused_since(self) -> dt.datetime | None:
        """When the clock stopped; None while it runs."""
        return self.open_pause.started_at if self.open_pause else None

    @property
    def letters(self) -> tuple[ApologyLetter, ...]:
        """The apology letters, oldest first."""
        return tuple(row.letter for row in reversed(self.incidents) if hasattr(row, "letter"))

    @property
    def open_incidents(self) -> tuple[LateIncident, ...]:
        """Lateness for which something is left to do, newest first."""
        return tuple(row for row in self.incidents if row.state != IncidentState.CLOSED)

    def following(self) -> DossierStep | None:
        """The office step after the one in hand."""
        current = self.current
        later = (step for step in self.steps if current and step.number > current.number)
        return next((step for step in later if step.kind != StepKind.SUBMISSION), None)


def detail_of(dossier: Dossier) -> DossierDetail:
    """Read everything that belongs to a dossier."""
    steps = dossier.steps.select_related("officer", "unit").order_by("number")
    incidents = dossier.incidents.select_related(
        "step", "responsible", "unit", "letter__signed_by", "letter__drafted_by"
    )
    return DossierDetail(
        dossier,
        tuple(steps),
        tuple(incidents.order_by("-detected_at", "-pk")),
        tuple(dossier.pauses.order_by("started_at", "pk")),
        tuple(dossier.files.select_related("added_by", "step").order_by("added_at", "pk")),
        tuple(dossier.slips.order_by("issued_at", "pk")),
        tuple(dossier.events.order_by("-sequence")[:MOST_EVENTS]),
        tuple(dossier.children.select_related("document").order_by("code")),
    )


def events_since(dossier: Dossier, seen: int) -> Sequence[DossierEvent]:
    """What happened to a dossier after a page had shown `seen` events, oldest first."""
    return list(dossier.events.filter(sequence__gt=seen).order_by("sequence")[:MOST_EVENTS])
