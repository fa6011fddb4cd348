"""A file that comes again: nothing a person wrote here is lost, nothing the source changed goes unseen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from procedures.importers.merge import IDENTITY, Base, merge

KEYS = ("iso_code", "name", "time_limit", "fees", "records", "purpose")
layouts = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 2).map(str), max_size=6)
speaking = st.frozensets(st.sampled_from(KEYS))


def portal(**keys):
    return {"name": "Khai sinh", "time_limit": {"value": 1}, **keys}


def test_what_the_office_left_empty_is_filled():
    merged = merge({"name": "Khai sinh"}, portal(fees=[{"amount": 0}]), None, {"name", "time_limit", "fees"})
    assert merged.layout["fees"] == [{"amount": 0}]
    assert set(merged.taken) == {"time_limit", "fees"}


def test_what_a_person_wrote_is_kept_and_named():
    merged = merge({"name": "Khai sinh", "time_limit": {"value": 3}}, portal(), None, {"name", "time_limit"})
    assert merged.layout["time_limit"] == {"value": 3}
    assert merged.kept == ("time_limit",)


def test_a_change_of_the_source_reaches_an_untouched_draft():
    base = Base(source=portal(), draft=portal(iso_code="A"))
    merged = merge(portal(iso_code="A"), portal(time_limit={"value": 2}), base, {"name", "time_limit"})
    assert merged.layout["time_limit"] == {"value": 2}
    assert (merged.taken, merged.kept) == (("time_limit",), ())


def test_a_correction_stays_while_the_source_says_the_same():
    base = Base(source=portal(), draft=portal())
    merged = merge(portal(time_limit={"value": 9}), portal(), base, {"name", "time_limit"})
    assert merged.layout["time_limit"] == {"value": 9}
    assert (merged.taken, merged.kept) == ((), ())


def test_confirmed_steps_are_not_replaced_by_proposals():
    proposed = [{"title": "Nộp hồ sơ", "proposed": True}]
    confirmed = [{"title": "Nộp hồ sơ", "role": "citizen"}]
    base = Base(source=portal(steps=proposed), draft=portal(steps=proposed))
    again = merge(portal(steps=confirmed), portal(steps=proposed), base, {"steps"})
    changed = merge(portal(steps=confirmed), portal(steps=[*proposed, *proposed]), base, {"steps"})
    assert again.layout["steps"] == changed.layout["steps"] == confirmed
    assert changed.kept == ("steps",)


def test_what_the_source_takes_back_goes_from_an_untouched_draft():
    base = Base(source=portal(fees=[1]), draft=portal(fees=[1]))
    merged = merge(portal(fees=[1]), portal(), base, {"fees"})
    assert "fees" not in merged.layout
    assert merged.taken == ("fees",)


def test_our_own_format_is_the_whole_text_but_not_the_name_of_the_document():
    merged = merge({"iso_code": "A", "purpose": "x"}, {"iso_code": "B", "name": "y"}, None, None)
    assert merged.layout == {"iso_code": "A", "name": "y"}


@given(current=layouts, incoming=layouts, source=layouts, draft=layouts, speaks_of=speaking)
def test_every_key_follows_the_rule(current, incoming, source, draft, speaks_of):
    merged = merge(current, incoming, Base(source, draft), speaks_of)
    for key in KEYS:
        ours, theirs = current.get(key), incoming.get(key)
        said = key in speaks_of and key not in IDENTITY and theirs not in (ours, source.get(key))
        untouched = ours is None or ours == draft.get(key)
        expected = theirs if said and untouched else ours
        assert merged.layout.get(key) == expected
        assert (key in merged.kept) == (said and not untouched)


@given(current=layouts, incoming=layouts, speaks_of=st.one_of(st.none(), speaking))
def test_a_second_time_changes_nothing(current, incoming, speaks_of):
    once = merge(current, incoming, None, speaks_of).layout
    twice = merge(once, incoming, Base(incoming, once), speaks_of)
    assert twice.layout == once
    assert not twice.kept
