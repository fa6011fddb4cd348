"""One state of the index, with what searches of it share: postings in memory, ids, deletions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from whoosh.reading import IndexReader

from search.engine.postings import Postings, read_postings
from search.engine.schema import FILTER, filter_term

MOST_CACHED = 12_000_000  # postings, five bytes each
MOST_DENSE = 32_000_000  # bytes
MOST_EXPANSIONS = 40


class PostingsCache:
    """Postings of segments, which never change; the longest unused go first. Shared by threads and states."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._size = 0
        self._dense: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
        self._dense_size = 0
        self.lock = threading.RLock()  # Whoosh's readers keep a place in their files

    def get(self, segment: Segment, field: str, term: str) -> Postings:
        """From memory or from the files."""
        key = (segment.name, field, term)
        with self.lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
            found = read_postings(segment.reader, field, term)
            self._kept[key] = found
            self._size += len(found) + 20
            while self._size > MOST_CACHED:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped) + 20
            return found

    def get_dense(self, segment: Segment, field: str, term: str) -> bytes:
        """The same as one impact per document, 0 where the term is not: for terms that are nearly everywhere."""
        postings = self.get(segment, field, term)
        key = (segment.name, field, term)
        with self.lock:
            if (found := self._dense.get(key)) is not None:
                self._dense.move_to_end(key)
                return found
            made = bytearray(segment.count)
            for i, impact in zip(postings.ids, postings.impacts, strict=True):
                made[i] = impact
            self._dense[key] = found = bytes(made)
            self._dense_size += len(found)
            while self._dense_size > MOST_DENSE:
                self._dense_size -= len(self._dense.popitem(last=False)[1])
            return found


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One of Whoosh's segments: `count` documents, numbered from 0."""

    name: str
    reader: IndexReader
    count: int
    deleted: frozenset[int]
    ids: list[str]
    priors: list[float]
    cache: PostingsCache

    @classmethod
    def of(cls, reader: IndexReader, cache: PostingsCache, before: Segment | None) -> Segment:
        """Read one; what never changes is taken from the state before."""
        deleted = frozenset(reader.deleted_docs_set)  # type: ignore[attr-defined]
        count = reader.doc_count_all()
        if before:
            return cls(before.name, reader, count, deleted, before.ids, before.priors, cache)
        ids = list(reader.column_reader("id"))
        priors = [float(value) for value in reader.column_reader("prior")]
        return cls(segment_name(reader), reader, count, deleted, ids, priors, cache)

    def postings(self, field: str, term: str) -> Postings:
        """Documents with a term."""
        return self.cache.get(self, field, term)

    def dense(self, field: str, term: str) -> bytes:
        """Impact of a term by document."""
        return self.cache.get_dense(self, field, term)

    def beginning_with(self, field: str, prefix: str) -> list[str]:
        """Terms of a field that begin so, at most `MOST_EXPANSIONS`."""
        with self.cache.lock:
            return [
                term.decode() for term in islice(self.reader.expand_prefix(field, prefix), MOST_EXPANSIONS)
            ]

    def with_filter(self, name: str, of: Iterable[str]) -> set[int]:
        """Documents with any of these values."""
        return {i for value in of for i in self.postings(FILTER, filter_term(name, value)).ids}

    def filter_values(self, name: str) -> list[str]:
        """All values a filter has in this segment."""
        start = filter_term(name, "")
        with self.cache.lock:
            return [term.decode()[len(start) :] for term in self.reader.expand_prefix(FILTER, start)]


def segment_name(reader: IndexReader) -> str:
    """The segment's own name; it is never given again."""
    segment = reader.segment()
    return str(segment.segment_id()) if segment else ""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The index as one commit left it."""

    generation: int
    segments: tuple[Segment, ...]

    @property
    def document_count(self) -> int:
        """Live documents."""
        return sum(segment.count - len(segment.deleted) for segment in self.segments)

    @classmethod
    def of(
        cls, reader: IndexReader, generation: int, cache: PostingsCache, before: Snapshot | None
    ) -> Snapshot:
        """Read a state, reusing what the one before knows."""
        known = {segment.name: segment for segment in before.segments} if before else {}
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        return cls(
            generation, tuple(Segment.of(leaf, cache, known.get(segment_name(leaf))) for leaf in leaves)
        )
