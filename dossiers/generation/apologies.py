"""The late step of an invented dossier: its incident, its letter as the leader signed it, and what is told of them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from django.utils.timezone import localdate

from document_control.canonical import normalise, sha256_of
from document_control.check_codes import free_check_code
from document_control.models import IssuedVersion
from dossiers.bulk_tables import MomentTexts, Row
from dossiers.enums import EventKind, IncidentState, LetterChannel, SignatureKind
from dossiers.generation import invented
from dossiers.generation.histories import History, Lateness, Run
from dossiers.generation.office import Office, Officer
from dossiers.generation.story import Told, encode, facts_of
from dossiers.models import ApologyLetter, Dossier, DossierStep, LateIncident
from dossiers.services.letter_words import apology_for, reason_for
from dossiers.services.letters import letter_content
from dossiers.services.slips import official_number
from organisation.models import User
from organisation.worktime.calendar import to_moment


@dataclass(frozen=True, slots=True)
class Answer:
    """What is stored of a lateness; `letter` None: not drafted by the horizon."""

    incident: Row
    letter: Row | None
    told: list[Told]


@dataclass(frozen=True, slots=True)
class LateCase:
    """A lateness with everything around it."""

    life: History
    late: Lateness
    dossier: Dossier
    incident_id: int
    step_id: int

    @property
    def run(self) -> Run:
        """The late step."""
        return self.life.runs[self.late.place]


@dataclass(frozen=True, slots=True)
class Answering:
    """Makes the answers; see `rows.RowMaker` for the attributes."""

    office: Office
    horizon: int
    moments: MomentTexts
    choose: random.Random

    def answer(self, case: LateCase) -> Answer:
        """The incident and its letter as far as they were by the horizon."""
        responsible = case.run.officer
        if responsible is None:
            raise ValueError("a late step has nobody who answers for it")
        cause, explanation = self.choose.choice(invented.LATE_WORDS)
        incident = LateIncident(
            step=DossierStep(title=case.run.step.copied["title"]),
            step_due_at=to_moment(case.run.due or case.run.start),
            responsible=User(last_name=responsible.name),
            unit=None,
            cause=cause,
            explanation=explanation,
        )
        letter = self._letter(case, incident)
        row = self._incident_row(case, responsible, incident)
        is_drafted = case.late.drafted <= self.horizon
        letter_row = self._letter_row(case, responsible, letter) if is_drafted else None
        return Answer(row, letter_row, self._told(case, responsible, incident, letter))

    def _leader(self, late: Lateness) -> Officer:
        return self.office.people.for_step("leader", "", to_moment(late.signed).date())[0]

    def _letter(self, case: LateCase, incident: LateIncident) -> ApologyLetter:
        """The letter, frozen if it was signed by the horizon."""
        late, leader = case.late, self._leader(case.late)
        letter = ApologyLetter(
            reason=reason_for(incident),
            apology=apology_for(case.dossier),
            new_due_at=to_moment(late.new_due),
        )
        if late.signed > self.horizon:
            return letter
        signed_at = to_moment(late.signed)
        letter.number = official_number("letter", self.office.code, localdate(signed_at), "XL")
        letter.signed_at = signed_at
        letter.signatory = {
            "user_id": leader.pk,
            "username": leader.username,
            "name": leader.name,
            "post": leader.post,
            "unit": leader.unit,
        }
        letter.content = normalise(letter_content(letter, case.dossier, incident))
        letter.content_hash = sha256_of({"letter": letter.number, "content": letter.content})
        letter.check_code = free_check_code(letter.content_hash)
        return letter

    def _reached(self, minute: int) -> str | None:
        return self.moments.stored(minute) if minute <= self.horizon else None

    def _incident_row(self, case: LateCase, responsible: Officer, incident: LateIncident) -> Row:
        late = case.late
        is_explained = late.explained <= self.horizon
        return {
            "id": case.incident_id,
            "dossier_id": case.dossier.pk,
            "step_id": case.step_id,
            "round": 1,
            "state": self._state(case).value,
            "holds": True,
            "detected_at": self.moments.stored(late.detected),
            "step_due_at": self.moments.stored(case.run.due or case.run.start),
            "responsible_id": responsible.pk,
            "unit_id": responsible.unit_id,
            "cause": str(incident.cause) if is_explained else "",
            "explanation": incident.explanation if is_explained else "",
            "explained_at": self._reached(late.explained),
            "explained_by_id": responsible.pk if is_explained else None,
            "overridden_at": None,
            "overridden_by_id": None,
            "override_reason": "",
            "closed_at": self._reached(case.run.finish),
        }

    def _state(self, case: LateCase) -> IncidentState:
        reached, late = IncidentState.DETECTED, case.late
        for minute, state in (
            (late.explained, IncidentState.EXPLAINED),
            (late.drafted, IncidentState.LETTER_DRAFTED),
            (late.signed, IncidentState.LETTER_SIGNED),
            (late.sent, IncidentState.LETTER_SENT),
            (case.run.finish, IncidentState.CLOSED),
        ):
            reached = state if minute <= self.horizon else reached
        return reached

    def _letter_row(self, case: LateCase, drafter: Officer, letter: ApologyLetter) -> Row:
        late, is_signed = case.late, letter.signed_at is not None
        return {
            "incident_id": case.incident_id,
            "dossier_id": case.dossier.pk,
            "number": letter.number,
            "reason": letter.reason,
            "apology": letter.apology,
            "new_due_at": self.moments.stored(late.new_due),
            "second_promise_reason": "",
            "drafted_at": self.moments.stored(late.drafted),
            "drafted_by_id": drafter.pk,
            "signed_at": self._reached(late.signed),
            "signed_by_id": self._leader(late).pk if is_signed else None,
            "signature_kind": SignatureKind.PAPER.value if is_signed else "",
            "signatory": encode(letter.signatory),
            "content": encode(letter.content),
            "content_hash": letter.content_hash,
            "check_code": letter.check_code,
            "signed_file": "",
            "signed_file_sha256": "",
            "sent_at": self._reached(late.sent),
            "sent_by_id": drafter.pk if late.sent <= self.horizon else None,
            "sent_channel": LetterChannel.POST.value if late.sent <= self.horizon else "",
        }

    def _told(
        self, case: LateCase, drafter: Officer, incident: LateIncident, letter: ApologyLetter
    ) -> list[Told]:
        late, leader, number = case.late, self._leader(case.late), letter.number
        state = case.life.version.states[late.place]
        key: Row = {"incident": case.incident_id}
        found = facts_of(case.run, self.moments) | key | {"holds": True}
        explained = key | {"cause": str(incident.cause)}
        signed = key | {"number": number, "content_hash": letter.content_hash}
        promised = {"from": _text(to_moment(case.life.due)), "to": _text(to_moment(late.new_due))}
        sent = key | {"number": number, "channel": LetterChannel.POST.value}
        drafted = key | {"new_due": promised["to"]}
        words = incident.explanation
        return [
            Told(late.detected, EventKind.INCIDENT_DETECTED, None, state, data=found),
            Told(late.explained, EventKind.EXPLAINED, drafter, state, words, explained),
            Told(late.drafted, EventKind.LETTER_DRAFTED, drafter, state, data=drafted),
            Told(late.signed, EventKind.LETTER_SIGNED, leader, state, data=signed),
            Told(late.signed, EventKind.REAPPOINTED, leader, state, data=promised),
            Told(late.sent, EventKind.LETTER_SENT, drafter, state, data=sent),
            Told(case.run.finish, EventKind.INCIDENT_CLOSED, drafter, state, data=key),
        ]


def dossier_for_letter(row: Row, life: History, office: Office) -> Dossier:
    """A dossier in memory with what a letter says of it."""
    return Dossier(
        pk=row["id"],
        code=row["code"],
        applicant_name=row["applicant_name"],
        applicant_address=row["applicant_address"],
        received_at=to_moment(life.received),
        due_at=to_moment(life.due),
        competent_unit=office.unit,
        version=IssuedVersion(snapshot={"title": life.version.title}),
    )


def _text(moment: dt.datetime) -> str:
    return moment.isoformat()
