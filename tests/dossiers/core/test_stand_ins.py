"""Who stands in for another does what that post may, where it may; never what his own part forbids (DOMAIN 9)."""

import pytest

from dossiers.enums import StepKind
from dossiers.errors import DossierError, NobodyForStepError, NotAllowedError
from dossiers.models import Absence, Dossier
from dossiers.policies import DossierPolicy
from dossiers.schedule_policy import SchedulePolicy
from dossiers.services import gate, intake, steps
from organisation.models import Assignment, Post
from organisation.services import sync_user_roles
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-16 09:00")
LATE = at("2026-11-20 10:00")


def stand_in(person, holder, role, until=None):
    """The person holds the holder's post of this role in his place, by a decision with its days."""
    post = Post.objects.get(assignments__user=holder, role__code=role)
    held = Assignment.objects.create(
        user=person,
        post=post,
        acting_for=holder,
        basis="QĐ 5",
        valid_from=at("2026-11-01").date(),
        valid_to=until,
    )
    sync_user_roles(person, NOW.date())
    return held


def is_away(person, stand_in):
    day = NOW.date()
    return Absence.objects.create(
        person=person, first_day=day, last_day=day, stand_in=stand_in, recorded_at=NOW, recorded_by=person
    )


def late_with(person):
    """A dossier whose step of processing is late with this person, explained."""
    dossier = make.complete(make.receive(), NOW, next_officer=person)
    gate.detect_late_steps(LATE)
    dossier = Dossier.objects.get(pk=dossier.pk)
    incident = dossier.incidents.get()
    gate.explain(person, incident.pk, dossier.lock_version, LATE, "workload", "Nhiều việc")
    return Dossier.objects.get(pk=dossier.pk), incident


def drafted_by(person, dossier, incident):
    due = at("2026-11-25 16:00")
    gate.draft_letter(person, incident.pk, dossier.lock_version, LATE, new_due_at=due)
    return Dossier.objects.get(pk=dossier.pk)


def test_an_entered_absence_makes_nobody_a_leader():
    desk = make.make_desk()
    is_away(desk.leader, desk.head)
    is_away(desk.second_leader, desk.second_specialist)
    dossier = make.complete(make.receive(), NOW, next_officer=desk.specialist)
    with pytest.raises(NobodyForStepError):
        make.complete(dossier, NOW)


def test_an_approval_that_somebody_else_was_named_for_is_not_his():
    desk = make.make_desk()
    dossier = make.complete(make.receive(), NOW, next_officer=desk.specialist)
    dossier = make.complete(dossier, NOW)
    step = dossier.current_step
    assert step.kind == StepKind.APPROVAL
    step.officer = desk.head
    step.save()
    with pytest.raises(NotAllowedError):
        steps.complete_step(desk.head, dossier.pk, dossier.lock_version, NOW)


def test_who_processed_never_approves_in_the_place_of_a_leader():
    desk = make.make_desk()
    stand_in(desk.specialist, desk.leader, "leader")
    dossier = make.complete(make.receive(), NOW, next_officer=desk.specialist)
    with pytest.raises(DossierError) as refused:
        make.complete(dossier, NOW, next_officer=desk.specialist)
    assert "officer" in refused.value.fields
    dossier = make.complete(Dossier.objects.get(pk=dossier.pk), NOW)
    assert dossier.current_step.officer == desk.second_leader
    with pytest.raises(DossierError):
        steps.reassign(
            desk.leader,
            dossier.pk,
            dossier.lock_version,
            NOW,
            dossier.current_step.number,
            desk.specialist,
            "Bận",
        )
    step = dossier.current_step
    step.officer = desk.specialist
    step.save()
    with pytest.raises(NotAllowedError):
        steps.complete_step(desk.specialist, dossier.pk, dossier.lock_version, NOW)


def test_a_stand_in_approves_what_another_processed():
    desk = make.make_desk()
    stand_in(desk.head, desk.leader, "leader")
    dossier = make.complete(make.receive(), NOW, next_officer=desk.specialist)
    dossier = make.complete(dossier, NOW, next_officer=desk.head)
    assert make.complete(dossier, NOW).current_step.kind != StepKind.APPROVAL


def test_nobody_is_left_when_the_only_stand_in_processed():
    desk = make.make_desk()
    stand_in(desk.specialist, desk.leader, "leader")
    is_away(desk.second_leader, None)
    dossier = make.complete(make.receive(), NOW, next_officer=desk.specialist)
    with pytest.raises(NobodyForStepError):
        make.complete(dossier, NOW)


def test_who_was_late_neither_signs_nor_lets_through_in_the_place_of_the_leader():
    desk = make.make_desk()
    stand_in(desk.specialist, desk.leader, "leader")
    dossier, incident = late_with(desk.specialist)
    with pytest.raises(NotAllowedError):
        gate.override_gate(desk.specialist, incident.pk, dossier.lock_version, LATE, "Gấp")
    dossier = drafted_by(desk.head, dossier, incident)
    with pytest.raises(NotAllowedError):
        gate.sign_letter(desk.specialist, incident.pk, dossier.lock_version, LATE)


def test_who_drafted_does_not_sign_in_the_place_of_the_leader():
    desk = make.make_desk()
    stand_in(desk.head, desk.leader, "leader")
    dossier, incident = late_with(desk.specialist)
    dossier = drafted_by(desk.head, dossier, incident)
    with pytest.raises(NotAllowedError):
        gate.sign_letter(desk.head, incident.pk, dossier.lock_version, LATE)
    assert gate.sign_letter(desk.second_leader, incident.pk, dossier.lock_version, LATE).signed_by


def test_a_post_in_another_unit_does_not_widen_what_is_stood_in_for():
    """The specialist of the ward stands in for the head of a division: he heads the division, not the ward."""
    desk = make.make_desk()
    chief = make.make_worker("truong-phong", "head_of_unit", desk.division)
    stand_in(desk.second_specialist, chief, "head_of_unit")
    dossier, incident = late_with(desk.specialist)
    policy = DossierPolicy(desk.second_specialist)
    assert not policy.may_reassign(dossier, dossier.current_step)
    assert not policy.may_draft_letter(incident)
    assert not policy.can_read(dossier)
    assert not SchedulePolicy(policy).may_write_for(desk.specialist, LATE.date())
    incident.unit = desk.division
    assert policy.may_draft_letter(incident)


def test_a_stand_in_at_the_counter_receives_there_only():
    desk = make.make_desk()
    at_counter = make.make_worker("counter-2", "one_stop_officer", desk.reception)
    stand_in(desk.specialist, at_counter, "one_stop_officer")
    policy = DossierPolicy(desk.specialist)
    assert policy.counter_ids == {desk.reception.pk}
    assert make.receive(actor=desk.specialist)
    with pytest.raises(NotAllowedError):
        intake.receive(desk.specialist, make.intake_of(received_by=desk.ward), NOW)
