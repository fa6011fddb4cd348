"""The algebra of results against plain sets."""

from hypothesis import given
from hypothesis import strategies as st

from search.backends.whoosh.matches import EVERYTHING, NOTHING, Matches

UNIVERSE = frozenset("abcdefg")
LEAVES = st.frozensets(st.sampled_from(sorted(UNIVERSE))).map(
    lambda keys: (Matches(dict.fromkeys(keys, 1.0)), keys)
) | st.sampled_from([(EVERYTHING, UNIVERSE), (NOTHING, frozenset())])


def combined(children):
    pairs = st.tuples(children, children)
    return (
        children.map(lambda one: (~one[0], UNIVERSE - one[1]))
        | pairs.map(lambda two: (two[0][0] & two[1][0], two[0][1] & two[1][1]))
        | pairs.map(lambda two: (two[0][0] | two[1][0], two[0][1] | two[1][1]))
        | children.map(lambda one: (one[0].boosted(2.0), one[1]))
    )


@given(st.recursive(LEAVES, combined, max_leaves=12))
def test_every_combination_matches_what_sets_say(both):
    matches, expected = both
    assert {key for key in UNIVERSE if key in matches} == expected
    assert matches.excluded is None or not matches.excluded & matches.scores.keys()


def test_scores_add_up_and_boosts_multiply():
    one, other = Matches({"a": 1.0, "b": 2.0}), Matches({"b": 3.0})
    assert dict((one | other).scores) == {"a": 1.0, "b": 5.0}
    assert dict((one & other.boosted(2.0)).scores) == {"b": 8.0}
    assert (EVERYTHING & one).score("a") == 1.0
