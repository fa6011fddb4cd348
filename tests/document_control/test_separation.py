"""Drafting, reviewing and approving lie with different people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_control.separation import Duties, SeparationError, may_approve, may_review, require_separation

people = st.frozensets(st.integers(1, 6), max_size=3)


@given(people, people, people)
def test_accepted_exactly_when_three_disjoint_groups_acted(drafters, reviewers, approvers):
    fine = (
        bool(drafters and reviewers and approvers)
        and drafters.isdisjoint(reviewers | approvers)
        and reviewers.isdisjoint(approvers)
    )
    try:
        require_separation(Duties(drafters, reviewers, approvers))
    except SeparationError as error:
        assert not fine
        assert str(error)
    else:
        assert fine


@given(st.integers(1, 6), people, people)
def test_single_questions_agree_with_the_whole_rule(user, drafters, reviewers):
    if drafters and reviewers and drafters.isdisjoint(reviewers) and may_approve(user, drafters, reviewers):
        require_separation(Duties(drafters, reviewers, frozenset({user})))
    assert may_review(user, drafters) == (user not in drafters)


@pytest.mark.parametrize(
    ("duties", "word"),
    [
        (Duties(frozenset(), frozenset({2}), frozenset({3})), "soạn thảo"),
        (Duties(frozenset({1}), frozenset(), frozenset({3})), "xem xét"),
        (Duties(frozenset({1}), frozenset({2}), frozenset()), "phê duyệt"),
    ],
)
def test_a_missing_duty_is_named(duties, word):
    with pytest.raises(SeparationError, match=word):
        require_separation(duties)
