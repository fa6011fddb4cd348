"""Narrowing and counting."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from search.facets import FACETS, FIELD, KIND, YEAR, known, narrowed, options


@dataclass(frozen=True)
class Row:
    values: dict


def row(**values):
    return Row({name: (value, value.upper()) for name, value in values.items()})


ROWS = [
    Row({KIND: ("p", "Thủ tục"), FIELD: ("ht", "Hộ tịch"), YEAR: ("2025", "2025")}),
    Row({KIND: ("p", "Thủ tục"), FIELD: ("ct", "Chứng thực"), YEAR: ("2026", "2026")}),
    Row({KIND: ("f", "Biểu mẫu")}),
]


def counts(chosen, name):
    return {option.value: option.count for option in options(ROWS, chosen, name)}


def test_values_of_one_facet_widen_and_facets_narrow():
    assert narrowed(ROWS, {FIELD: frozenset({"ht", "ct"})}) == ROWS[:2]
    assert narrowed(ROWS, {FIELD: frozenset({"ht"}), KIND: frozenset({"f"})}) == []


def test_a_count_leaves_out_its_own_facet():
    assert counts({FIELD: frozenset({"ht"})}, FIELD) == {"ct": 1, "ht": 1}
    assert counts({FIELD: frozenset({"ht"})}, KIND) == {"p": 1}


def test_what_would_leave_nothing_is_offered_only_while_it_is_chosen():
    chosen = {FIELD: frozenset({"ht"}), KIND: frozenset({"f"})}
    assert counts(chosen, KIND) == {"f": 0, "p": 1}
    assert counts(chosen, FIELD) == {"ht": 0}


def test_order_is_alphabetical_and_years_come_latest_first():
    assert [option.label for option in options(ROWS, {}, KIND)] == ["Biểu mẫu", "Thủ tục"]
    assert [option.value for option in options(ROWS, {}, YEAR)] == ["2026", "2025"]


def test_values_that_no_row_has_are_passed_over():
    assert known(ROWS, {FIELD: ["ht", "x"], "other": ["y"]}) == {
        name: frozenset({"ht"}) if name == FIELD else frozenset() for name in FACETS
    }


VALUES = st.dictionaries(st.sampled_from(FACETS), st.sampled_from([("a", "A"), ("b", "B")]))


@given(
    st.lists(st.builds(Row, VALUES), max_size=12),
    st.dictionaries(st.sampled_from(FACETS), st.sampled_from("ab")),
)
def test_a_count_is_what_choosing_it_shows(rows, picked):
    chosen = {name: frozenset({value}) for name, value in picked.items()}
    for name in FACETS:
        for option in options(rows, chosen, name):
            assert option.count == len(narrowed(rows, {**chosen, name: frozenset({option.value})}))
