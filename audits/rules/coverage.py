"""What the programme of a year leaves out, and what became of it (ISO 9001 9.2.2 a; DOMAIN 1.6). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audits.enums import AuditState

DONE = frozenset({AuditState.REPORTED.value, AuditState.CLOSED.value})
"""An audit counts as held once its report is out."""
PREPARED = frozenset({AuditState.PLANNING.value, AuditState.SUBMITTED.value, AuditState.APPROVED.value})


class SlotState(StrEnum):
    """What became of a month of a unit."""

    PLANNED = "planned"
    PREPARED = "prepared"
    RUNNING = "running"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry of the programme: a unit, a month (1 to 12), the numbers of the clauses."""

    entry_id: int
    unit_id: int
    month: int
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """An audit of the year; `entry_id` is None for one outside the programme, `month` that of its first day."""

    code: str
    entry_id: int | None
    unit_id: int
    month: int
    state: str
    clauses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a unit in the matrix: how it stands, the entry behind it, the audits that belong to it."""

    state: SlotState
    entry_id: int | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is planned against what is done.

    Attributes:
        units_left_out, clauses_left_out: neither planned nor audited this year.
        units_waiting, clauses_waiting: planned or running, but no report yet.
        planned, done, missed: numbers of entries, of held audits, of entries whose month went by without an audit.
    """

    units_left_out: tuple[int, ...]
    clauses_left_out: tuple[str, ...]
    units_waiting: tuple[int, ...]
    clauses_waiting: tuple[str, ...]
    planned: int
    done: int
    missed: int

    @property
    def is_whole(self) -> bool:
        """Is every unit and every clause reached?"""
        return not self.units_left_out and not self.clauses_left_out


def slot_state(slot: Slot, audits: Iterable[Held], year: int, today: dt.date) -> SlotState:
    """What became of one entry by `today`; of several audits the one that went farthest counts."""
    states = {audit.state for audit in audits}
    if states & DONE:
        return SlotState.DONE
    if AuditState.RUNNING in states:
        return SlotState.RUNNING
    if (year, slot.month) < (today.year, today.month):
        return SlotState.MISSED
    return SlotState.PREPARED if states & PREPARED else SlotState.PLANNED


def cells(
    slots: Iterable[Slot], audits: Iterable[Held], year: int, today: dt.date
) -> dict[tuple[int, int], Cell]:
    """The matrix by unit and month. An audit stands in the month of its entry, else in that of its first day."""
    standing = [audit for audit in audits if audit.state != AuditState.CANCELLED]
    found: dict[tuple[int, int], Cell] = {}
    for slot in slots:
        own = [audit for audit in standing if audit.entry_id == slot.entry_id]
        state = slot_state(slot, own, year, today)
        found[slot.unit_id, slot.month] = Cell(state, slot.entry_id, tuple(audit.code for audit in own))
    for audit in standing:
        if audit.entry_id is not None:
            continue
        place = (audit.unit_id, audit.month)
        before = found.get(place)
        if before is None:
            found[place] = Cell(_state_of(audit.state), None, (audit.code,))
        else:
            found[place] = Cell(before.state, before.entry_id, (*before.codes, audit.code))
    return found


def _state_of(state: str) -> SlotState:
    if state in DONE:
        return SlotState.DONE
    return SlotState.RUNNING if state == AuditState.RUNNING else SlotState.PREPARED


def coverage(
    units: Sequence[int],
    clauses: Sequence[str],
    slots: Sequence[Slot],
    audits: Sequence[Held],
    year: int,
    today: dt.date,
    below: Mapping[int, frozenset[int]] | None = None,
) -> Coverage:
    """What is left out of a year, in the order of `units` and `clauses`.

    Args:
        units: every unit that has to be audited; `below` the units under each, which an audit of it reaches too.
        clauses: numbers of the clauses that have to be reached every year.
        today: the day by which months count as over.
    """
    reach = below or {}
    standing = [audit for audit in audits if audit.state != AuditState.CANCELLED]
    done = [audit for audit in standing if audit.state in DONE]
    named: list[Slot | Held] = [*slots, *standing]
    planned_units = _with_below({row.unit_id for row in named}, reach)
    done_units = _with_below({audit.unit_id for audit in done}, reach)
    planned_clauses = {number for row in named for number in row.clauses}
    done_clauses = {number for audit in done for number in audit.clauses}
    states = [
        slot_state(slot, [a for a in standing if a.entry_id == slot.entry_id], year, today) for slot in slots
    ]
    return Coverage(
        units_left_out=tuple(unit for unit in units if unit not in planned_units),
        clauses_left_out=tuple(number for number in clauses if number not in planned_clauses),
        units_waiting=tuple(unit for unit in units if unit in planned_units - done_units),
        clauses_waiting=tuple(number for number in clauses if number in planned_clauses - done_clauses),
        planned=len(slots),
        done=len(done),
        missed=states.count(SlotState.MISSED),
    )


def _with_below(unit_ids: set[int], below: Mapping[int, frozenset[int]]) -> set[int]:
    return unit_ids.union(*(below.get(unit_id, frozenset()) for unit_id in unit_ids))
