"""Which strings are a slip of the keys away, and how likely each kind is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.slips import BESIDE, neighbours


def test_neighbours_are_one_slip_away():
    assert {"ke", "kete", "kt", "ekt", "kat"} <= neighbours("ket").keys()
    assert neighbours("ket").keys().isdisjoint({"ket", "", "k", "tek"})


@pytest.mark.parametrize("other", ["ket", "kete", "kheet"])
def test_a_key_doubled_swapped_or_missed_is_nothing_unusual(other):
    assert neighbours("keet")[other] == 0


def test_a_key_beside_is_likelier_than_a_far_one():
    costs = neighbours("keet")
    assert 0 < costs["kret"] == costs["leet"] < costs["kpet"]
    assert neighbours("knet")["ket"] > neighbours("kret")["ket"], "hit with the right one, or from nowhere"


def test_keys_touch_each_other():
    assert set(BESIDE["h"]) == set("gjyubn")
    assert all(letter in BESIDE[other] for letter, others in BESIDE.items() for other in others)


@given(st.text("abdeghiknoty", max_size=8))
def test_nothing_is_its_own_neighbour(word):
    assert neighbours(word).keys().isdisjoint({word, ""})
