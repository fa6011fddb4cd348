"""The apology gate: a late step holds the dossier until a leader has signed (A13, DOMAIN 3.9)."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Site

from dossiers.enums import CauseCategory, DossierState, EventKind, GateMode, IncidentState, Outcome, StepKind
from dossiers.errors import DossierError, GateClosedError, NotAllowedError
from dossiers.integrity import verify
from dossiers.models import DossierSettings, LateIncident
from dossiers.services import ending, gate
from dossiers.services.lateness import detect_late_steps
from dossiers.services.recording import changing, record
from dossiers.services.steps import give_back
from organisation.models import Assignment
from tests.dossiers import factories as make
from tests.dossiers.factories import at
from tests.factories.snapshots import household_business

pytestmark = pytest.mark.django_db

RECEIVED = at("2026-11-16 08:30")
LATE = at("2026-11-19 09:00")
"""The specialist's two working days ended on 18/11 at 17:00; the dossier is due on 19/11 at 17:00."""
PAST_DUE = at("2026-11-20 09:00")


def choose(mode):
    settings, _ = DossierSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    settings.gate_mode = mode
    settings.save()


@pytest.fixture
def in_hand():
    """A dossier with the specialist."""
    return make.complete(make.receive(now=RECEIVED), at("2026-11-16 09:00"))


def act(verb, dossier, actor, now, **details):
    dossier = make.fresh(dossier)
    incident = LateIncident.objects.filter(dossier=dossier).latest("pk")
    return verb(actor, incident.pk, dossier.lock_version, now, **details)


def explain(dossier, now=LATE, actor=None):
    actor = actor or make.make_desk().specialist
    return act(
        gate.explain, dossier, actor, now, cause=CauseCategory.WORKLOAD, explanation="Dồn nhiều hồ sơ."
    )


def letter_signed(dossier, now=LATE, **draft):
    desk = make.make_desk()
    explain(dossier, now)
    act(gate.draft_letter, dossier, desk.head, now, **draft)
    return act(gate.sign_letter, dossier, desk.leader, now)


def refused(dossier, now=LATE):
    with pytest.raises(GateClosedError) as caught:
        make.complete(dossier, now)
    return str(caught.value)


def test_no_advance_before_the_leader_signed_and_advance_after(in_hand):
    desk = make.make_desk()
    due = in_hand.due_at
    message = refused(in_hand)
    assert str(desk.specialist) in message
    incident = LateIncident.objects.get()
    assert (incident.state, incident.holds, incident.responsible) == (
        IncidentState.DETECTED,
        True,
        desk.specialist,
    )
    assert make.fresh(in_hand).is_held
    explain(in_hand)
    refused(in_hand)
    act(gate.draft_letter, in_hand, desk.head, LATE)
    refused(in_hand)
    letter = act(gate.sign_letter, in_hand, desk.leader, LATE)
    assert letter.number == "1/2026/XL-H26.65"
    assert letter.check_code
    assert "Dồn nhiều hồ sơ" in letter.content["reason"]
    after = make.complete(in_hand, at("2026-11-19 09:30"))
    assert after.current_step.kind == StepKind.APPROVAL
    assert after.due_at == due, "the clock runs on"
    assert not after.is_held
    act(gate.send_letter, after, desk.officer, at("2026-11-19 10:00"))
    assert LateIncident.objects.get().state == IncidentState.CLOSED
    assert not list(verify())


def test_the_letter_sent_before_the_step_is_done_is_settled_with_it(in_hand):
    refused(in_hand)
    letter_signed(in_hand)
    act(gate.send_letter, in_hand, make.make_desk().officer, LATE)
    assert LateIncident.objects.get().state == IncidentState.LETTER_SENT
    make.complete(in_hand, at("2026-11-19 09:30"))
    assert LateIncident.objects.get().state == IncidentState.CLOSED


@pytest.mark.parametrize("verb", [ending.refuse, ending.withdraw, ending.stop])
def test_a_late_dossier_that_ends_settles_its_incident_after_its_end(in_hand, verb):
    refused(in_hand)
    letter_signed(in_hand)
    dossier = make.fresh(in_hand)
    in_hand_as = dossier.state
    verb(make.make_desk().leader, dossier.pk, dossier.lock_version, LATE, "Không đủ điều kiện")
    assert LateIncident.objects.get().state == IncidentState.CLOSED
    kinds = [EventKind.REFUSED, EventKind.WITHDRAWN, EventKind.STOPPED, EventKind.INCIDENT_CLOSED]
    ended, settled = dossier.events.filter(kind__in=kinds).order_by("sequence")
    assert (ended.from_state, ended.to_state) == (in_hand_as, make.fresh(dossier).state)
    assert (settled.kind, settled.from_state) == (EventKind.INCIDENT_CLOSED, ended.to_state)
    assert not list(verify())


def test_an_event_told_in_the_wrong_order_is_not_written(in_hand):
    with pytest.raises(RuntimeError, match="ended in"), changing(in_hand.pk) as dossier:
        dossier.state = DossierState.STOPPED
        record(dossier, EventKind.COMMENTED, now=LATE)
    assert not list(verify())


def test_the_incident_is_written_once_a_round(in_hand):
    refused(in_hand)
    refused(in_hand)
    assert detect_late_steps(LATE) == []
    assert LateIncident.objects.count() == 1


def test_the_job_finds_late_steps_once(in_hand):
    assert detect_late_steps(in_hand.current_step.due_at) == [], "at the due moment one is in time"
    assert len(detect_late_steps(LATE)) == 1
    assert detect_late_steps(LATE) == []
    assert make.fresh(in_hand).is_held


class TestRights:
    def test_only_the_responsible_person_explains(self, in_hand):
        refused(in_hand)
        with pytest.raises(NotAllowedError):
            explain(in_hand, actor=make.make_desk().second_specialist)

    def test_who_drafted_does_not_sign(self, in_hand):
        desk = make.make_desk()
        refused(in_hand)
        explain(in_hand)
        act(gate.draft_letter, in_hand, desk.leader, LATE)
        with pytest.raises(NotAllowedError):
            act(gate.sign_letter, in_hand, desk.leader, LATE)
        act(gate.sign_letter, in_hand, desk.second_leader, LATE)

    @pytest.mark.parametrize(
        "role", ["specialist", "head_of_unit", "clerk", "administrator", "iso_secretary"]
    )
    def test_only_a_leader_signs_or_lets_through(self, in_hand, role):
        person = make.make_desk().by_role[role]
        refused(in_hand)
        explain(in_hand)
        act(gate.draft_letter, in_hand, make.make_desk().head, LATE)
        with pytest.raises(NotAllowedError):
            act(gate.sign_letter, in_hand, person, LATE)
        with pytest.raises(NotAllowedError):
            act(gate.override_gate, in_hand, person, LATE, reason="Gấp")

    def test_a_late_leader_does_not_sign_for_himself(self):
        dossier = make.complete(make.receive(now=RECEIVED), at("2026-11-16 09:00"))
        dossier = make.complete(dossier, at("2026-11-16 10:00"))
        late = dossier.current_step.officer
        refused(dossier, at("2026-11-17 16:00"))
        explain(dossier, at("2026-11-17 16:00"), actor=late)
        act(gate.draft_letter, dossier, make.make_desk().head, at("2026-11-17 16:05"))
        for verb, details in ((gate.sign_letter, {}), (gate.override_gate, {"reason": "Gấp"})):
            with pytest.raises(NotAllowedError):
                act(verb, dossier, late, at("2026-11-17 16:10"), **details)


class TestTheNewDate:
    def test_must_be_promised_when_the_date_is_missed(self, in_hand):
        refused(in_hand, PAST_DUE)
        explain(in_hand, PAST_DUE)
        with pytest.raises(DossierError) as caught:
            act(gate.draft_letter, in_hand, make.make_desk().head, PAST_DUE)
        assert "new_due_at" in caught.value.fields

    def test_holds_from_signing_and_never_counts(self, in_hand):
        refused(in_hand, PAST_DUE)
        promised = at("2026-11-24 17:00")
        letter_signed(in_hand, PAST_DUE, new_due_at=promised)
        dossier = make.fresh(in_hand)
        assert dossier.reappointed_due_at == promised
        assert dossier.due_at == at("2026-11-19 17:00")
        dossier = make.run_to(dossier, DossierState.READY, at("2026-11-20 10:00"))
        assert dossier.outcome == Outcome.OVERDUE, (
            "against the original date, though the new promise was kept"
        )

    def test_a_second_one_needs_a_reason(self, in_hand):
        desk = make.make_desk()
        refused(in_hand, PAST_DUE)
        letter_signed(in_hand, PAST_DUE, new_due_at=at("2026-11-20 17:00"))
        dossier = make.complete(in_hand, PAST_DUE)
        late, now = dossier.current_step.officer, at("2026-11-23 09:00")
        refused(dossier, now)
        explain(dossier, now, actor=late)
        again = {"new_due_at": at("2026-11-25 17:00")}
        with pytest.raises(DossierError) as caught:
            act(gate.draft_letter, dossier, desk.head, now, **again)
        assert "second_promise_reason" in caught.value.fields
        act(gate.draft_letter, dossier, desk.head, now, **again, second_promise_reason="Chờ người ký thay.")
        other = desk.second_leader if late == desk.leader else desk.leader
        act(gate.sign_letter, dossier, other, now)
        assert make.fresh(dossier).reappointed_due_at == again["new_due_at"]

    def test_a_past_date_is_refused(self, in_hand):
        refused(in_hand, PAST_DUE)
        explain(in_hand, PAST_DUE)
        with pytest.raises(DossierError):
            act(
                gate.draft_letter, in_hand, make.make_desk().head, PAST_DUE, new_due_at=at("2026-11-19 17:00")
            )

    def test_lies_in_office_time(self, in_hand):
        refused(in_hand, PAST_DUE)
        explain(in_hand, PAST_DUE)
        head = make.make_desk().head
        for wrong, proposed in [
            ("2026-11-28 23:30", "08:00, 30/11/2026"),
            ("2026-11-27 17:01", "08:00, 30/11/2026"),
            ("2026-11-26 12:30", "13:00, 26/11/2026"),
            ("9999-12-31 23:59", ""),
        ]:
            with pytest.raises(DossierError) as caught:
                act(gate.draft_letter, in_hand, head, PAST_DUE, new_due_at=at(wrong))
            assert proposed in caught.value.fields["new_due_at"], wrong
        for right in ("2026-11-26 12:00", "2026-11-27 08:00", "2026-11-27 17:00"):
            act(gate.draft_letter, in_hand, head, PAST_DUE, new_due_at=at(right))


class TestModes:
    def test_off_records_and_lets_pass(self, in_hand):
        choose(GateMode.OFF)
        dossier = make.complete(in_hand, LATE)
        assert dossier.current_step.kind == StepKind.APPROVAL
        incident = LateIncident.objects.get()
        assert (incident.holds, incident.state) == (False, IncidentState.CLOSED)

    def test_overall_due_only_holds_when_the_promise_is_missed(self, in_hand):
        choose(GateMode.OVERALL_DUE_ONLY)
        assert len(detect_late_steps(LATE)) == 1
        assert not make.fresh(in_hand).is_held
        assert detect_late_steps(LATE) == []
        assert len(detect_late_steps(PAST_DUE)) == 1, "the same incident begins to hold"
        assert make.fresh(in_hand).is_held
        refused(in_hand, PAST_DUE)
        assert LateIncident.objects.count() == 1

    def test_overall_due_only_lets_pass_before(self, in_hand):
        choose(GateMode.OVERALL_DUE_ONLY)
        assert make.complete(in_hand, LATE).current_step.kind == StepKind.APPROVAL


def test_a_signed_result_is_never_withheld():
    steps = household_business()["steps"]
    clerk = {
        **steps[1],
        "number": 5,
        "title": "Vào sổ, đóng dấu",
        "role": {"code": "clerk", "name": "Văn thư"},
    }
    version = make.issued_version(code="QT-KT-09", steps=[*steps[:4], clerk, {**steps[4], "number": 6}])
    dossier = make.run_to(
        make.receive(now=RECEIVED, version=version), DossierState.APPROVED, at("2026-11-16 10:00")
    )
    assert dossier.current_step.kind == StepKind.ISSUING
    dossier = make.complete(dossier, at("2026-11-17 16:00"))
    assert dossier.state == DossierState.READY
    incident = LateIncident.objects.get()
    assert (incident.holds, incident.state) == (False, IncidentState.DETECTED), "stays open and is reported"
    dossier = make.complete(dossier, at("2026-12-20 09:00"))
    assert dossier.state == DossierState.RETURNED
    act(
        gate.explain,
        dossier,
        incident.responsible,
        at("2026-12-20 10:00"),
        cause="oversight",
        explanation="Quên.",
    )
    act(
        gate.draft_letter,
        dossier,
        make.make_desk().head,
        at("2026-12-20 10:00"),
        new_due_at=at("2026-12-21 10:00"),
    )
    act(gate.sign_letter, dossier, make.make_desk().leader, at("2026-12-20 10:00"))
    act(gate.send_letter, dossier, make.make_desk().officer, at("2026-12-20 10:00"))
    incident.refresh_from_db()
    assert incident.state == IncidentState.CLOSED


def test_a_leader_lets_through_with_a_reason(in_hand):
    refused(in_hand)
    with pytest.raises(DossierError):
        act(gate.override_gate, in_hand, make.make_desk().leader, LATE, reason=" ")
    act(gate.override_gate, in_hand, make.make_desk().leader, LATE, reason="Người dân cần gấp.")
    dossier = make.complete(in_hand, LATE)
    assert dossier.current_step.kind == StepKind.APPROVAL
    assert LateIncident.objects.get().state == IncidentState.CLOSED
    assert dossier.events.filter(kind=EventKind.GATE_OVERRIDDEN).exists()


def test_a_held_dossier_is_not_given_back(in_hand):
    with pytest.raises(GateClosedError):
        give_back(in_hand.current_step.officer, in_hand.pk, in_hand.lock_version, LATE, 2, "Thiếu giấy tờ")


def test_the_scan_is_kept(in_hand):
    desk = make.make_desk()
    refused(in_hand)
    explain(in_hand)
    act(gate.draft_letter, in_hand, desk.head, LATE)
    scan = SimpleUploadedFile("../../thư.PDF", b"%PDF-1.4 thu")
    letter = act(gate.sign_letter, in_hand, desk.leader, LATE, kind="paper", file=scan)
    assert letter.signed_file.name.endswith(f"{letter.check_code}.pdf")
    digest = hashlib.sha256(b"%PDF-1.4 thu").hexdigest()
    assert letter.signed_file_sha256 == digest
    signed = letter.dossier.events.get(kind=EventKind.LETTER_SIGNED)
    assert signed.data["file_sha256"] == digest, "the chain of events keeps the hash from being changed"


def test_a_late_officer_who_left_is_still_answerable(in_hand):
    """The right to explain goes with the person, not with the step."""
    desk = make.make_desk()
    refused(in_hand)
    assert Assignment.objects.filter(user=desk.specialist).exists()
    explain(in_hand)
    assert LateIncident.objects.get().explained_by == desk.specialist
