"""The merging rule over random lives of a question: nothing lost, order without effect, repetition harmless."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.enums import AnswerOutcome
from audits.rules.merging import Given, Standing, Taken, replay, take

NINE = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
GRADES = st.sampled_from(["conform", "observation", "minor_nc"])


def an_answer(person, minute, grade="conform", note="", based_on=0, key=None):
    return Given(
        key or (person, minute, grade, note),
        person,
        grade,
        note,
        based_on,
        NINE + dt.timedelta(minutes=minute),
    )


def says(standing):
    return {(head.given.person, head.given.says) for head in standing.heads}


@st.composite
def lives(draw):
    """Answers as they reach the server; each was based on some version that existed when it was given."""
    rows, standing = [], Standing()
    for number in range(draw(st.integers(0, 12))):
        row = Given(
            number,
            draw(st.integers(1, 3)),
            draw(GRADES),
            draw(st.sampled_from(["", "a"])),
            draw(st.integers(0, standing.version)),
            NINE + dt.timedelta(minutes=draw(st.integers(0, 30))),
        )
        rows.append(row)
        standing, _ = take(standing, row)
    return rows


@st.composite
def two_phones(draw):
    """What two auditors answered without a network, and two orders in which it may arrive."""
    phones = [
        [an_answer(person, minute, draw(GRADES)) for minute in range(draw(st.integers(0, 4)))]
        for person in (1, 2)
    ]
    turns = [person for person in (0, 1) for _ in phones[person]]
    orders = []
    for _ in range(2):
        left = [list(phone) for phone in phones]
        orders.append([left[person].pop(0) for person in draw(st.permutations(turns))])
    return orders


@given(two_phones())
def test_the_order_in_which_two_phones_arrive_does_not_matter(orders):
    first, second = (replay(order) for order in orders)
    assert says(first) == says(second)
    assert first.has_conflict == second.has_conflict


@given(two_phones())
def test_two_phones_end_with_the_last_answer_of_each(orders):
    last = {row.person: row.says for row in sorted(orders[0], key=lambda row: row.answered_at)}
    assert says(replay(orders[0])) == set(last.items())


@given(lives(), st.data())
def test_sending_again_changes_nothing(rows, data):
    again = data.draw(st.lists(st.sampled_from(rows))) if rows else []
    assert replay([*rows, *again]) == replay(rows)


@settings(max_examples=300)
@given(lives())
def test_no_answer_disappears_unseen(rows):
    """An answer goes only when somebody answers who saw it, or its author says something later."""
    standing = Standing()
    for row in rows:
        after, outcome = take(standing, row)
        gone = [head for head in standing.heads if head not in after.heads]
        for head in gone:
            assert head.version <= row.based_on or head.given.person == row.person
        if outcome is Taken.DROPPED:
            assert after == standing
            assert any(
                head.given.person == row.person and head.given.answered_at > row.answered_at
                for head in after.heads
            )
        else:
            assert after.heads[-1].given == row
        standing = after


@given(lives())
def test_the_version_rises_with_everything_that_changes_what_is_shown(rows):
    standing = Standing()
    for row in rows:
        after, outcome = take(standing, row)
        if after.version == standing.version:
            assert after.shown is not None and after.shown.says == standing.shown.says
            assert after.has_conflict == standing.has_conflict
        else:
            assert after.version == standing.version + 1
        assert after.has_conflict == (outcome is Taken.CONFLICT) or outcome is Taken.DROPPED
        standing = after


def test_what_the_other_did_not_see_is_a_conflict_and_a_third_who_saw_both_settles_it():
    one = take(Standing(), an_answer(1, 0, "conform"))[0]
    both, outcome = take(one, an_answer(2, 1, "minor_nc"))
    assert outcome is Taken.CONFLICT and both.has_conflict and both.shown.grade == "conform"
    settled, outcome = take(both, an_answer(3, 2, "observation", based_on=both.version))
    assert outcome is Taken.APPLIED and not settled.has_conflict and len(settled.heads) == 1


def test_saying_the_same_without_having_seen_it_is_no_conflict_until_one_changes_it():
    one = take(Standing(), an_answer(1, 0))[0]
    same, outcome = take(one, an_answer(2, 1))
    assert outcome is Taken.SAME and same.version == one.version and not same.has_conflict
    changed, outcome = take(same, an_answer(1, 2, "minor_nc"))
    assert outcome is Taken.CONFLICT and changed.has_conflict


def test_an_older_answer_of_the_same_person_that_arrives_late_does_not_win():
    new = take(Standing(), an_answer(1, 30, "minor_nc"))[0]
    assert take(new, an_answer(1, 0, "conform")) == (new, Taken.DROPPED)
    assert take(new, an_answer(1, 0, "conform", based_on=1))[1] is Taken.APPLIED


def test_outcomes_are_those_of_the_database():
    assert {taken.value for taken in Taken} == set(AnswerOutcome.values)
