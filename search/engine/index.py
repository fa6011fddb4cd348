"""Making, opening, writing and searching an index."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import LockError

from search.analysis.query import Query, understand
from search.analysis.restoring import Restorer
from search.analysis.synonyms import Synonyms, seed_synonyms
from search.analysis.tokens import STOP_WORDS
from search.engine import learning
from search.engine.documents import Hit, IndexDocument
from search.engine.enough import is_enough
from search.engine.schema import INDEX_NAME, schema
from search.engine.scoring import documents_with, scores
from search.engine.snapshot import PostingsCache, Segment, Snapshot
from search.engine.writing import IndexWriter, discard, join_untidy, untidy

WITHIN_REACH = 0.15  # of the best score; what scores less is no answer
YEAR = "year"
Within = Mapping[str, Collection[str]]


class IndexUnusable(Exception):
    """No index, a damaged one, or one of another version: rebuild."""


class IndexBusy(Exception):
    """Another process is writing."""


@dataclass(frozen=True)
class Found:
    """What a search found, best first."""

    hits: list[Hit]
    total: int
    _answers: list[tuple[float, str, int, int]]
    _segments: tuple[Segment, ...]

    def counts(self, name: str) -> dict[str, int]:
        """Answers by the values of a filter, most frequent first."""
        counted: dict[str, int] = {}
        for place, segment in enumerate(self._segments):
            answers = self._by_segment.get(place, set())
            for value in segment.filter_values(name):
                if number := len(answers & segment.with_filter(name, [value])):
                    counted[value] = counted.get(value, 0) + number
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def _by_segment(self) -> dict[int, set[int]]:
        by_segment: dict[int, set[int]] = {}
        for _, _, place, i in self._answers:
            by_segment.setdefault(place, set()).add(i)
        return by_segment


class SearchIndex:
    """An index in a folder. May be shared by threads."""

    def __init__(self, index: Any, folder: Path, synonyms: Synonyms) -> None:
        self._index = index
        self._folder = folder
        self._synonyms = synonyms
        self._cache = PostingsCache()
        self._snapshot: Snapshot | None = None
        self._restorer: tuple[float, Restorer] | None = None
        self._lock = threading.Lock()

    @property
    def document_count(self) -> int:
        """Live documents."""
        return self._current().document_count

    def writer(self, timeout: float = 30.0) -> IndexWriter:
        """A batch of changes. Raises IndexBusy when another writer is not done in time (seconds)."""
        return IndexWriter(self._writer(timeout))

    def tidy(self, timeout: float = 30.0) -> int:
        """Join small segments when there are many, and those with many deleted documents; returns how many.

        Searches go on meanwhile. Raises IndexBusy, OSError.
        """
        writer = self._writer(timeout)
        try:
            count = len(untidy(writer.segments))
            if not count:
                return 0
            writer.commit(mergetype=join_untidy)
        finally:
            discard(writer)
        return count

    def _writer(self, timeout: float) -> Any:
        try:
            return self._index.writer(timeout=timeout, limitmb=64)
        except LockError as error:
            raise IndexBusy(str(self._folder)) from error

    def learn(self, documents: Iterable[IndexDocument]) -> None:
        """Learn the model that restores marks anew, from the public ones of these documents. Raises OSError."""
        learning.learn(self._folder, documents)

    def forget(self) -> None:
        """Restore nothing until something is learned again. Raises OSError."""
        learning.forget(self._folder)

    @property
    def learned_from(self) -> frozenset[str] | None:
        """Ids of the documents the model was learned from; None when that is not known."""
        return learning.learned_from(self._folder)

    def use_synonyms(self, synonyms: Synonyms) -> None:
        """Take another table from now on."""
        with self._lock:
            self._synonyms, self._restorer = synonyms, None

    def understand(self, text: str, *, as_typed: bool = False) -> Query:
        """What a query means here. Never raises."""
        return understand(
            text, restorer=None if as_typed else self._current_restorer(), synonyms=self._synonyms
        )

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        offset: int = 0,
        within: Within | None = None,
        restrict_ids: Collection[str] | None = None,
        reach: float = WITHIN_REACH,
    ) -> Found:
        """The documents that answer, narrowed before they are ranked and counted.

        Args:
            query: from `understand`.
            limit: hits to return.
            offset: hits to pass over.
            within: values a filter may have, by its name.
            restrict_ids: the only documents that may be found, None for all.
            reach: share of the best score an answer has at least.
        """
        snapshot = self._current()
        if query.is_empty:
            return Found([], 0, [], snapshot.segments)
        allowed = _allowed(snapshot, query, within or {}, restrict_ids)
        found = scores(snapshot, query, allowed)
        if not is_enough(snapshot, query, found):
            return Found([], 0, [], snapshot.segments)
        least = reach * max((score for of in found for score in of.values()), default=0.0)
        answers = [
            (-score, segment.ids[i], place, i)
            for place, segment in enumerate(snapshot.segments)
            for i, score in found[place].items()
            if score >= least and score > 0  # at 0 it has words of another name, too few of them to count
        ]
        answers.sort()
        hits = [Hit(id, -score) for score, id, _, _ in answers[offset : offset + limit]]
        return Found(hits, len(answers), answers, snapshot.segments)

    def suggest(
        self,
        text: str,
        *,
        limit: int = 8,
        within: Within | None = None,
        restrict_ids: Collection[str] | None = None,
    ) -> list[Hit]:
        """Documents whose titles go on as typed."""
        query = self.understand(text).in_titles()
        return self.search(query, limit=limit, within=within, restrict_ids=restrict_ids).hits

    def close(self) -> None:
        """Give the files back."""
        with self._lock:
            self._snapshot = None
            self._index.close()

    def _current(self) -> Snapshot:
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self._index.latest_generation():
                self._snapshot = self._read(attempts=3)
            return self._snapshot

    def _read(self, attempts: int) -> Snapshot:
        """The newest state; once more when a writer joined segments while we opened them."""
        try:
            reader = self._index.reader()
            return Snapshot.of(reader, reader.generation(), self._cache, self._snapshot)
        except FileNotFoundError as error:
            if attempts > 1:
                return self._read(attempts - 1)
            raise IndexUnusable(str(self._folder)) from error
        except Exception as error:  # Whoosh raises anything at all on damaged files
            raise IndexUnusable(str(self._folder)) from error

    def _current_restorer(self) -> Restorer:
        file = self._folder / learning.MODEL_FILE
        changed = file.stat().st_mtime if file.exists() else 0.0
        with self._lock:
            if self._restorer is None or self._restorer[0] != changed:
                names = [*self._synonyms.phrases, *((word,) for word in STOP_WORDS)]
                model = learning.read_model(self._folder).with_phrases(names)
                self._restorer = (changed, Restorer(model, self._synonyms.knows))
            return self._restorer[1]


def create_index(folder: Path, synonyms: Synonyms | None = None) -> SearchIndex:
    """A new, empty index; what the folder held is replaced."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    learning.forget(folder)
    storage = FileStorage(str(folder))
    return SearchIndex(storage.create_index(schema(), INDEX_NAME), folder, synonyms or seed_synonyms())


def open_index(folder: Path, synonyms: Synonyms | None = None) -> SearchIndex:
    """The index in a folder. Raises IndexUnusable."""
    try:
        index = FileStorage(str(folder)).open_index(INDEX_NAME)
        opened = SearchIndex(index, folder, synonyms or seed_synonyms())
        opened._current()
    except Exception as error:  # Whoosh raises anything at all on damaged files
        raise IndexUnusable(str(folder)) from error
    return opened


def _allowed(
    snapshot: Snapshot, query: Query, within: Within, restrict_ids: Collection[str] | None
) -> list[Collection[int] | None]:
    """By segment the documents that pass every filter, None when there is none."""
    insisted = [documents_with(snapshot, clause) for clause in query.must]
    excluded = [documents_with(snapshot, clause) for clause in query.must_not]
    allowed: list[Collection[int] | None] = []
    for place, segment in enumerate(snapshot.segments):
        sets = [of[place] for of in insisted]
        sets += [segment.with_filter(name, values) for name, values in within.items()]
        if query.year_from is not None:
            years = [
                year
                for year in segment.filter_values(YEAR)
                if year.isdigit() and int(year) >= query.year_from
            ]
            sets.append(segment.with_filter(YEAR, years))
        if restrict_ids is not None:
            sets.append({i for i, id in enumerate(segment.ids) if id in restrict_ids})
        if excluded and not sets:
            sets.append(set(range(segment.count)))
        passing: Collection[int] | None = set.intersection(*sets) if sets else None
        for of in excluded:
            passing = set(passing or ()) - of[place]
        allowed.append(passing)
    return allowed
