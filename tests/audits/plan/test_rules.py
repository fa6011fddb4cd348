"""Pure rules: moves, coverage of a year, notice, posts named by a step."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.enums import AuditState, ProgrammeState
from audits.rules.audit_states import AUDIT_MOVES, AuditMove, ProgrammeMove, audit_after, programme_after
from audits.rules.coverage import DONE, Held, Slot, SlotState, cells, coverage
from audits.rules.independence import Objection, Person, objections, posts_named
from audits.rules.notice import working_days_of_notice
from audits.rules.schedule import continued

YEAR, TODAY = 2026, dt.date(2026, 11, 21)
UNITS, CLAUSES = [1, 2, 3], ["7.5", "8.5", "9.2"]

held = st.builds(
    Held,
    code=st.from_regex(r"A[0-9]{3}", fullmatch=True),
    entry_id=st.none() | st.integers(1, 6),
    unit_id=st.sampled_from(UNITS),
    month=st.integers(1, 12),
    state=st.sampled_from(AuditState.values),
    clauses=st.frozensets(st.sampled_from(CLAUSES)),
)
slots = st.lists(
    st.builds(
        Slot,
        entry_id=st.integers(1, 6),
        unit_id=st.sampled_from(UNITS),
        month=st.integers(1, 12),
        clauses=st.frozensets(st.sampled_from(CLAUSES)),
    ),
    unique_by=(lambda slot: slot.entry_id, lambda slot: (slot.unit_id, slot.month)),
)


# --- Moves ----------------------------------------------------------------------------------------------


def test_the_way_of_an_audit_and_nothing_beside_it():
    way = ["submit", "approve", "acknowledge", "start", "report", "close"]
    state = AuditState.PLANNING
    for move in way:
        state = audit_after(state, AuditMove(move))
    assert state == AuditState.CLOSED
    known = {(state, move) for state, move in product(AuditState, AuditMove) if audit_after(state, move)}
    assert known == set(AUDIT_MOVES)


@given(st.lists(st.sampled_from(list(AuditMove)), max_size=40))
def test_no_order_of_moves_skips_an_approval_or_leaves_an_end(moves):
    state, approved, opened, reported = AuditState.PLANNING, False, False, False
    for move in moves:
        after = audit_after(state, move)
        if after is None:
            continue
        assert state not in (AuditState.CLOSED, AuditState.CANCELLED)
        approved = (approved or move == AuditMove.APPROVE) and move != AuditMove.REVISE
        opened, reported = opened or move == AuditMove.START, reported or move == AuditMove.REPORT
        state = after
        if state in (AuditState.APPROVED, AuditState.RUNNING, AuditState.REPORTED, AuditState.CLOSED):
            assert approved
        if state in (AuditState.REPORTED, AuditState.CLOSED):
            assert opened and reported


@given(st.lists(st.sampled_from(list(ProgrammeMove)), max_size=20))
def test_an_approved_programme_stands(moves):
    state, submitted = ProgrammeState.DRAFT, False
    for move in moves:
        after = programme_after(state, move)
        if state == ProgrammeState.APPROVED:
            assert after is None
        if after is not None:
            assert move == ProgrammeMove.SUBMIT or submitted
            submitted, state = move == ProgrammeMove.SUBMIT, after


# --- Coverage -------------------------------------------------------------------------------------------


def test_gaps_are_units_and_clauses_that_nobody_reaches():
    planned = [Slot(1, 1, 4, frozenset({"7.5"})), Slot(2, 2, 12)]
    audits = [
        Held("A1", 1, 1, 4, AuditState.CLOSED, frozenset({"7.5"})),
        Held("A2", None, 2, 5, AuditState.RUNNING, frozenset({"8.5"})),
        Held("A3", None, 3, 5, AuditState.CANCELLED, frozenset({"9.2"})),
    ]
    found = coverage(UNITS, CLAUSES, planned, audits, YEAR, TODAY)
    assert found.units_left_out == (3,) and found.clauses_left_out == ("9.2",)
    assert found.units_waiting == (2,) and found.clauses_waiting == ("8.5",)
    assert (found.planned, found.done, found.missed) == (2, 1, 0)
    assert not found.is_whole


def test_an_audit_of_a_unit_reaches_the_units_below():
    found = coverage([1, 2], [], [Slot(1, 1, 12)], [], YEAR, TODAY, {1: frozenset({1, 2})})
    assert found.units_left_out == () and found.is_whole


@pytest.mark.parametrize(
    ("month", "states", "expected"),
    [
        (10, [], SlotState.MISSED),
        (11, [], SlotState.PLANNED),
        (12, [AuditState.PLANNING], SlotState.PREPARED),
        (10, [AuditState.APPROVED], SlotState.MISSED),
        (10, [AuditState.RUNNING], SlotState.RUNNING),
        (10, [AuditState.REPORTED, AuditState.RUNNING], SlotState.DONE),
        (10, [AuditState.CANCELLED], SlotState.MISSED),
    ],
)
def test_what_became_of_a_month(month, states, expected):
    audits = [Held(f"A{n}", 1, 1, month, state) for n, state in enumerate(states)]
    assert cells([Slot(1, 1, month)], audits, YEAR, TODAY)[1, month].state == expected


@given(slots, st.lists(held, max_size=8, unique_by=lambda audit: audit.code))
def test_every_unit_is_left_out_waiting_or_done(planned, audits):
    found = coverage(UNITS, CLAUSES, planned, audits, YEAR, TODAY)
    done = {audit.unit_id for audit in audits if audit.state in DONE}
    assert set(found.units_left_out) | set(found.units_waiting) | done == set(UNITS)
    assert not set(found.units_left_out) & (set(found.units_waiting) | done)
    assert not set(found.units_waiting) & done
    matrix = cells(planned, audits, YEAR, TODAY)
    assert {(slot.unit_id, slot.month) for slot in planned} <= set(matrix)
    shown = [code for cell in matrix.values() for code in cell.codes]
    entries = {slot.entry_id for slot in planned}
    expected = [
        a.code
        for a in audits
        if a.state != AuditState.CANCELLED and (a.entry_id is None or a.entry_id in entries)
    ]
    assert sorted(shown) == sorted(expected)


# --- Notice and posts -----------------------------------------------------------------------------------


def test_notice_counts_whole_working_days_between():
    def is_weekday(day):
        return day.weekday() < 5

    sent = dt.date(2026, 11, 20)  # a Friday
    assert working_days_of_notice(sent, dt.date(2026, 11, 30), is_weekday) == 5
    assert working_days_of_notice(sent, dt.date(2026, 11, 27), is_weekday) == 4
    assert working_days_of_notice(sent, dt.date(2026, 11, 21), is_weekday) == 0
    assert working_days_of_notice(sent, sent, is_weekday) == 0
    assert working_days_of_notice(sent, dt.date(2026, 11, 1), is_weekday) == 0


def test_a_step_may_name_several_posts():
    assert posts_named("Chủ tịch hoặc  Phó Chủ tịch UBND phường") == {
        "Chủ tịch hoặc Phó Chủ tịch UBND phường",
        "Chủ tịch",
        "Phó Chủ tịch UBND phường",
    }
    assert posts_named("") == frozenset()
    person = Person(frozenset({9}), post_titles=frozenset({"phó chủ tịch UBND phường"}))
    posts = {"QT-1": posts_named("Chủ tịch hoặc Phó Chủ tịch UBND phường")}
    assert objections(person, 1, [], posts) == [(Objection.OWN_STEPS, "QT-1")]


# --- The lines of a schedule ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ([], ["a"], [None]),
        (["a", "b"], ["b", "a"], [1, 0]),
        (["a", "b"], ["b", "c"], [1, 0]),
        (["a", "a"], ["a"], [0]),
        (["a"], ["a", "a", "b"], [0, None, None]),
        (["a", "b"], [], []),
    ],
)
def test_a_line_of_a_schedule_goes_on_under_its_topic(before, after, places):
    assert continued(before, after) == places


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_no_line_goes_on_twice_and_none_is_dropped_needlessly(before, after):
    places = continued(before, after)
    used = [place for place in places if place is not None]
    assert len(places) == len(after) and len(set(used)) == len(used) == min(len(before), len(after))
