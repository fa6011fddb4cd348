"""Every step has a named person before it begins: who that is, and what when there is none."""

import pytest

from dossiers.enums import DossierState, StepKind
from dossiers.errors import DossierError, NobodyForStepError, NotAllowedError, StaleDossierError
from dossiers.models import Absence
from dossiers.services import steps
from organisation.models import Assignment, Post
from tests.dossiers import factories as make
from tests.dossiers.factories import at

pytestmark = pytest.mark.django_db

NOW = at("2026-11-16 09:00")


def is_away(person, stand_in=None, day="2026-11-16"):
    day = at(day).date()
    return Absence.objects.create(
        person=person, first_day=day, last_day=day, stand_in=stand_in, recorded_at=NOW, recorded_by=person
    )


def processed_by(dossier=None):
    return make.complete(dossier or make.receive(), NOW).current_step.officer


def test_least_open_steps_first():
    desk = make.make_desk()
    assert [processed_by() for _ in range(4)] == [desk.specialist, desk.second_specialist] * 2


def test_the_nearest_title_wins_over_load():
    desk = make.make_desk()
    Post.objects.filter(assignments__user=desk.second_specialist).update(
        title="Chuyên viên đăng ký kinh doanh"
    )
    rows = make.issued_version().snapshot["steps"]
    rows = [{**row, "position": "chuyên viên đăng ký"} if row["number"] == 3 else row for row in rows]
    version = make.issued_version(code="QT-KT-11", steps=rows)
    assert {processed_by(make.receive(version=version)) for _ in range(3)} == {desk.second_specialist}


def test_who_is_away_gets_nothing_and_the_stand_in_takes_it():
    desk = make.make_desk()
    away = is_away(desk.specialist)
    assert processed_by() == desk.second_specialist
    is_away(desk.second_specialist, stand_in=desk.head)
    assert processed_by() == desk.head
    away.cancelled_at = NOW
    away.save()
    assert processed_by() == desk.specialist


def test_who_acts_for_the_holder_gets_it():
    desk = make.make_desk()
    post = Post.objects.get(assignments__user=desk.specialist)
    acting = make.make_worker("acting", "clerk", desk.ward)
    Assignment.objects.create(
        user=acting, post=post, acting_for=desk.specialist, basis="QĐ 5", valid_from=at("2026-11-01").date()
    )
    is_away(desk.second_specialist)
    assert processed_by() == acting


def test_nobody_is_told_and_nothing_happens():
    desk = make.make_desk()
    for person in (desk.specialist, desk.second_specialist):
        is_away(person)
    dossier = make.receive()
    with pytest.raises(NobodyForStepError) as caught:
        make.complete(dossier, NOW)
    assert "Thẩm định" in str(caught.value)
    assert make.fresh(dossier).lock_version == dossier.lock_version
    given = make.complete(dossier, NOW, next_officer=desk.head)
    assert given.current_step.officer == desk.head


def test_who_processed_does_not_approve():
    desk = make.make_desk()
    dossier = make.complete(make.receive(), NOW, next_officer=desk.leader)
    assert dossier.current_step.kind == StepKind.WORK
    assert make.complete(dossier, NOW).current_step.officer == desk.second_leader
    is_away(desk.second_leader)
    dossier = make.complete(make.receive(), NOW, next_officer=desk.leader)
    assert make.complete(dossier, NOW).current_step.officer == desk.leader, "nobody else is there"


def test_only_a_leader_is_chosen_for_an_approval():
    desk = make.make_desk()
    dossier = make.complete(make.receive(), NOW)
    with pytest.raises(DossierError) as caught:
        make.complete(dossier, NOW, next_officer=desk.head)
    assert "officer" in caught.value.fields


@pytest.mark.parametrize("role", ["administrator", "iso_secretary", "internal_auditor"])
def test_steps_go_to_those_who_do_steps(role):
    person = make.make_desk().by_role[role]
    with pytest.raises(DossierError):
        make.complete(make.receive(), NOW, next_officer=person)


class TestWhoMay:
    def test_only_whoever_has_the_step_completes_it(self):
        desk = make.make_desk()
        dossier = make.complete(make.receive(), NOW)
        for person in (desk.second_specialist, desk.leader, desk.by_role["administrator"]):
            with pytest.raises(NotAllowedError):
                make.complete(dossier, NOW, actor=person)

    def test_any_officer_of_the_counter_hands_over(self):
        other = make.make_worker("counter-2", "one_stop_officer", make.make_desk().reception)
        dossier = make.run_to(make.receive(), DossierState.READY, NOW)
        assert dossier.current_step.officer == make.make_desk().officer
        dossier = make.complete(dossier, NOW, actor=other)
        assert dossier.steps.get(kind=StepKind.HANDOVER).officer == other


class TestReassign:
    def test_by_the_head_with_a_reason(self):
        desk = make.make_desk()
        dossier = make.complete(make.receive(), NOW)
        due = dossier.current_step.due_at
        give = (dossier.pk, dossier.lock_version, NOW, 3, desk.second_specialist)
        with pytest.raises(DossierError):
            steps.reassign(desk.head, *give, " ")
        with pytest.raises(NotAllowedError):
            steps.reassign(desk.specialist, *give, "Bận")
        steps.reassign(desk.head, *give, "Bận")
        dossier = make.fresh(dossier)
        assert (dossier.current_step.officer, dossier.current_step.due_at) == (desk.second_specialist, due)
        assert dossier.handler == desk.second_specialist
        with pytest.raises(StaleDossierError):
            steps.reassign(desk.head, *give, "Lần nữa")

    def test_a_step_named_before_it_begins_is_kept(self):
        desk = make.make_desk()
        dossier = make.receive()
        steps.reassign(
            desk.leader, dossier.pk, dossier.lock_version, NOW, 3, desk.second_specialist, "Quen việc"
        )
        assert processed_by(dossier) == desk.second_specialist

    def test_a_done_step_is_not_given_away(self):
        desk = make.make_desk()
        dossier = make.complete(make.receive(), NOW)
        with pytest.raises(DossierError):
            steps.reassign(desk.leader, dossier.pk, dossier.lock_version, NOW, 2, desk.officer, "Thử")


class TestGiveBack:
    def test_is_done_again_from_there(self):
        dossier = make.complete(make.receive(), NOW)
        first = dossier.current_step.officer
        dossier = make.complete(dossier, at("2026-11-16 10:00"))
        actor, due = dossier.current_step.officer, dossier.due_at
        with pytest.raises(DossierError):
            steps.give_back(actor, dossier.pk, dossier.lock_version, NOW, 1, "Sai")
        with pytest.raises(DossierError):
            steps.give_back(actor, dossier.pk, dossier.lock_version, NOW, 3, "")
        steps.give_back(actor, dossier.pk, dossier.lock_version, at("2026-11-16 11:00"), 3, "Sai tên")
        dossier = make.fresh(dossier)
        assert (dossier.current_step.number, dossier.current_step.officer) == (3, first)
        assert dossier.current_step.rounds == 2
        assert dossier.current_step.due_at == at("2026-11-18 17:00")
        assert dossier.due_at == due
        assert make.run_to(dossier, DossierState.READY, at("2026-11-17 09:00")).outcome

    def test_to_the_counter(self):
        dossier = make.complete(make.receive(), NOW)
        steps.give_back(
            dossier.current_step.officer, dossier.pk, dossier.lock_version, NOW, 2, "Thiếu bản sao"
        )
        assert make.fresh(dossier).state == DossierState.RECEIVED

    def test_never_once_the_result_lies_ready(self):
        dossier = make.run_to(make.receive(), DossierState.READY, NOW)
        with pytest.raises(DossierError):
            steps.give_back(make.make_desk().officer, dossier.pk, dossier.lock_version, NOW, 4, "Sai")
