"""What is stored of an invented dossier: one mapping of column to value per row, ready for bulk writing.

The events form the same hash chain that `services.recording` makes; `verify_dossiers` holds for them. Texts of the
office were cleaned when they were read, so the chain is hashed without cleaning each text again (a test compares).
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from dossiers.bulk_tables import MomentTexts, Row
from dossiers.enums import (
    ApplicantKind,
    DossierState,
    EventKind,
    IncidentState,
    LetterChannel,
    Outcome,
    ReturnChannel,
    SignatureKind,
    StepKind,
    StepState,
)
from dossiers.generation import invented
from dossiers.generation.histories import History, Lateness, Run
from dossiers.generation.office import Office, Officer
from dossiers.rules.clock import ended, month_of, put_down
from dossiers.rules.codes import code_key, new_secret
from organisation.worktime.calendar import to_moment

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
NAMESPACE = uuid.UUID("5f0c8a0e-8f0c-4a49-9d26-2a9d0b7b7a51")
"""Request keys of invented dossiers are derived from their codes in it."""


@dataclass(slots=True)
class Rows:
    """The rows of a batch, by table."""

    dossiers: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """One event before it is chained: at which minute, by whom, what, the state after it."""

    at: int
    kind: EventKind
    officer: Officer | None
    state: DossierState
    note: str = ""
    data: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What a dossier is called, how it came in, and the keys of its rows; `incident` 0: was never late."""

    pk: int
    first_step: int
    incident: int
    code: str
    channel: str
    stands_in: bool


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Turns histories into rows.

    Attributes:
        horizon: minute after which nothing has happened.
        origin: plan and seed, kept in the event that says the dossier is invented.
        whole_log: whether dossiers that went well tell every step.
    """

    office: Office
    horizon: int
    moments: MomentTexts
    origin: Row
    whole_log: bool
    choose: random.Random

    def add(self, life: History, named: Named, rows: Rows) -> None:
        """Put everything that is stored of `life` into `rows`."""
        state, current = self._standing(life, named)
        head, count, before = "", 0, ""
        for count, told in enumerate(self._told(life, named), start=1):
            row = self._event(told, before, named, count)
            head = row["chain_hash"] = _chained(head, row, self.moments.hashed(told.at), named.code)
            row["data"] = _encode(told.data)
            before = told.state.value
            rows.events.append(row)
        rows.dossiers.append(self._dossier(life, named, state, current, (count, head)))
        rows.steps += self._steps(life, named)
        if life.lateness and life.lateness.detected <= self.horizon:
            incident, letter = self._lateness(life, life.lateness, named)
            rows.incidents.append(incident)
            rows.letters += [letter] if letter else []

    # --- the dossier and its steps ----------------------------------------------------------------------------
    def _standing(self, life: History, named: Named) -> tuple[DossierState, int | None]:
        """The state at the horizon and the key of the step in hand."""
        if life.returned <= self.horizon:
            return DossierState.RETURNED, None
        place = next(n for n, run in enumerate(life.runs) if run.finish > self.horizon)
        return life.version.states[place], named.first_step + place

    def _is_held(self, life: History) -> bool:
        late = life.lateness
        return late is not None and late.detected <= self.horizon < late.signed

    def _dossier(
        self, life: History, named: Named, state: DossierState, current: int | None, chain: tuple[int, str]
    ) -> Row:
        received = to_moment(life.received)
        is_closed = life.closed <= self.horizon
        closed = to_moment(life.closed)
        intake = next(run.officer for run in life.runs if run.step.kind == StepKind.INTAKE)
        work = next((run.officer for run in life.runs if run.step.kind == StepKind.WORK), intake)
        late, unit, case = life.lateness, self.office.unit, life.case
        submitted = self.moments.stored(life.received) if named.channel == "online" else None
        promised = late.new_due if late and late.signed <= self.horizon else None
        return {
            "id": named.pk,
            "code": named.code,
            "code_key": code_key(named.code),
            "external_code": "",
            "secret": new_secret(),
            "request_key": uuid.uuid5(NAMESPACE, named.code).hex,
            "version_id": life.version.pk,
            "document_id": life.version.document_id,
            "field_code": life.version.field_code,
            "case_code": case.code,
            "parent_id": None,
            "assisted_at_id": None,
            "received_by_id": self.office.counter.pk,
            "competent_unit_id": unit.pk,
            "channel": named.channel,
            "receiver_id": intake.pk if intake else None,
            "handler_id": work.pk if work else None,
            "applicant_kind": ApplicantKind.PERSON.value,
            "applicant_name": invented.person(self.choose),
            "applicant_address": invented.address(unit.place_name or unit.short_name, self.choose),
            "applicant_phone": "",
            "applicant_email": "",
            "return_channel": ReturnChannel.COUNTER.value,
            "papers": "[]",
            "sets": 1,
            "fee_amount": None,
            "note": "",
            "state": state.value,
            "current_step_id": current,
            "is_held": self._is_held(life),
            "supplement_count": 0,
            "created_at": self.moments.stored(life.received),
            "submitted_at": submitted,
            "received_at": self.moments.stored(life.received),
            "due_at": self.moments.stored(life.due),
            "due_basis": _encode(put_down(case.rule, case.code, received, unit.pk, self.office.calendar)),
            "reappointed_due_at": self.moments.stored(promised) if promised else None,
            "closed_at": self.moments.stored(life.closed) if is_closed else None,
            "returned_at": self._reached(life.returned),
            "outcome": self._outcome(life).value if is_closed else "",
            "result_number": "",
            "received_month": month_of(received),
            "closed_month": month_of(closed) if is_closed else None,
            "lock_version": 0,
            "event_count": chain[0],
            "event_head": chain[1],
        }

    def _outcome(self, life: History) -> Outcome:
        return Outcome(ended(to_moment(life.closed), to_moment(life.due), life.case.limit.unit))

    def _reached(self, minute: int) -> str | None:
        return self.moments.stored(minute) if minute <= self.horizon else None

    def _steps(self, life: History, named: Named) -> Iterator[Row]:
        for place, run in enumerate(life.runs):
            yield self._step(run, named.pk, named.first_step + place)

    def _step(self, run: Run, dossier_id: int, pk: int) -> Row:
        step, begun, done = run.step, run.start <= self.horizon, run.finish <= self.horizon
        state = StepState.DONE if done else StepState.ACTIVE if begun else StepState.WAITING
        return step.copied | {
            "id": pk,
            "dossier_id": dossier_id,
            "state": state.value,
            "officer_id": run.officer.pk if run.officer else None,
            "unit_id": run.officer.unit_id if run.officer else None,
            "started_at": self._reached(run.start) if run.officer else None,
            "due_at": self.moments.stored(run.due) if begun and run.due is not None else None,
            "finished_at": self._reached(run.finish),
            "punctuality": _punctuality(run) if done else "",
            "rounds": int(begun and run.officer is not None),
            "note": "",
        }

    # --- what is told of it -----------------------------------------------------------------------------------
    def _told(self, life: History, named: Named) -> Iterator[Told]:
        """The events up to the horizon, in order."""
        for told in self._whole_story(life, named):
            if told.at <= self.horizon:
                yield told

    def _whole_story(self, life: History, named: Named) -> Iterator[Told]:
        states = life.version.states
        office = [n for n, run in enumerate(life.runs) if run.step.kind != StepKind.SUBMISSION]
        actor = life.runs[office[0]].officer
        facts = {"version": life.version.pk, "document": life.version.document_id, "case": life.case.code}
        yield Told(life.received, EventKind.RECEIVED, actor, states[office[0]], data=facts)
        note = self._origin_note(life, named)
        yield Told(life.received, EventKind.IMPORTED, None, states[office[0]], note, self.origin)
        tells_steps = self.whole_log or life.lateness is not None
        for place in office:
            run = life.runs[place]
            facts = self._facts(run)
            is_handover = run.step.kind == StepKind.HANDOVER
            if is_handover:
                result = {"outcome": self._outcome(life).value, "result_number": ""}
                yield Told(run.start, EventKind.READY, actor, DossierState.READY, data=result)
            if tells_steps:
                start = facts | {"unit": run.officer.unit_id if run.officer else None}
                yield Told(run.start, EventKind.STEP_STARTED, actor, states[place], data=start)
                if life.lateness and life.lateness.place == place:
                    yield from self._told_of_lateness(life.lateness, run, states[place], named.incident)
                ended_as = facts | {"ended": _punctuality(run)}
                yield Told(run.finish, EventKind.STEP_COMPLETED, run.officer, states[place], data=ended_as)
            if is_handover:
                yield Told(run.finish, EventKind.RETURNED, run.officer, DossierState.RETURNED)
            actor = run.officer

    def _facts(self, run: Run) -> Row:
        return {
            "step": run.step.number,
            "round": 1,
            "officer": run.officer.pk if run.officer else None,
            "due": to_moment(run.due).isoformat() if run.due is not None else None,
        }

    def _told_of_lateness(
        self, late: Lateness, run: Run, state: DossierState, incident_id: int
    ) -> Iterator[Told]:
        facts, leader = {"incident": incident_id, "step": run.step.number}, self._leader(late)
        found = self._facts(run) | {"incident": incident_id, "holds": True}
        found.pop("round")
        yield Told(late.detected, EventKind.INCIDENT_DETECTED, None, state, data=found)
        yield Told(late.explained, EventKind.EXPLAINED, run.officer, state, data=facts)
        yield Told(late.drafted, EventKind.LETTER_DRAFTED, run.officer, state, data=facts)
        yield Told(late.signed, EventKind.LETTER_SIGNED, leader, state, data=facts)
        promise = facts | {"new_due_at": to_moment(late.new_due).isoformat()}
        yield Told(late.signed, EventKind.REAPPOINTED, leader, state, data=promise)
        yield Told(late.sent, EventKind.LETTER_SENT, run.officer, state, data=facts)
        yield Told(late.sent, EventKind.INCIDENT_CLOSED, run.officer, state, data={"incident": incident_id})

    def _leader(self, late: Lateness) -> Officer:
        day = to_moment(late.signed).date()
        return self.office.people.for_step("leader", "", day)[0]

    def _origin_note(self, life: History, named: Named) -> str:
        note = "Hồ sơ do lệnh sinh dữ liệu tạo ra, không phải hồ sơ thật."
        if named.stands_in:
            note += (
                f" Lúc tiếp nhận chưa có bản ban hành của thủ tục; dùng bản sớm nhất ({life.version.number})."
            )
        return note

    def _event(self, told: Told, before: str, named: Named, sequence: int) -> Row:
        officer = told.officer
        return {
            "dossier_id": named.pk,
            "sequence": sequence,
            "kind": told.kind.value,
            "at": self.moments.stored(told.at),
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

    # --- lateness ---------------------------------------------------------------------------------------------
    def _lateness(self, life: History, late: Lateness, named: Named) -> tuple[Row, Row | None]:
        run = life.runs[late.place]
        if run.officer is None:
            raise ValueError("a late step has nobody who answers for it")
        cause, explanation, reason = self.choose.choice(invented.LATE_WORDS)
        explained, signed = late.explained <= self.horizon, late.signed <= self.horizon
        incident = {
            "id": named.incident,
            "dossier_id": named.pk,
            "step_id": named.first_step + late.place,
            "round": 1,
            "state": self._incident_state(late).value,
            "holds": True,
            "detected_at": self.moments.stored(late.detected),
            "step_due_at": self.moments.stored(run.due or run.start),
            "responsible_id": run.officer.pk,
            "unit_id": run.officer.unit_id,
            "cause": cause.value if explained else "",
            "explanation": explanation if explained else "",
            "explained_at": self._reached(late.explained),
            "explained_by_id": run.officer.pk if explained else None,
            "overridden_at": None,
            "overridden_by_id": None,
            "override_reason": "",
            "closed_at": self._reached(late.sent),
        }
        if late.drafted > self.horizon:
            return incident, None
        return incident, self._letter(late, run.officer, named, reason, signed)

    def _incident_state(self, late: Lateness) -> IncidentState:
        reached = IncidentState.DETECTED
        for minute, state in (
            (late.explained, IncidentState.EXPLAINED),
            (late.drafted, IncidentState.LETTER_DRAFTED),
            (late.signed, IncidentState.LETTER_SIGNED),
            (late.sent, IncidentState.CLOSED),
        ):
            reached = state if minute <= self.horizon else reached
        return reached

    def _letter(self, late: Lateness, drafter: Officer, named: Named, reason: str, signed: bool) -> Row:
        leader, sent = self._leader(late), late.sent <= self.horizon
        signatory = {"user_id": leader.pk, "name": leader.name, "post": leader.post, "unit": leader.unit}
        content = {
            "code": named.code,
            "reason": reason,
            "apology": invented.APOLOGY,
            "new_due_at": to_moment(late.new_due).isoformat(),
            "signatory": signatory,
        }
        digest = hashlib.sha256(_encode(content).encode()).hexdigest()
        return {
            "incident_id": named.incident,
            "dossier_id": named.pk,
            "number": f"{named.code}/XL" if signed else "",
            "reason": reason,
            "apology": invented.APOLOGY,
            "new_due_at": self.moments.stored(late.new_due),
            "second_promise_reason": "",
            "drafted_at": self.moments.stored(late.drafted),
            "drafted_by_id": drafter.pk,
            "signed_at": self._reached(late.signed),
            "signed_by_id": leader.pk if signed else None,
            "signature_kind": SignatureKind.PAPER.value if signed else "",
            "signatory": _encode(signatory) if signed else "{}",
            "content": _encode(content) if signed else "{}",
            "content_hash": digest if signed else "",
            "check_code": "",
            "signed_file": "",
            "sent_at": self._reached(late.sent),
            "sent_by_id": drafter.pk if sent else None,
            "sent_channel": LetterChannel.POST.value if sent else "",
        }


def _punctuality(run: Run) -> str:
    """How a step ended; empty for one that was never due."""
    if run.due is None or run.step.limit is None:
        return ""
    return ended(to_moment(run.finish), to_moment(run.due), run.step.limit.unit).value


def _chained(previous: str, row: Row, at: str, code: str) -> str:
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
    return hashlib.sha256(_encode({"previous": previous, "record": record}).encode()).hexdigest()
