"""What the log of an invented dossier tells: the events in order, each a link of the chain. Pure.

The same hash chain that `services.recording` makes; `verify_dossiers` holds for it. Texts of the office were cleaned
when they were read, so the chain is hashed without cleaning each text again (a test compares).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted

from dossiers.bulk_tables import MomentTexts, Row
from dossiers.enums import DossierState, EventKind, Outcome, StepKind
from dossiers.generation.histories import History, Run
from dossiers.generation.office import Officer
from dossiers.rules.clock import ended_minute

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
    return Outcome(ended_minute(life.closed, life.due, life.case.limit.unit).value)


def punctuality_of(run: Run) -> str:
    """How a step ended; empty for one that was never due."""
    if run.due is None or run.step.limit is None:
        return ""
    return ended_minute(run.finish, run.due, run.step.limit.unit).value


def facts_of(run: Run, moments: MomentTexts) -> Row:
    """What the events of a step say."""
    return {
        "step": run.step.number,
        "round": 1,
        "officer": run.officer.pk if run.officer else None,
        "due": moments.local(run.due) if run.due is not None else None,
    }


def story(
    life: History,
    facts: Row,
    origin: Told,
    answers: Sequence[Told],
    *,
    moments: MomentTexts,
    tells_steps: bool,
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
        is_handover = run.step.kind == StepKind.HANDOVER
        if is_handover:
            result = {"outcome": outcome_of(life).value, "result_number": ""}
            yield Told(run.start, EventKind.READY, actor, DossierState.READY, data=result)
        if tells_steps:
            facts = facts_of(run, moments)
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
    """The columns of an event, its hash still to come."""
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
        "data": encode(told.data),
        "chain_hash": "",
    }


def chained(previous: str, row: Row, at: str, code: str) -> str:
    """The hash of an event whose texts are clean: `DossierEvent.compute_hash` without cleaning, its text put together.

    Written out because this is done two million times for a district; the keys stand in the order of canonical JSON.
    """
    actor = "null" if row["actor_id"] is None else row["actor_id"]
    text = (
        f'{{"previous":"{previous}","record":{{"actor":{actor},"actor_name":{quoted(row["actor_name"])},'
        f'"actor_post":{quoted(row["actor_post"])},"actor_unit":{quoted(row["actor_unit"])},"at":"{at}",'
        f'"data":{row["data"]},"dossier":{quoted(code)},"from":"{row["from_state"]}","kind":"{row["kind"]}",'
        f'"note":{quoted(row["note"])},"sequence":{row["sequence"]},"to":"{row["to_state"]}"}}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()
