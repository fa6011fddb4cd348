"""Reads whole lists of postings out of Whoosh. The one place that knows its private parts.

Whoosh reads blocks of 128 postings; taking a block at once is ten times faster than its matcher's `next()`. Where the
parts are not there (another version, a term kept in the dictionary itself) the public way is taken.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching.wrappers import FilterMatcher
from whoosh.reading import IndexReader, TermNotFound

_LISTED = 4  # a table has the list beside it when the term is in at most one document of so many


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

    def among(self, ids: Collection[int]) -> Iterable[tuple[int, int]]:
        """Those of these documents that have the term, each with its impact."""
        return [(i, impact) for i, impact in zip(self.ids, self.impacts, strict=True) if i in ids]


class PostingsTable:
    """The same of a term that is in many documents: an impact for every document, 0 where the term is not.

    Where they are not too many to keep twice, the documents with the term are listed beside it.
    """

    __slots__ = ("_count", "_listed", "_table")

    def __init__(self, postings: Postings, documents: int) -> None:
        table = bytearray(documents)
        for i, impact in zip(postings.ids, postings.impacts, strict=True):
            table[i] = impact
        self._count = len(postings)
        self._table = bytes(table)
        self._listed = postings if len(postings) * _LISTED <= documents else None

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return len(self._table) + 100 + (self._listed.size if self._listed else 0)

    @property
    def ids(self) -> Iterable[int]:
        """Documents with the term, ascending."""
        return self._listed.ids if self._listed else compress(range(len(self._table)), self._table)

    @property
    def impacts(self) -> Iterable[int]:
        """Its impact in each of them."""
        return self._listed.impacts if self._listed else filter(None, self._table)

    def among(self, ids: Collection[int]) -> Iterable[tuple[int, int]]:
        """Those of these documents that have the term, each with its impact."""
        impacts = [self._table[i] for i in ids] if len(ids) < 2 else itemgetter(*ids)(self._table)
        return compress(zip(ids, impacts, strict=True), impacts)


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
