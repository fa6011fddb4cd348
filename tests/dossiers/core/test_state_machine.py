"""Whatever people do with a dossier, in whatever order, at whatever time: no illegal state, never past the gate."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dossiers.enums import DossierState, IncidentState, Outcome, PauseKind, StepState
from dossiers.errors import DossierError, NotAllowedError
from dossiers.integrity import verify
from dossiers.models import LateIncident
from dossiers.rules.states import ENDED, RESULT_SIGNED, WAITING
from dossiers.selectors.clock import office_moment
from dossiers.services import ending, gate, pausing, steps
from dossiers.statistics.keeping import deviations
from tests.dossiers import factories as make
from tests.dossiers.factories import at

OPENED = {IncidentState.LETTER_SIGNED, IncidentState.LETTER_SENT, IncidentState.CLOSED}
PEOPLE = ("officer", "specialist", "second_specialist", "head", "leader", "second_leader", "clerk")
MOMENTS = st.integers(min_value=1, max_value=60 * 24 * 3)
who = st.sampled_from(PEOPLE)
answers = st.booleans()


class DossierLife(RuleBasedStateMachine):
    """One dossier and everybody who may touch it; time only goes forward."""

    def __init__(self):
        super().__init__()
        self.life = transaction.atomic()
        self.life.__enter__()
        self.desk = make.make_desk()
        self.now = at("2026-11-16 08:30")
        self.dossier = make.receive(now=self.now)

    def teardown(self):
        assert deviations() == [], "the counters say what the rows say"
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    def read(self):
        self.dossier = make.fresh(self.dossier)
        return self.dossier

    def person(self, name, of_the_step):
        step = self.dossier.current_step
        return step.officer if of_the_step and step else getattr(self.desk, name)

    def attempt(self, verb, *arguments, **details):
        """Do it as the page of this moment would; a refusal is an answer, anything else is a fault.

        Returns the dossier afterwards, None when it was refused.
        """
        before = self.read()
        try:
            verb(*arguments, **details)
        except (DossierError, NotAllowedError):
            after = self.read()
            assert after.state == before.state, "a refusal moves nothing"
            assert after.current_step_id == before.current_step_id
            return None
        return self.read()

    def holding_incident(self):
        step = self.dossier.current_step
        if step is None:
            return None
        return LateIncident.objects.filter(step=step, round=step.rounds, holds=True).first()

    def in_three_days(self):
        return office_moment(self.desk.ward, self.now + dt.timedelta(days=3))

    # --- what people do ---------------------------------------------------------------------------------

    @rule(minutes=MOMENTS)
    def time_passes(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def the_job_looks(self):
        gate.detect_late_steps(self.now)

    @rule(name=who, of_the_step=answers)
    def complete(self, name, of_the_step):
        before = self.read()
        step, was_late = before.current_step, self.is_late(before)
        actor = self.person(name, of_the_step)
        after = self.attempt(steps.complete_step, actor, before.pk, before.lock_version, self.now)
        if after is None:
            return
        assert before.state not in WAITING | ENDED
        event(f"completed {step.kind}{' late' if was_late else ''}")
        if was_late and before.state not in RESULT_SIGNED:
            incident = LateIncident.objects.get(step=step, round=step.rounds)
            assert incident.overridden_at or incident.state in OPENED, (
                "past the gate without letter or override"
            )
            assert incident.overridden_at or incident.letter.signed_by_id

    def is_late(self, dossier):
        step = dossier.current_step
        return bool(step and step.due_at and self.now > step.due_at)

    @rule(name=who, of_the_step=answers, to=st.integers(min_value=1, max_value=5))
    def give_back(self, name, of_the_step, to):
        before = self.read()
        actor = self.person(name, of_the_step)
        was_held = before.is_held
        after = self.attempt(steps.give_back, actor, before.pk, before.lock_version, self.now, to, "Làm lại")
        assert after is None or not was_held

    @rule(name=who, to=st.sampled_from(["specialist", "second_specialist", "head"]), number=st.integers(2, 5))
    def reassign(self, name, to, number):
        before = self.read()
        actor, officer = getattr(self.desk, name), getattr(self.desk, to)
        self.attempt(
            steps.reassign, actor, before.pk, before.lock_version, self.now, number, officer, "Đổi người"
        )

    @rule(name=who, of_the_step=answers, kind=st.sampled_from(PauseKind))
    def pause(self, name, of_the_step, kind):
        before = self.read()
        actor = self.person(name, of_the_step)
        self.attempt(
            pausing.pause, actor, before.pk, before.lock_version, self.now, kind, "Chờ", items=["Giấy tờ"]
        )

    @rule(name=who)
    def resume(self, name):
        before = self.read()
        due = before.due_at
        after = self.attempt(
            pausing.resume, getattr(self.desk, name), before.pk, before.lock_version, self.now, "Đã có"
        )
        assert after is None or after.due_at >= due

    @rule(
        name=who, verb=st.sampled_from([ending.refuse, ending.stop, ending.withdraw]), sure=st.integers(0, 4)
    )
    def end(self, name, verb, sure):
        if sure:
            return
        before = self.read()
        self.attempt(verb, getattr(self.desk, name), before.pk, before.lock_version, self.now, "Lý do")

    # --- what a late step asks for -----------------------------------------------------------------------

    def incident(self):
        return LateIncident.objects.filter(dossier=self.read()).exclude(state=IncidentState.CLOSED).last()

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(name=who, responsible=answers)
    def explain(self, name, responsible):
        if incident := self.incident():
            actor = incident.responsible if responsible else getattr(self.desk, name)
            details = {"cause": "workload", "explanation": "Nhiều hồ sơ."}
            self.attempt(gate.explain, actor, incident.pk, self.dossier.lock_version, self.now, **details)

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(name=who, again=answers, promises=answers)
    def draft(self, name, again, promises):
        if incident := self.incident():
            self.attempt(
                gate.draft_letter,
                getattr(self.desk, name),
                incident.pk,
                self.dossier.lock_version,
                self.now,
                new_due_at=self.in_three_days() if promises else None,
                second_promise_reason="Phát sinh thêm" if again else "",
            )

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(name=who)
    def sign(self, name):
        if incident := self.incident():
            self.attempt(
                gate.sign_letter, getattr(self.desk, name), incident.pk, self.dossier.lock_version, self.now
            )

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(name=who)
    def send(self, name):
        if incident := self.incident():
            self.attempt(
                gate.send_letter, getattr(self.desk, name), incident.pk, self.dossier.lock_version, self.now
            )

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(name=who)
    def let_through(self, name):
        if incident := self.incident():
            self.attempt(
                gate.override_gate,
                getattr(self.desk, name),
                incident.pk,
                self.dossier.lock_version,
                self.now,
                "Việc gấp",
            )

    @precondition(lambda self: LateIncident.objects.exists())
    @rule(promises=answers)
    def everybody_answers(self, promises):
        """What should happen: explained, drafted, signed."""
        if not (incident := self.incident()):
            return
        details = {"cause": "workload", "explanation": "Nhiều hồ sơ."}
        new_due = {"new_due_at": self.in_three_days()} if promises else {}
        signs = self.desk.second_leader if incident.responsible == self.desk.leader else self.desk.leader
        for verb, actor, more in (
            (gate.explain, incident.responsible, details),
            (gate.draft_letter, self.desk.head, new_due | {"second_promise_reason": "Phát sinh thêm"}),
            (gate.sign_letter, signs, {}),
        ):
            self.attempt(verb, actor, incident.pk, self.read().lock_version, self.now, **more)

    # --- what always holds -------------------------------------------------------------------------------

    @invariant()
    def events_lead_to_the_row_by_legal_moves(self):
        assert [str(fault) for fault in verify(self.dossier.code)] == []

    @invariant()
    def rows_fit_together(self):
        dossier = self.read()
        active = list(dossier.steps.filter(state=StepState.ACTIVE))
        assert active == ([dossier.current_step] if dossier.current_step else [])
        assert (dossier.state in ENDED) == (not active)
        assert (dossier.state in WAITING) == dossier.pauses.filter(ended_at=None).exists()
        assert (dossier.closed_at is not None) == (dossier.state in ENDED | {DossierState.READY})
        if dossier.closed_at and dossier.state in (DossierState.READY, DossierState.RETURNED):
            assert (dossier.outcome == Outcome.OVERDUE) == (dossier.closed_at > dossier.due_at)
        held = self.holding_incident()
        is_closed = bool(held and not held.overridden_at and held.state not in OPENED)
        assert dossier.is_held == (is_closed and dossier.state not in ENDED)

    @invariant()
    def one_new_date_without_a_reason(self):
        letters = self.dossier.letters.filter(signed_at__isnull=False, new_due_at__isnull=False)
        assert letters.filter(second_promise_reason="").count() <= 1
        for letter in letters:
            assert letter.signed_by_id not in (letter.drafted_by_id, letter.incident.responsible_id)


def run(sequences, moves):
    make.make_desk()
    make.issued_version()
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=moves,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(DossierLife, settings=chosen)


@pytest.mark.django_db
def test_a_few_lives():
    run(30, 12)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("lives", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_many_lives(lives):
    run(lives, 20)
