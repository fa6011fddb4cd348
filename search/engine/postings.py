"""Reads whole lists of postings out of Whoosh. The one place that knows its private parts.

Whoosh reads blocks of 128 postings; taking a block at once is ten times faster than its matcher's `next()`. Where the
parts are not there (another version, a term kept in the dictionary itself) the public way is taken.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching.wrappers import FilterMatcher
from whoosh.reading import IndexReader, TermNotFound


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents of one segment with a term, ascending, and the term's impact in each; deleted ones among them."""

    ids: array[int]
    impacts: bytes

    def __len__(self) -> int:
        return len(self.ids)


NO_POSTINGS = Postings(array("I"), b"")


def read_postings(reader: IndexReader, field: str, term: str) -> Postings:
    """The postings of a term in one segment; none when it does not occur."""
    try:
        matcher: Any = reader.postings(field, term)
    except TermNotFound:
        return NO_POSTINGS
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
    if (
        isinstance(matcher, W3LeafMatcher)
        and hasattr(matcher, "_read_ids")
        and hasattr(matcher, "_next_block")
    ):
        return _by_blocks(matcher)
    return one_by_one(matcher)


def one_by_one(matcher: Any) -> Postings:
    """The public way."""
    ids, impacts = array("I"), bytearray()
    while matcher.is_active():
        ids.append(matcher.id())
        impacts.append(int(matcher.weight()))
        matcher.next()
    return Postings(ids, bytes(impacts))


def _by_blocks(matcher: Any) -> Postings:
    ids, impacts = array("I"), bytearray()
    while not matcher._atend:
        matcher._read_ids()
        matcher._read_weights()
        ids.extend(matcher._ids)
        impacts.extend(map(int, matcher._weights))
        matcher._next_block()
    return Postings(ids, bytes(impacts))
