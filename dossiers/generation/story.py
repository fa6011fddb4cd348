"""What the log of an invented dossier tells: the events in order, each a link of the chain. Pure.

The same hash chain that `services.recording` makes; `verify_dossiers` holds for it. Texts of the office were cleaned
when they were read, so the chain is hashed without cleaning each text again (a test compares).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dossiers.bulk_tables import Row
from dossiers.enums import DossierState, EventKind, Outcome, StepKind
from dossiers.generation.histories import History, Run
from dossiers.generation.office import Officer
from dossiers.rules.clock import ended
from organisation.worktime.calendar import to_moment

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Canonical JSON of values that are clean already."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event before it is chained: at which minute, what, by whom, the state after it."""

    at: int
    kind: EventKind
    officer: Officer | None
    state: DossierState
    note: str = ""
    data: Row = field(default_factory=dict)


def outcome_of(life: History) -> Outcome:
    """How the dossier counts once it is closed."""
    return Outcome(ended(to_moment(life.closed), to_moment(life.due), life.case.limit.unit))


def punctuality_of(run: Run) -> str:
    """How a step ended; empty for one that was never due."""
    if run.due is None or run.step.limit is None:
        return ""
    return ended(to_moment(run.finish), to_moment(run.due), run.step.limit.unit).value


def facts_of(run: Run) -> Row:
    """What the events of a step say."""
    return {
        "step": run.step.number,
        "round": 1,
        "officer": run.officer.pk if run.officer else None,
        "due": to_moment(run.due).isoformat() if run.due is not None else None,
    }


def story(
    life: History, facts: Row, origin: Told, answers: Sequence[Told], *, tells_steps: bool
) -> Iterator[Told]:
    """Everything that is told of a life, in order.

    Args:
        facts: what the event of the reception says.
        origin: says that the dossier is invented.
        answers: what is told of its late step.
        tells_steps: also each step's beginning and end.
    """
    states = life.version.states
    office = [n for n, run in enumerate(life.runs) if run.step.kind != StepKind.SUBMISSION]
    actor = life.runs[office[0]].officer
    yield Told(life.received, EventKind.RECEIVED, actor, states[office[0]], data=facts)
    yield origin
    for place in office:
        run, state = life.runs[place], states[place]
        facts = facts_of(run)
        is_handover = run.step.kind == StepKind.HANDOVER
        if is_handover:
            result = {"outcome": outcome_of(life).value, "result_number": ""}
            yield Told(run.start, EventKind.READY, actor, DossierState.READY, data=result)
        if tells_steps:
            start = facts | {"unit": run.officer.unit_id if run.officer else None}
            yield Told(run.start, EventKind.STEP_STARTED, actor, state, data=start)
            if life.lateness and life.lateness.place == place:
                yield from answers
            done = facts | {"ended": punctuality_of(run)}
            yield Told(run.finish, EventKind.STEP_COMPLETED, run.officer, state, data=done)
        if is_handover:
            yield Told(run.finish, EventKind.RETURNED, run.officer, DossierState.RETURNED)
        actor = run.officer


def event_row(told: Told, dossier_id: int, before: str, sequence: int, at: str) -> Row:
    """The columns of an event, its data not yet as text, its hash still to come."""
    officer = told.officer
    return {
        "dossier_id": dossier_id,
        "sequence": sequence,
        "kind": told.kind.value,
        "at": at,
        "actor_id": officer.pk if officer else None,
        "actor_name": officer.name if officer else "",
        "actor_post": officer.post if officer else "",
        "actor_unit": officer.unit if officer else "",
        "from_state": before,
        "to_state": told.state.value,
        "note": told.note,
        "data": told.data,
        "chain_hash": "",
    }


def chained(previous: str, row: Row, at: str, code: str) -> str:
    """The hash of an event whose texts are clean (`document_control.canonical.chain_hash` without cleaning)."""
    record = {
        "dossier": code,
        "sequence": row["sequence"],
        "kind": row["kind"],
        "at": at,
        "actor": row["actor_id"],
        "actor_name": row["actor_name"],
        "actor_post": row["actor_post"],
        "actor_unit": row["actor_unit"],
        "from": row["from_state"],
        "to": row["to_state"],
        "note": row["note"],
        "data": row["data"],
    }
    return hashlib.sha256(encode({"previous": previous, "record": record}).encode()).hexdigest()
