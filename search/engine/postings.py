"""Reads whole lists of postings out of Whoosh. The one place that knows its private parts.

Whoosh reads blocks of 128 postings; taking a block at once is ten times faster than its matcher's `next()`. Where the
parts are not there (another version, a term kept in the dictionary itself) the public way is taken.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
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

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return 5 * len(self.ids) + 100

    def at(self, ids: Sequence[int]) -> Sequence[int]:
        """The impacts in these documents, 0 where the term is not."""
        impact = dict(zip(self.ids, self.impacts, strict=True)).get
        return [impact(i, 0) for i in ids]


class PostingsTable:
    """The same of a term that is in many documents: an impact for every document, 0 where the term is not."""

    __slots__ = ("_count", "_impacts")

    def __init__(self, postings: Postings, documents: int) -> None:
        table = bytearray(documents)
        for i, impact in zip(postings.ids, postings.impacts, strict=True):
            table[i] = impact
        self._count = len(postings)
        self._impacts = bytes(table)

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return len(self._impacts) + 100

    @property
    def ids(self) -> Iterable[int]:
        """Documents with the term, ascending."""
        return compress(range(len(self._impacts)), self._impacts)

    @property
    def impacts(self) -> Iterable[int]:
        """Its impact in each of them."""
        return filter(None, self._impacts)

    def at(self, ids: Sequence[int]) -> Sequence[int]:
        """The impacts in these documents, 0 where the term is not."""
        return [self._impacts[i] for i in ids] if len(ids) < 2 else itemgetter(*ids)(self._impacts)


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
