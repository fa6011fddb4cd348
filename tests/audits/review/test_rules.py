"""When an objective is met; which periods it has; the shape of the pack."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.enums import MeasuredEvery, ObjectiveState, ReviewPart, ReviewState, TargetOperator
from audits.rules import objectives, review_states
from audits.rules.objectives import Measured, ObjectiveMove, Verdict, is_met, periods_of, verdict
from audits.rules.review_inputs import (
    ASKED,
    CLAUSES,
    TITLES,
    Entered,
    Fact,
    Grid,
    Pack,
    Section,
    from_json,
    hash_of,
    in_order,
    to_json,
)
from audits.rules.review_states import ReviewMove

NINETY = Decimal(90)
counts = st.integers(min_value=0, max_value=10**6)
amounts = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(("value", "met"), [("90.00", True), ("89.99", False), ("100", True), ("0", False)])
def test_ninety_passes_and_a_hundredth_less_fails(value, met):
    assert is_met(Decimal(value), TargetOperator.AT_LEAST, NINETY) is met


@pytest.mark.parametrize(
    ("part", "whole", "met"),
    [(900, 1000, True), (8999, 10_000, False), (17_999, 20_000, True), (89_994, 100_000, False)],
)
def test_what_is_shown_is_what_is_judged(part, whole, met):
    """17 999 of 20 000 is shown as 90,00 %, so nobody may read "90,00 %, not met" beside it."""
    measured = Measured.share(part, whole)
    assert is_met(measured.value, TargetOperator.AT_LEAST, NINETY) is met


@pytest.mark.parametrize(
    ("operator", "value", "met"),
    [("le", "0", True), ("le", "1", False), ("eq", "0", True), ("eq", "0.01", False), ("ge", "0", True)],
)
def test_at_most_and_exactly(operator, value, met):
    assert is_met(Decimal(value), operator, Decimal(0)) is met


@given(amounts, amounts)
def test_exactly_is_at_least_and_at_most(value, target):
    both = is_met(value, "ge", target) and is_met(value, "le", target)
    assert is_met(value, "eq", target) is both
    assert is_met(value, "ge", target) or is_met(value, "le", target)


@given(amounts, amounts, amounts)
def test_more_never_spoils_at_least_and_less_never_spoils_at_most(value, more, target):
    better = value + more
    if is_met(value, "ge", target):
        assert is_met(better, "ge", target)
    if is_met(better, "le", target):
        assert is_met(value, "le", target)


@given(counts, counts, st.integers(min_value=0, max_value=10_000))
def test_the_verdict_about_a_share_is_that_about_the_figure_on_paper(part, whole, hundredths):
    part, target = min(part, whole), Decimal(hundredths) / 100
    measured = Measured.share(part, whole)
    found = verdict(measured.value, "ge", target)
    if whole == 0:
        assert found == Verdict.NOT_MEASURED
        return
    assert 0 <= measured.value <= 100
    assert abs(measured.value - Decimal(part) * 100 / whole) <= Decimal("0.005")
    assert (found == Verdict.MET) is (measured.value >= target)


def test_nothing_to_count_is_neither_met_nor_missed_but_zero_cases_are_a_value():
    assert verdict(Measured.share(0, 0).value, "ge", NINETY) == Verdict.NOT_MEASURED
    assert verdict(Measured.count(0).value, "le", Decimal(0)) == Verdict.MET


@pytest.mark.parametrize(("frequency", "count"), [("month", 12), ("quarter", 4), ("year", 1)])
def test_the_periods_of_a_year_cover_every_day_once(frequency, count):
    periods = periods_of(2028, frequency)
    assert len(periods) == count
    days = [
        day
        for p in periods
        for day in (p.first + dt.timedelta(n) for n in range((p.last - p.first).days + 1))
    ]
    assert days == [dt.date(2028, 1, 1) + dt.timedelta(n) for n in range(366)]
    today = dt.date(2028, 3, 31)
    assert all(p.last < today for p in objectives.finished(periods, today))
    assert objectives.begun(periods, today)[-1].first <= today


def test_every_move_starts_and_ends_in_a_known_state():
    assert set(objectives.MOVES) == set(ObjectiveMove) and set(review_states.MOVES) == set(ReviewMove)
    for starts, end in objectives.MOVES.values():
        assert {*starts, end} <= set(ObjectiveState.values)
    for starts, end in review_states.MOVES.values():
        assert {*starts, end} <= set(ReviewState.values)
    assert not any(objectives.may_move(ObjectiveState.CLOSED, move) for move in ObjectiveMove)
    assert not any(review_states.may_move(ReviewState.CLOSED, move) for move in ReviewMove)
    assert MeasuredEvery.values == ["month", "quarter", "year"]


# --- The pack -----------------------------------------------------------------------------------------------------
words = st.text(max_size=30)
sections = st.builds(
    Section,
    part=st.sampled_from(ReviewPart.values),
    source=words,
    facts=st.lists(st.builds(Fact, words, words, words, words), max_size=3).map(tuple),
    grids=st.lists(
        st.builds(
            Grid, words, st.just(("A", "B")), st.lists(st.tuples(words, words), max_size=3).map(tuple), words
        ),
        max_size=2,
    ).map(tuple),
    nothing=words,
    entered=st.lists(st.builds(Entered, words, words, words, words), max_size=2).map(tuple),
)


@given(st.lists(sections, max_size=14))
def test_a_frozen_pack_reads_back_as_it_was(found):
    pack = Pack("UBND", "Quý III/2026", "08:40, 22/09/2026", in_order(found))
    frozen = json.loads(json.dumps(to_json(pack)))
    assert from_json(frozen) == pack
    assert hash_of(frozen) == hash_of(to_json(pack))


def test_every_input_of_the_clause_is_there_once_and_in_order():
    pack = in_order([Section(ReviewPart.IDEAS, nothing="x")])
    assert [section.part for section in pack] == ReviewPart.values
    assert set(TITLES) == set(CLAUSES) == set(ASKED) == set(ReviewPart.values)
    assert all(section.title and section.asked and section.clause.startswith("9.3.2") for section in pack)


def test_what_people_know_better_than_the_system_must_be_written():
    pack = Pack("", "", "", in_order([Section(ReviewPart.RESOURCES, facts=(Fact("a", "1"),))]))
    assert [section.part for section in pack.missing] == ["satisfaction", "suppliers", "risks"]
