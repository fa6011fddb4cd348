"""What is stored of an invented dossier: one mapping of column to value per row, ready for bulk writing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from dossiers.bulk_tables import MomentTexts, Row
from dossiers.enums import ApplicantKind, DossierState, EventKind, ReturnChannel, StepKind, StepState
from dossiers.generation import invented
from dossiers.generation.apologies import Answer, Answering, LateCase, dossier_for_letter
from dossiers.generation.histories import History, Run
from dossiers.generation.office import Office
from dossiers.generation.story import Told, chained, encode, event_row, outcome_of, punctuality_of, story
from dossiers.rules.clock import put_down
from dossiers.rules.codes import code_key, new_secret
from organisation.worktime.calendar import to_moment

NAMESPACE = uuid.UUID("5f0c8a0e-8f0c-4a49-9d26-2a9d0b7b7a51")
"""Request keys of invented dossiers are derived from their codes in it."""
DONE, ACTIVE, WAITING = StepState.DONE.value, StepState.ACTIVE.value, StepState.WAITING.value


@dataclass(slots=True)
class Rows:
    """The rows of a batch, by table."""

    dossiers: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)


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
        whole_log: whether dossiers that went well and are done tell every step.
    """

    office: Office
    horizon: int
    moments: MomentTexts
    origin: Row
    whole_log: bool
    choose: random.Random

    def add(self, life: History, named: Named, rows: Rows) -> None:
        """Put everything that is stored of `life` into `rows`."""
        dossier = self._dossier(life, named)
        answer = self._answer(life, dossier, named)
        head, count, before = "", 0, ""
        for count, told in enumerate(self._told(life, named, answer), start=1):
            row = event_row(told, named.pk, before, count, self.moments.stored(told.at))
            head = row["chain_hash"] = chained(head, row, self.moments.hashed(told.at), named.code)
            before = told.state.value
            rows.events.append(row)
        dossier["event_count"], dossier["event_head"] = count, head
        rows.dossiers.append(dossier)
        rows.steps += self._steps(life, named)
        if answer is not None and life.lateness and life.lateness.detected <= self.horizon:
            rows.incidents.append(answer.incident)
            rows.letters += [answer.letter] if answer.letter else []

    def _answer(self, life: History, dossier: Row, named: Named) -> Answer | None:
        late = life.lateness
        if late is None:
            return None
        answering = Answering(self.office, self.horizon, self.moments, self.choose)
        spoken_of = dossier_for_letter(dossier, life, self.office)
        return answering.answer(
            LateCase(life, late, spoken_of, named.incident, named.first_step + late.place)
        )

    def _told(self, life: History, named: Named, answer: Answer | None) -> Iterator[Told]:
        """The events up to the horizon, in order."""
        note = "Hồ sơ do lệnh sinh dữ liệu tạo ra, không phải hồ sơ thật."
        if named.stands_in:
            note += (
                f" Lúc tiếp nhận chưa có bản ban hành của thủ tục; dùng bản sớm nhất ({life.version.number})."
            )
        first = next(n for n, run in enumerate(life.runs) if run.step.kind != StepKind.SUBMISSION)
        state = life.version.states[first]
        origin = Told(life.received, EventKind.IMPORTED, None, state, note, self.origin)
        answers = answer.told if answer else []
        tells_steps = self.whole_log or answer is not None or life.returned > self.horizon
        for told in story(
            life,
            self._facts(life, named),
            origin,
            answers,
            moments=self.moments,
            tells_steps=tells_steps,
        ):
            if told.at <= self.horizon:
                yield told

    def _facts(self, life: History, named: Named) -> Row:
        """What the event of the reception says, as `services.making.facts_of` has it."""
        return {
            "version": life.version.pk,
            "document": life.version.document_id,
            "case": life.case.code,
            "channel": named.channel,
            "received_by": self.office.counter.pk,
            "competent_unit": self.office.unit.pk,
            "due": self.moments.local(life.due),
        }

    def _standing(self, life: History, named: Named) -> tuple[DossierState, int | None]:
        """The state at the horizon and the key of the step in hand."""
        if life.returned <= self.horizon:
            return DossierState.RETURNED, None
        place = next(n for n, run in enumerate(life.runs) if run.finish > self.horizon)
        return life.version.states[place], named.first_step + place

    def _is_held(self, life: History) -> bool:
        late = life.lateness
        return late is not None and late.detected <= self.horizon < late.signed

    def _dossier(self, life: History, named: Named) -> Row:
        state, current = self._standing(life, named)
        received, due = self.moments.stored(life.received), self.moments.stored(life.due)
        is_closed = life.closed <= self.horizon
        intake = next(run.officer for run in life.runs if run.step.kind == StepKind.INTAKE)
        work = next((run.officer for run in life.runs if run.step.kind == StepKind.WORK), intake)
        late, unit, case = life.lateness, self.office.unit, life.case
        submitted = received if named.channel == "online" else None
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
            "is_group": False,
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
            "created_at": received,
            "submitted_at": submitted,
            "received_at": received,
            "due_at": due,
            "due_basis": encode(
                put_down(case.rule, case.code, to_moment(life.received), unit.pk, self.office.calendar)
            ),
            "reappointed_due_at": self.moments.stored(promised) if promised else None,
            "closed_at": self.moments.stored(life.closed) if is_closed else None,
            "returned_at": self._reached(life.returned),
            "outcome": outcome_of(life).value if is_closed else "",
            "result_number": "",
            "received_month": self.moments.month(life.received),
            "closed_month": self.moments.month(life.closed) if is_closed else None,
            "lock_version": 0,
            "event_count": 0,
            "event_head": "",
        }

    def _reached(self, minute: int) -> str | None:
        return self.moments.stored(minute) if minute <= self.horizon else None

    def _steps(self, life: History, named: Named) -> Iterator[Row]:
        for place, run in enumerate(life.runs):
            yield self._step(run, named.pk, named.first_step + place)

    def _step(self, run: Run, dossier_id: int, pk: int) -> Row:
        officer, stored = run.officer, self.moments.stored
        begun, done = run.start <= self.horizon, run.finish <= self.horizon
        return run.step.copied | {
            "id": pk,
            "dossier_id": dossier_id,
            "state": DONE if done else ACTIVE if begun else WAITING,
            "officer_id": officer.pk if officer else None,
            "unit_id": officer.unit_id if officer else None,
            "started_at": stored(run.start) if begun and officer else None,
            "due_at": stored(run.due) if begun and run.due is not None else None,
            "finished_at": stored(run.finish) if done else None,
            "punctuality": punctuality_of(run) if done else "",
            "rounds": int(begun and officer is not None),
            "note": "",
        }
