"""Reviews through their services: who, when, what is refused, what is frozen, what becomes an action."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from audits.enums import ActionState, DecisionKind, FindingSource, ReviewPart, ReviewState
from audits.errors import AuditError, NotAllowedError, StaleError
from audits.models import CorrectiveAction, ManagementReview
from audits.rules.review_inputs import from_json
from audits.selectors.review_pack import is_unchanged, pack_of
from audits.services import review_decisions, reviews
from dossiers.services.lateness import detect_late_steps
from tests.audits.actions.office import raised
from tests.audits.review.office import (
    NOW,
    approved,
    called,
    complete_inputs,
    decided,
    decision_details,
    entered,
    fresh,
    held,
    make_review_office,
    minuted,
    resolved,
    review_details,
    signed,
    written,
)
from tests.dossiers.factories import at, receive

pytestmark = pytest.mark.django_db
AUTUMN = {
    "period_from": dt.date(2026, 7, 1),
    "period_to": dt.date(2026, 11, 20),
    "planned_on": dt.date(2026, 11, 20),
}


def test_a_review_is_called_held_and_signed_and_its_decisions_become_actions():
    office = make_review_office()
    review = held()
    assert (review.code, review.state) == ("XX-2026-01", ReviewState.HELD)
    decided(review)
    decided(review, kind=DecisionKind.RESOURCES, text="Mua máy quét cho quầy", owner=office.head)
    review = signed(review)
    assert review.state == ReviewState.CLOSED and review.signatory["name"] == office.leader.get_full_name()
    first, second = review.decisions.all()
    action = first.action
    assert (action.source, action.state, action.owner) == (
        FindingSource.REVIEW,
        ActionState.OPEN,
        office.worker,
    )
    assert (action.title, action.due_on, action.unit) == (first.text, first.due_on, first.unit)
    assert second.action.code != action.code
    assert CorrectiveAction.objects.count() == 2


def test_the_next_review_sees_what_became_of_the_decisions():
    review = minuted()
    decided(review)
    signed(review)
    section = pack_of(called(**AUTUMN), NOW).section(ReviewPart.EARLIER_ACTIONS)
    ((number, _text, _who, due, state),) = section.grids[0].rows
    assert (number, due) == ("XX-2026-01/1", "31/12/2026")
    assert state.startswith("HĐ-2026-001")
    assert not pack_of(fresh(review), NOW).section(ReviewPart.EARLIER_ACTIONS).has_figures


def test_inputs_are_frozen_when_the_review_is_held():
    review = complete_inputs(called(**AUTUMN))
    before = pack_of(review, NOW)
    review = held(review, held_on=dt.date(2026, 11, 20))
    raised()
    resolved("2026-11-17")
    assert from_json(fresh(review).inputs) == before == pack_of(fresh(review), NOW)
    assert is_unchanged(fresh(review))
    spoilt = fresh(review)
    spoilt.inputs["sections"][0]["nothing"] = "Tốt"
    assert not is_unchanged(spoilt)
    with pytest.raises(NotAllowedError):
        written(fresh(review))


def test_a_review_is_not_held_before_what_only_people_know_is_written():
    review = called()
    written(review, ReviewPart.SUPPLIERS)
    with pytest.raises(AuditError) as refusal:
        held(review)
    assert "Sự hài lòng" in str(refusal.value) and "cung cấp" not in str(refusal.value)
    assert fresh(review).state == ReviewState.PREPARING


@pytest.mark.parametrize(
    "changes",
    [
        {"held_on": dt.date(2026, 11, 22)},
        {"held_on": dt.date(2025, 12, 31)},
        {"participants": [], "others": "  "},
    ],
)
def test_the_meeting_has_a_day_and_people(changes):
    with pytest.raises(AuditError):
        held(**changes)


def test_the_secretary_does_not_sign_and_minutes_are_not_empty():
    office = make_review_office()
    review = held()
    with pytest.raises(AuditError):
        reviews.sign_review(office.leader, review.pk, fresh(review).lock_version, NOW)
    review = minuted(review)
    for person in (office.secretary, office.head, office.auditor):
        with pytest.raises(NotAllowedError):
            signed(review, actor=person)
    ManagementReview.objects.filter(pk=review.pk).update(chair=office.head, secretary=office.leader)
    with pytest.raises(NotAllowedError):
        signed(review)
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementReview.objects.filter(pk=review.pk).update(signed_by=office.leader)


def test_a_decision_that_cannot_be_given_stops_the_signature_and_is_named():
    review = minuted()
    decided(review)
    decided(review, text="Việc đã quá hạn", due_on=dt.date(2026, 12, 5))
    with pytest.raises(AuditError, match="2"):
        signed(review, now=at("2026-12-10 09:00"))
    assert fresh(review).state == ReviewState.HELD
    assert not CorrectiveAction.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"text": "  "}, {"due_on": dt.date(2026, 11, 20)}], ids=["no words", "a day that is over"]
)
def test_decisions_say_what_and_until_when(changes):
    with pytest.raises(AuditError):
        decided(held(), **changes)


def test_decisions_are_changed_and_taken_off_until_the_minutes_are_signed():
    office = make_review_office()
    review = minuted()
    decided(review)
    decided(review, text="Thứ hai")
    review_decisions.change_decision(
        office.secretary, review.pk, fresh(review).lock_version, 1, decision_details(text="Đổi lời"), NOW
    )
    review_decisions.remove_decision(office.secretary, review.pk, fresh(review).lock_version, 2, NOW)
    review = signed(review)
    assert [decision.text for decision in review.decisions.all()] == ["Đổi lời"]
    with pytest.raises(NotAllowedError):
        decided(review)


def test_two_people_at_once():
    office = make_review_office()
    review = minuted()
    seen = fresh(review).lock_version
    decided(review)
    with pytest.raises(StaleError):
        reviews.sign_review(office.leader, review.pk, seen, NOW)
    with pytest.raises(StaleError):
        review_decisions.add_decision(office.secretary, review.pk, seen, decision_details(), NOW)
    assert fresh(review).decisions.count() == 1


# --- Inputs of units ----------------------------------------------------------------------------------------------
def test_heads_write_for_their_units_and_the_secretary_for_the_office():
    office = make_review_office()
    review = called()
    written(review, ReviewPart.IDEAS, text="Quét giấy tờ ngay tại quầy")
    written(review, ReviewPart.IDEAS, office.head, office.division, "Thêm một máy in")
    texts = [(row.unit, row.text) for row in pack_of(review, NOW).section(ReviewPart.IDEAS).entered]
    assert texts == [
        (office.desk.ward.short_name, "Quét giấy tờ ngay tại quầy"),
        ("Phòng Kinh tế", "Thêm một máy in"),
    ]
    for actor, unit in (
        (office.head, office.desk.ward),
        (office.head, office.other),
        (office.worker, office.division),
        (office.auditor, office.other),
        (office.leader, office.desk.ward),
    ):
        with pytest.raises(NotAllowedError):
            written(review, ReviewPart.RISKS, actor, unit)


def test_what_two_people_of_a_unit_write_at_once_is_not_lost():
    office = make_review_office()
    review = called()
    first = written(review, ReviewPart.RISKS, office.head, office.division, "Mất điện")
    with pytest.raises(StaleError):
        written(review, ReviewPart.RISKS, office.head, office.division, "Mất mạng")
    second = written(review, ReviewPart.RISKS, office.head, office.division, "Mất điện, mất mạng", seen=0)
    assert (second.pk, fresh(second).lock_version) == (first.pk, 1)
    with pytest.raises(StaleError):
        written(review, ReviewPart.RISKS, office.head, office.division, "Khác", seen=0)
    assert [row.text for row in second.history.all()] == ["Mất điện, mất mạng", "Mất điện"]


@pytest.mark.parametrize(
    "changes",
    [
        {"period_to": dt.date(2025, 12, 31)},
        {"period_from": dt.date(2020, 1, 1)},
        {"planned_on": dt.date(2025, 12, 31)},
        {"period_from": dt.date(1999, 1, 1), "period_to": dt.date(1999, 12, 31)},
    ],
)
def test_periods_that_cannot_be_are_refused(changes):
    with pytest.raises(AuditError):
        called(**changes)


def test_the_chair_does_not_keep_the_minutes():
    office = make_review_office()
    with pytest.raises(AuditError):
        called(secretary=office.leader)
    review = called()
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementReview.objects.filter(pk=review.pk).update(secretary=office.leader)
    reviews.change_review(office.secretary, review.pk, 0, review_details(place="Hội trường"), NOW)
    with pytest.raises(StaleError):
        reviews.change_review(office.secretary, review.pk, 0, review_details(), NOW)


# --- The pack -----------------------------------------------------------------------------------------------------
def test_the_pack_counts_the_period():
    office = make_review_office()
    objective = approved()
    entered(objective, "2026-Q3", value=None, numerator=92, denominator=100)
    resolved("2026-11-03")
    receive(now=at("2026-11-09 08:30"))
    detect_late_steps(NOW)
    raised()
    pack = pack_of(called(**AUTUMN), NOW)
    figures = {fact.label: fact for fact in pack.section(ReviewPart.PROCESSES).facts}
    assert figures["Đúng hạn (gồm trước hạn)"].value == "100,00%"
    assert figures["Đang giải quyết"].note == "1 đã quá hạn"
    (row,) = pack.section(ReviewPart.OBJECTIVES).grids[0].rows
    assert row[0] == "MT-2026-01" and row[3] == "92,00% (92/100)" and row[5] == "Đạt"
    assert pack.section(ReviewPart.SATISFACTION).grids[0].rows[0][3] == "100"
    assert pack.section(ReviewPart.MONITORING).facts[0].value == "0"  # found today, after the period
    nonconformities = pack.section(ReviewPart.NONCONFORMITIES)
    assert not nonconformities.grids
    wider = pack_of(called(**AUTUMN | {"period_to": dt.date(2026, 12, 31), "planned_on": NOW.date()}), NOW)
    assert wider.section(ReviewPart.NONCONFORMITIES).grids[0].rows[0][3] == office.division.short_name
    assert wider.section(ReviewPart.MONITORING).facts[0].value == "1"
    assert wider.section(ReviewPart.RISKS).grids[0].rows == (("Chưa giải trình", "1"),)


def test_the_pack_costs_the_same_however_much_happened(django_assert_max_num_queries):
    review = called(**AUTUMN)
    for number in range(3):
        resolved(f"2026-10-0{number + 5}")
        raised(title=f"Phát hiện {number}")
        objective = approved()
        entered(objective, "2026-Q3")
    with django_assert_max_num_queries(45):
        pack = pack_of(fresh(review), NOW)
    assert len(pack.sections) == 12
