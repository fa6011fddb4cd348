"""Edition and revision numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_control.enums import IssueKind
from document_control.numbering import VersionNumber, next_number

numbers = st.builds(VersionNumber, st.integers(1, 500), st.integers(0, 500))


def test_first_issue_is_one_dot_nought_unless_paper_editions_came_before():
    assert next_number(None, IssueKind.REVISION) == VersionNumber(1, 0)
    assert next_number(None, IssueKind.EDITION, first=VersionNumber(3, 0)) == VersionNumber(3, 0)


@given(numbers, st.sampled_from(IssueKind))
def test_numbers_strictly_increase(last, kind):
    assert next_number(last, kind) > last


@given(numbers)
def test_partial_change_keeps_the_edition_and_a_reissue_starts_anew(last):
    assert next_number(last, IssueKind.REVISION) == (last.edition, last.revision + 1)
    assert next_number(last, IssueKind.EDITION) == (last.edition + 1, 0)


@given(numbers)
def test_text_and_number_agree(number):
    assert VersionNumber.parse(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "3", "3.", ".1", "3.1.1", "-3.1", "3,1", "a.b", "٣.١x", "9" * 40 + ".0"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        VersionNumber.parse(text)
