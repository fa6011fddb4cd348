"""One state of the index, with what searches of it share: postings in memory, ids, deletions."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from whoosh.reading import IndexReader

from search.engine.postings import Postings, PostingsTable, read_postings
from search.engine.schema import FILTER, TITLE_LENGTH, filter_term

MOST_CACHED = 96_000_000  # bytes
_TABLE = 32  # a term in more than one document of so many is kept as a table
MOST_EXPANSIONS = 40


class PostingsCache:
    """Postings of segments, which never change; the longest unused go first. Shared by threads and states."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], Postings | PostingsTable] = OrderedDict()
        self._size = 0
        self.lock = threading.RLock()  # Whoosh's readers keep a place in their files

    def get(self, segment: Segment, field: str, term: str) -> Postings | PostingsTable:
        """From memory or from the files."""
        key = (segment.name, field, term)
        with self.lock:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return known
            read = read_postings(segment.reader, field, term)
            is_common = len(read) * _TABLE > segment.count
            self._kept[key] = found = PostingsTable(read, segment.count) if is_common else read
            self._size += found.size
            while self._size > MOST_CACHED:
                self._size -= self._kept.popitem(last=False)[1].size
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
    title_lengths: list[int]
    cache: PostingsCache

    @classmethod
    def of(cls, reader: IndexReader, cache: PostingsCache, before: Segment | None) -> Segment:
        """Read one; what never changes is taken from the state before."""
        deleted = frozenset(reader.deleted_docs_set)  # type: ignore[attr-defined]
        if before:
            return replace(before, reader=reader, deleted=deleted)
        count = reader.doc_count_all()
        ids = list(reader.column_reader("id"))
        priors = [float(value) for value in reader.column_reader("prior")]
        lengths = [int(value) for value in reader.column_reader(TITLE_LENGTH)]
        return cls(segment_name(reader), reader, count, deleted, ids, priors, lengths, cache)

    def postings(self, field: str, term: str) -> Postings | PostingsTable:
        """Documents with a term."""
        return self.cache.get(self, field, term)

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
