"""Whatever JSON comes: no exception, and every value that says something is in the account once."""

import collections
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.importers import portal
from procedures.importers.portal.ledger import leaf_text

from .portal_records import DATA, faults, has_place, record

KEYS = sorted(
    {
        *DATA,
        "fees", "type", "value", "attachment", "profileComponents", "attachments", "qty", "processingDay", "data",
        "category", "targetObjects", "dossierReceivingAddresses", "keywords", "message",
    }
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "1.000001",
            "0",
            "6,25",
            "DIRECT",
            "FEE",
            "WORKING_DAY",
            "* Lưu ý:",
            "Bước 1: nộp",
            "12/2020/NĐ-CP",
        ]
    ),
    st.text(max_size=30),
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**15), st.floats(allow_nan=False, allow_infinity=False), texts
)
shapes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=5),
    ),
    max_leaves=25,
)
records = st.dictionaries(st.sampled_from(KEYS), shapes, max_size=12)


def leaves_of(value, path=()):
    """(path, words) of every scalar that says something, by its own walk."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves_of(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from leaves_of(item, path)
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif value is not None:
        text = leaf_text(
            value if isinstance(value, str) else json.loads(json.dumps(value), parse_int=str, parse_float=str)
        )
        if text:
            yield path, text


def own(passages):
    """Passages of values themselves; those of pieces have a comma in their place."""
    return [p for p in passages if not p.where.endswith("phần không vừa") and not p.key.startswith("steps[")]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records)
def test_every_value_is_in_the_account_once(data):
    reading = portal.read(json.dumps({"code": "OK", "data": data}).encode(), "thu.json").readings[0]
    expected = collections.Counter(text for _, text in leaves_of({"code": "OK", "data": data}))
    assert collections.Counter(p.text for p in own(reading.passages)) == expected
    places = [p.where for p in reading.passages]
    assert len(set(places)) == len(places)
    assert all(p.reason for p in reading.passages if not p.is_placed)
    assert faults({"name": "Tên", **reading.layout}) == []


def test_keys_that_differ_only_in_control_characters_stay_two():
    data = record(attachment={"\x08": "một", "\x07": "hai", " ": "ba"})
    reading = portal.read(json.dumps({"code": "OK", "data": data}).encode(), "thu.json").readings[0]
    places = [p.where for p in reading.passages if p.where.startswith("attachment")]
    assert len(places) == len(set(places)) == 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(DATA)), shapes)
def test_one_key_of_a_good_record_replaced_by_anything(key, value):
    result = portal.read(json.dumps(record(**{key: value})).encode(), "thu.json")
    assert not result.is_refused
    assert faults({"name": "Tên", **result.readings[0].layout}) == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_give_findings_or_readings(data):
    result = portal.read(data, "thu.json")
    assert result.readings or result.is_refused


@pytest.mark.parametrize("key", sorted(DATA))
def test_a_key_that_is_missing_or_null(key):
    without = {k: v for k, v in record().items() if k != key}
    for data in (without, record(**{key: None})):
        reading = portal.read(json.dumps({"data": data}).encode(), "thu.json").readings[0]
        assert faults({"name": "Tên", **reading.layout}) == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(DATA)), shapes)
def test_every_place_named_exists_in_the_layout(key, value):
    reading = portal.read(json.dumps(record(**{key: value})).encode(), "thu.json").readings[0]
    for passage in reading.passages:
        assert not passage.is_placed or has_place(reading.layout, passage.key), passage
