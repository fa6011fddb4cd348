"""Canonical JSON: the same facts give the same bytes, and nothing ambiguous gets in."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_control.canonical import NotCanonicalError, canonical_json, chain_hash, normalise, sha256_of

keys = st.text(st.characters(categories=["L", "N", "P"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(keys, children, max_size=4),
    max_leaves=20,
)


def _unambiguous(value):
    """Two keys that differ only in Unicode form are refused, so they are no example here."""
    try:
        return bool(canonical_json(value))
    except NotCanonicalError:
        return False


@given(json_values.filter(_unambiguous))
def test_reading_back_and_writing_again_gives_the_same_text(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(keys, st.integers(), max_size=6).filter(_unambiguous))
def test_key_order_does_not_matter(value):
    reversed_keys = dict(reversed(list(value.items())))
    assert sha256_of(value) == sha256_of(reversed_keys)


@given(st.text())
def test_composed_and_decomposed_text_hash_alike(text):
    assert sha256_of([unicodedata.normalize("NFD", text)]) == sha256_of([unicodedata.normalize("NFC", text)])


def test_vietnamese_is_kept_readable():
    assert canonical_json({"b": "Đăng ký", "a": 1}) == '{"a":1,"b":"Đăng ký"}'


@pytest.mark.parametrize(
    "value", [1.5, {"a": 0.1}, {1: "a"}, {"a": {2, 3}}, b"x", {"d": object()}, {"é": 1, "e\u0301": 2}]
)
def test_what_cannot_be_written_in_one_way_is_refused(value):
    with pytest.raises(NotCanonicalError):
        normalise(value)


def test_control_characters_and_foreign_line_ends_go():
    assert normalise("a\x00b\r\nc\rd\te\ufeff") == "ab\nc\nd\te\ufeff"


def test_every_link_depends_on_the_one_before():
    first = chain_hash("", {"n": 1})
    assert chain_hash(first, {"n": 2}) != chain_hash(chain_hash("", {"n": 9}), {"n": 2})
