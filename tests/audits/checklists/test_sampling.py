"""The draw: anybody repeats it with seed and codes; nobody steers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.sampling import advised_size, draw, new_seed

codes = st.sets(st.text(min_size=1, max_size=20), max_size=60)


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (0, 0),
        (1, 1),
        (5, 5),
        (6, 5),
        (25, 5),
        (26, 6),
        (100, 10),
        (101, 11),
        (900, 30),
        (901, 30),
        (10**6, 30),
    ],
)
def test_the_advised_size_is_the_documented_one(population, size):
    assert advised_size(population) == size


def test_a_known_draw_stays_the_same_for_ever():
    """Written down once: a new version of Python, or of this code, must draw the same."""
    population = [f"H26.65-261101-{number:04d}" for number in range(1, 41)]
    expected = [
        f"H26.65-261101-{number}" for number in ("0027", "0006", "0026", "0024", "0018", "0012", "0010")
    ]
    assert draw(population, 7, "2026-an-hoa") == expected
    assert draw(reversed(population), 7, "2026-an-hoa") == expected


@given(codes, st.integers(0, 40), st.text(max_size=40))
def test_same_seed_same_sample_whatever_the_order(population, size, seed):
    drawn = draw(population, size, seed)
    assert drawn == draw(sorted(population), size, seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(population))
    assert set(drawn) <= population


@given(codes, st.text(max_size=20))
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(population, seed):
    assert draw(population, 3, seed) == draw(population, 10, seed)[:3]


@given(codes, st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_a_dossier_entered_later_changes_nothing_but_its_own_place(population, late, seed):
    before = [code for code in draw(population, 60, seed) if code != late]
    after = [code for code in draw(population | {late}, 61, seed) if code != late]
    assert before == after


def test_every_dossier_has_the_same_chance():
    population = [f"D{number}" for number in range(20)]
    counts = dict.fromkeys(population, 0)
    for number in range(4000):
        for code in draw(population, 5, str(number)):
            counts[code] += 1
    assert all(880 < count < 1120 for count in counts.values()), counts


def test_seeds_differ():
    assert len({new_seed() for _number in range(50)}) == 50
