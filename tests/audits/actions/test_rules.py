"""The pure rules: tables of moves, closing, periods, citations, who may verify."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.enums import NONCONFORMITIES, RAISED, ActionState, FindingProgress, FindingState, Grade
from audits.rules import action_states, finding_states
from audits.rules.action_states import ActionMove, is_independent
from audits.rules.citations import cited_codes
from audits.rules.effectiveness import compared_periods, due_day
from audits.rules.finding_progress import ActionStanding, progress_of
from audits.rules.finding_states import FindingMove, obstacle_to_closing

PEOPLE = range(4)
UNITS = st.frozensets(st.integers(1, 5), max_size=3)


@given(
    owner=st.sampled_from(PEOPLE),
    steps=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(ActionMove))), max_size=12),
    units=st.tuples(*[UNITS for _person in PEOPLE]),
    acting=UNITS,
)
def test_no_way_through_the_moves_verifies_an_action_by_its_owner_or_unit(owner, steps, units, acting):
    state, verifier, reported = ActionState.OPEN, None, False
    for person, move in steps:
        if move in (ActionMove.VERIFY, ActionMove.SEND_BACK, ActionMove.FAIL) and not is_independent(
            person, owner, units[person], acting
        ):
            continue
        after = action_states.state_after(state, move)
        if after is None:
            continue
        if move == ActionMove.VERIFY:
            assert state == ActionState.DONE and reported
            verifier = person
        reported = after in (ActionState.DONE, ActionState.VERIFIED)
        state = after
        if state == ActionState.VERIFIED:
            assert verifier != owner and not units[verifier] & acting


@given(st.lists(st.sampled_from(list(ActionMove)), max_size=20))
def test_a_cancelled_action_stays_cancelled_and_only_verification_ends_otherwise(moves):
    state = ActionState.OPEN
    for move in moves:
        after = action_states.state_after(state, move)
        if state == ActionState.CANCELLED:
            assert after is None
        if state == ActionState.VERIFIED:
            assert after in (None, ActionState.OPEN)
        state = after or state


@given(
    grade=st.sampled_from(sorted(RAISED)),
    state=st.sampled_from(list(FindingState)),
    actions=st.lists(st.sampled_from(list(ActionState)), max_size=5),
)
def test_a_nonconformity_is_never_closed_without_a_verification(grade, state, actions):
    obstacle = obstacle_to_closing(grade, state, actions)
    if obstacle is not None:
        return
    assert not {ActionState.OPEN, ActionState.PLANNED, ActionState.DONE} & set(actions)
    if grade in NONCONFORMITIES:
        assert ActionState.VERIFIED in actions and state == FindingState.ACCEPTED


@given(st.lists(st.sampled_from(list(FindingMove)), max_size=20))
def test_an_accepted_finding_was_answered_and_a_taken_back_one_never_returns(moves):
    state, answered = FindingState.RAISED, False
    for move in moves:
        after = finding_states.state_after(state, move)
        if state == FindingState.CANCELLED:
            assert after is None
        if after is None:
            continue
        answered |= move in (FindingMove.ACCEPT, FindingMove.DISPUTE)
        if after == FindingState.ACCEPTED and move != FindingMove.REOPEN:
            assert answered
        state = after


@given(
    found=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    wait=st.integers(0, 400),
    days=st.integers(1, 400),
    passed=st.integers(0, 900),
)
def test_both_periods_are_as_long_and_do_not_touch_the_time_between(found, wait, days, passed):
    verified = found + dt.timedelta(days=wait)
    periods = compared_periods(found, verified, days, verified + dt.timedelta(days=passed))
    assert periods.before_to < found <= verified < periods.after_from
    assert periods.before_to - periods.before_from == periods.after_to - periods.after_from
    assert (periods.before_to - periods.before_from).days == days - 1
    assert due_day(verified, days) == periods.after_to
    if passed == 0:
        assert periods.counted_to is None
    else:
        assert periods.after_from <= periods.counted_to <= periods.after_to
    assert periods.is_over == (passed >= days)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Trả lời phát hiện KPH-2026-003: bước 3 trễ", ["KPH-2026-003"]),
        ("kph-2026-003, LY-2026-012 và KPH-2026-003", ["KPH-2026-003", "LY-2026-012"]),
        ("KPH-2026-1234.", ["KPH-2026-1234"]),
        ("QT-TP-01, KPH-26-3, AKPH-2026-003, KPH-2026-003a", []),
        ("", []),
    ],
)
def test_codes_are_found_within_words(words, codes):
    assert cited_codes(words) == codes


# --- Where a finding is -----------------------------------------------------------------------------------
def standing(state, round=1, has_evidence=False):
    return ActionStanding(state, round, has_evidence)


OPEN, AGAIN = standing(ActionState.OPEN), standing(ActionState.OPEN, round=2)
PLANNED, BEGUN = standing(ActionState.PLANNED), standing(ActionState.PLANNED, has_evidence=True)
DONE, VERIFIED = standing(ActionState.DONE), standing(ActionState.VERIFIED)
CANCELLED = standing(ActionState.CANCELLED, has_evidence=True)


@pytest.mark.parametrize(
    ("actions", "progress"),
    [
        ([], FindingProgress.ACCEPTED),
        ([CANCELLED], FindingProgress.ACCEPTED),
        ([OPEN], FindingProgress.GIVEN),
        ([VERIFIED, OPEN, BEGUN], FindingProgress.GIVEN),
        ([AGAIN], FindingProgress.REOPENED),
        ([VERIFIED, OPEN, AGAIN], FindingProgress.REOPENED),
        ([PLANNED], FindingProgress.PLANNED),
        ([PLANNED, CANCELLED], FindingProgress.PLANNED),
        ([BEGUN], FindingProgress.UNDER_WAY),
        ([PLANNED, DONE], FindingProgress.UNDER_WAY),
        ([DONE], FindingProgress.DONE),
        ([VERIFIED, DONE], FindingProgress.DONE),
        ([VERIFIED], FindingProgress.VERIFIED),
        ([VERIFIED, CANCELLED], FindingProgress.VERIFIED),
    ],
)
def test_an_accepted_finding_is_as_far_as_its_least_advanced_action(actions, progress):
    for order in (actions, actions[::-1]):
        assert progress_of(Grade.MINOR_NC, FindingState.ACCEPTED, order) == progress


def test_before_the_answer_only_an_observation_shows_its_actions():
    assert progress_of(Grade.MAJOR_NC, FindingState.RAISED, [DONE]) == FindingProgress.RAISED
    assert progress_of(Grade.OBSERVATION, FindingState.RAISED, [DONE]) == FindingProgress.DONE
    assert progress_of(Grade.OBSERVATION, FindingState.RAISED, [CANCELLED]) == FindingProgress.RAISED


@pytest.mark.parametrize("state", [FindingState.DISPUTED, FindingState.CLOSED, FindingState.CANCELLED])
def test_disputes_and_ends_are_shown_as_they_are(state):
    assert progress_of(Grade.MINOR_NC, state, [OPEN, VERIFIED]) == FindingProgress(state.value)
