"""Which version holds when: the rule, and its properties over arbitrary chains."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_control.enums import VersionState
from document_control.standing import ChainEvent, in_force_id, standing

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def day(number):
    return START + dt.timedelta(days=number)


@st.composite
def chains(draw):
    """A chain as services write it: effective moments never run backwards among what counts."""
    size = draw(st.integers(1, 6))
    events, moment = [], 0
    for index in range(1, size + 1):
        if index > 1 and draw(st.integers(0, 3)) == 0 and events[-1].version_id is not None:
            moment += draw(st.integers(0, 5))
            events.append(ChainEvent(index, day(moment), None))
        elif draw(st.integers(0, 4)) == 0:
            events.append(ChainEvent(index, day(moment + draw(st.integers(0, 9))), index, cancelled=True))
        else:
            moment += draw(st.integers(0, 5))
            events.append(ChainEvent(index, day(moment), index))
    return events


moments = st.integers(-2, 40).map(day)


@given(chains(), moments)
def test_at_most_one_version_is_in_force_and_both_questions_agree(events, at):
    holding = [
        e.version_id
        for e in events
        if e.version_id is not None and standing(e.version_id, events, at).state == VersionState.IN_FORCE
    ]
    expected = in_force_id(events, at)
    assert holding == ([] if expected is None else [expected])


@given(chains())
def test_no_gap_between_versions_unless_withdrawn(events):
    live = [e for e in events if not e.cancelled]
    for at in (e.effective_from for e in live):
        last = [e for e in live if e.effective_from <= at][-1]
        assert in_force_id(events, at) == last.version_id


@given(chains(), moments)
def test_a_version_never_comes_back(events, at):
    for event in events:
        if event.version_id is None or event.cancelled:
            continue
        if standing(event.version_id, events, at).state in (VersionState.SUPERSEDED, VersionState.WITHDRAWN):
            later = standing(event.version_id, events, at + dt.timedelta(days=100))
            assert later.state in (VersionState.SUPERSEDED, VersionState.WITHDRAWN)


def test_the_story_of_a_document():
    events = [ChainEvent(1, day(0), 10), ChainEvent(2, day(10), 20), ChainEvent(3, day(30), None)]
    assert in_force_id(events, day(0) - dt.timedelta(seconds=1)) is None
    assert standing(10, events, day(9)).state == VersionState.IN_FORCE
    assert standing(20, events, day(9)).state == VersionState.FUTURE
    boundary = standing(10, events, day(10))
    assert (boundary.state, boundary.since, boundary.successor_id) == (VersionState.SUPERSEDED, day(10), 20)
    assert standing(20, events, day(10)).until == day(30)
    assert standing(20, events, day(30)).state == VersionState.WITHDRAWN
    assert in_force_id(events, day(31)) is None


def test_a_cancelled_version_leaves_the_earlier_one_in_force():
    events = [ChainEvent(1, day(0), 10), ChainEvent(2, day(10), 20, cancelled=True)]
    assert in_force_id(events, day(20)) == 10
    assert standing(20, events, day(20)).state == VersionState.CANCELLED
    assert standing(10, events, day(20)).state == VersionState.IN_FORCE


def test_asking_about_a_foreign_version_is_an_error():
    with pytest.raises(KeyError):
        standing(99, [ChainEvent(1, day(0), 10)], day(1))
