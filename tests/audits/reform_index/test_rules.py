"""Points, indexes and ranks: the rules alone, over many made-up assessments."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.enums import ScoringKind
from audits.rules import ranking, scoring
from audits.rules.scoring import Part, RuleError, points_for

D = Decimal
points = st.decimals(0, 20, places=2, allow_nan=False)
indexes = st.one_of(st.none(), st.decimals(0, 100, places=2, allow_nan=False))


@st.composite
def part(draw, key="1", scored=None):
    most = draw(st.decimals("0.25", 20, places=2, allow_nan=False))
    has_points = draw(st.booleans()) if scored is None else scored
    given_points = draw(st.decimals(0, most, places=2, allow_nan=False)) if has_points else None
    return Part(key, draw(st.sampled_from("123")), most, given_points, draw(st.booleans()))


@st.composite
def assessments(draw, scored=None):
    count = draw(st.integers(1, 12))
    return [draw(part(key=str(number), scored=scored)) for number in range(count)]


# --- Points -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "rule", "most", "value", "expected"),
    [
        ("yes_no", {}, "2", "1", "2"),
        ("yes_no", {}, "2", "0", "0"),
        ("ratio", {}, "6", "97.5", "5.85"),
        ("ratio", {"floor": "80"}, "6", "79.99", "0"),
        ("ratio", {"floor": "80"}, "6", "80", "4.80"),
        ("ratio", {"full_at": "70"}, "5", "70", "5"),
        ("ratio", {"full_at": "70"}, "5", "35", "2.50"),
        ("ratio", {"full_at": "70"}, "5", "90", "5"),
        ("ratio", {}, "1", "0.5", "0.01"),  # half up
        ("step", {"steps": [["3", "0.5"], ["6", "1"]]}, "1", "2", "0"),
        ("step", {"steps": [["6", "1"], ["3", "0.5"]]}, "1", "5", "0.5"),
        ("step", {"steps": [["3", "0.5"], ["6", "9"]]}, "1", "7", "1"),  # never above the maximum
        ("deduction", {"per": "0.5"}, "1.5", "2", "0.5"),
        ("deduction", {"per": "0.5"}, "1.5", "9", "0"),
        ("survey", {}, "8", "90", "7.2"),
    ],
)
def test_each_rule_turns_a_value_into_points(kind, rule, most, value, expected):
    assert points_for(kind, rule, D(most), D(value)) == D(expected)


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("ratio", {"full_at": "0"}),
        ("ratio", {"floor": "nhiều"}),
        ("ratio", {"floor": "NaN"}),
        ("step", {}),
        ("step", {"steps": "3:1"}),
        ("step", {"steps": [["3"]]}),
        ("step", {"steps": [["a", "b"]]}),
        ("deduction", {}),
        ("deduction", {"per": "-1"}),
    ],
)
def test_a_rule_that_cannot_score_says_so(kind, rule):
    with pytest.raises(RuleError):
        points_for(kind, rule, D(2), D(1))


@settings(max_examples=200)
@given(
    kind=st.sampled_from(["ratio", "survey", "step"]),
    most=st.decimals("0.25", 20, places=2, allow_nan=False),
    values=st.tuples(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2)),
    floor=st.integers(0, 90),
)
def test_more_never_earns_less_and_points_stay_within_the_maximum(kind, most, values, floor):
    rule = {"floor": str(floor), "full_at": "95", "steps": [["30", "0.5"], [str(floor), "1"]]}
    low, high = (points_for(kind, rule, most, value) for value in sorted(values))
    assert 0 <= low <= high <= most


@given(most=st.decimals("0.25", 20, places=2, allow_nan=False), faults=st.tuples(*[st.integers(0, 99)] * 2))
def test_more_faults_never_earn_more(most, faults):
    few, many = (points_for(ScoringKind.DEDUCTION, {"per": "0.5"}, most, D(n)) for n in sorted(faults))
    assert 0 <= many <= few <= most


# --- Index --------------------------------------------------------------------------------------------------
@given(assessments(scored=True), st.booleans())
def test_an_index_is_points_per_hundred_of_what_counts(parts, has_survey):
    counted = [p for p in parts if has_survey or not p.is_survey]
    outcome = scoring.outcome_of(parts, has_survey=has_survey)
    most = sum((p.max_points for p in counted), D(0))
    assert outcome.maximum == most
    if not counted:
        assert outcome.percent is None
        return
    exact = sum((p.points for p in counted), D(0)) * 100 / most
    assert outcome.percent == exact.quantize(D("0.01"), ROUND_HALF_UP)
    assert 0 <= outcome.percent <= 100


@given(assessments())
def test_what_is_missing_is_never_zero(parts):
    outcome = scoring.outcome_of(parts, has_survey=True)
    missing = [p for p in parts if p.points is None]
    assert outcome.missing == len(missing)
    assert (outcome.percent is None) == bool(missing)
    assert outcome.points == sum((p.points for p in parts if p.points is not None), D(0))
    assert outcome.lost == sum((p.max_points - p.points for p in parts if p.points is not None), D(0))


@given(assessments(scored=True))
def test_without_a_survey_its_points_change_nothing(parts):
    emptied = [Part(p.key, p.domain, p.max_points, None, True) if p.is_survey else p for p in parts]
    assert scoring.outcome_of(parts, has_survey=False) == scoring.outcome_of(emptied, has_survey=False)


def test_rescaling_fills_the_scale():
    parts = [Part("1", "1", D(76), D(38)), Part("2", "2", D(24), None, True)]
    assert scoring.outcome_of(parts, has_survey=False).percent == D("50.00")
    assert scoring.outcome_of(parts, has_survey=True).percent is None


@given(assessments(), st.randoms())
def test_the_order_of_components_does_not_matter(parts, random):
    shuffled = random.sample(parts, len(parts))
    assert scoring.outcome_of(parts, has_survey=True) == scoring.outcome_of(shuffled, has_survey=True)


@given(assessments(), st.booleans())
def test_domains_add_up_to_the_whole(parts, has_survey):
    domains = scoring.outcomes_by_domain(parts, has_survey=has_survey).values()
    whole = scoring.outcome_of(parts, has_survey=has_survey)
    for name in ("points", "maximum", "scored_maximum", "missing", "lost"):
        assert sum(getattr(domain, name) for domain in domains) == getattr(whole, name)


@given(assessments(scored=True), st.sets(st.integers(0, 11)))
def test_fixing_never_lowers_and_fixing_all_reaches_a_hundred(parts, fixed):
    keys = {str(number) for number in fixed}
    before = scoring.outcome_of(parts, has_survey=True)
    after = scoring.what_if(parts, keys, has_survey=True)
    assert before.percent <= after.percent <= 100
    gained = sum((p.max_points - p.points for p in parts if p.key in keys), D(0))
    assert after.points - before.points == gained
    assert scoring.what_if(parts, {p.key for p in parts}, has_survey=True).percent == 100


@given(assessments())
def test_the_largest_loss_stands_first(parts):
    lost = [p.lost for p in scoring.losses(parts, has_survey=True)]
    assert lost == sorted(lost, reverse=True)
    assert all(lost)


# --- Ranks --------------------------------------------------------------------------------------------------
def test_ties_share_a_rank():
    values = {"a": D("90"), "b": D("85"), "c": D("85"), "d": D("80"), "e": None, "f": D("0")}
    places = [(place.key, place.rank) for place in ranking.ranked(values)]
    assert places == [("a", 1), ("b", 2), ("c", 2), ("d", 4), ("f", 5), ("e", None)]


@given(st.dictionaries(st.integers(0, 60), indexes, max_size=20))
def test_ranks_follow_the_indexes(values):
    places = ranking.ranked(values)
    assert {place.key for place in places} == set(values)
    known = [place for place in places if place.index is not None]
    assert places[: len(known)] == known
    assert all(place.rank is None for place in places[len(known) :])
    for place in known:
        better = sum(1 for other in known if other.index > place.index)
        assert place.rank == better + 1
        others = [value for key, value in values.items() if key != place.key]
        assert place.rank == ranking.rank_among(place.index, others)


@given(st.dictionaries(st.integers(0, 60), indexes, max_size=20), st.randoms())
def test_ranks_do_not_depend_on_the_order(values, random):
    keys = random.sample(list(values), len(values))
    first = {place.key: place.rank for place in ranking.ranked(values)}
    assert {place.key: place.rank for place in ranking.ranked({key: values[key] for key in keys})} == first


@given(st.lists(indexes, max_size=20))
def test_a_spread_leaves_the_unknown_out(values):
    spread = ranking.spread_of(values)
    known = [value for value in values if value is not None]
    assert (spread.known, spread.unknown) == (len(known), len(values) - len(known))
    assert spread.width == (max(known) - min(known) if known else None)


@pytest.mark.parametrize(
    ("reached", "top", "year", "expected"),
    [
        ({2021: 3, 2020: 2, 2019: 1}, 3, 2021, 3),
        ({2021: 3, 2019: 1}, 3, 2021, 1),
        ({2021: 4, 2020: 2}, 3, 2021, 0),
        ({2021: None, 2020: 2}, 3, 2021, 0),
        ({2021: 3, 2020: None, 2019: 1}, 3, 2021, 1),
        ({}, 3, 2021, 0),
    ],
)
def test_years_in_a_row(reached, top, year, expected):
    assert ranking.years_in_top(reached, top, year) == expected


def test_a_target_is_met_missed_or_not_known():
    assert ranking.is_target_met(3, 3) is True
    assert ranking.is_target_met(4, 3) is False
    assert ranking.is_target_met(None, 3) is None
    assert ranking.is_target_met(3, None) is None
