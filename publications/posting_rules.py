"""What hangs against what should hang. Pure: the day and the record are passed in (DOMAIN 2.6; ISO 9001:2015 7.5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

MISSING, REPLACE, TAKE_DOWN = "missing", "replace", "take_down"

DueDay = Callable[[dt.date], dt.date]
"""From the day a version takes effect to the last day on which its notice may still be missing."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A notice on a board."""

    posting_id: int
    document_id: int
    version_id: int
    number: str
    posted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """The version that holds, and since which day."""

    version_id: int
    number: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Place:
    """One document on one board: what hangs there, what should, and what is to do.

    Attributes:
        task: "" when all is well, else missing, replace or take_down.
        due_on: the last day for the task.
    """

    document_id: int
    hanging: Hanging | None
    wanted: InForce | None
    task: str = ""
    due_on: dt.date | None = None

    @property
    def counts(self) -> bool:
        """Does it count for compliance? A document that neither hangs nor holds does not."""
        return self.hanging is not None or self.wanted is not None

    @property
    def is_right(self) -> bool:
        return self.counts and not self.task


def places_of_board(
    listed: Iterable[int],
    hanging: Iterable[Hanging],
    in_force: Mapping[int, InForce],
    ended_on: Mapping[int, dt.date],
    due_day: DueDay,
) -> list[Place]:
    """Every document of a board with its task.

    Args:
        listed: keys of the documents that belong on the board, in order.
        hanging: what hangs, at most one notice per document.
        in_force: the version in force by document; documents without one are left out.
        ended_on: the day from which a document no longer holds, by document.
        due_day: see `DueDay`; a repealed notice comes down on the repeal day itself.
    """
    hung = {one.document_id: one for one in hanging}
    order = list(dict.fromkeys([*listed, *hung]))
    return [_place(key, hung.get(key), in_force.get(key), ended_on.get(key), due_day) for key in order]


def places_of_screen(listed: Iterable[int], in_force: Mapping[int, InForce]) -> list[Place]:
    """A screen shows the versions in force by itself, so that nobody has anything to do there."""
    return [Place(key, None, in_force.get(key)) for key in listed]


def _place(
    key: int, hanging: Hanging | None, wanted: InForce | None, ended: dt.date | None, due_day: DueDay
) -> Place:
    if hanging is None:
        if wanted is None:
            return Place(key, None, None)
        return Place(key, None, wanted, MISSING, due_day(wanted.since))
    if wanted is None:
        return Place(key, hanging, None, TAKE_DOWN, ended)
    if hanging.version_id != wanted.version_id:
        return Place(key, hanging, wanted, REPLACE, due_day(wanted.since))
    return Place(key, hanging, wanted)


@dataclass(frozen=True, slots=True)
class Compliance:
    """How many notices are right; the share has no value without any."""

    right: int
    all: int

    def __add__(self, other: Compliance) -> Compliance:
        return Compliance(self.right + other.right, self.all + other.all)


def compliance(places: Iterable[Place]) -> Compliance:
    """Right ones and all that count."""
    counted = [place for place in places if place.counts]
    return Compliance(sum(place.is_right for place in counted), len(counted))
