"""Whether any document holds enough of a query to be an answer to it.

Beside good answers weak ones do no harm; alone they look like the best the office has, and hide that it has none. In
doubt there is an answer.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from search.analysis.gist import GistWord
from search.analysis.query import Channel, Name, OtherNames, Query
from search.analysis.tokens import is_near
from search.engine.scoring import MOST_OF_A_NAME, rarity
from search.engine.snapshot import Segment, Snapshot

LEAST_HELD = 0.65  # of the query, by the rarity of its words
LEAST_OF_TITLE = 0.3  # or so much of a title, with two words side by side that few titles have
_IN_TITLE = 2 / 3  # share of a word without a neighbour; in a long text it says nothing by itself
_LONG_NAME = 3  # words; shorter ones are part of many names
_LEAST_RARITY, _MOST_RARITY = 1.0, 1.5  # a word nobody wrote may be a slip, or beside the point
_FEW_TITLES = 2.0  # rarity of what few titles have

Places = Mapping[int, Collection[int]]  # documents by place in the query


def is_enough(snapshot: Snapshot, query: Query, found: Sequence[Mapping[int, float]]) -> bool:
    """Whether one of the documents found, by segment, holds enough; the best is tried first."""
    if not query.gist or query.must:
        return True
    segments = [(segment, of) for segment, of in zip(snapshot.segments, found, strict=True) if of]
    asked = _Asked(snapshot, query)
    return any(asked.is_held(segment, {max(of, key=of.__getitem__)}, {}) for segment, of in segments) or any(
        asked.is_named(segment, of) or asked.is_held(segment, of, asked.named(segment, of))
        for segment, of in segments
    )


class _Asked:
    """The gist of a query against one snapshot."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot = snapshot
        self._total = max(snapshot.document_count, 1)
        self._names = [clause for clause in query.should if isinstance(clause, OtherNames)]
        self._weights = {word: self._weight(word) for word in query.gist}
        # Of a handful of documents nothing is rare.
        few = min(_FEW_TITLES, math.log(self._total) / 2)
        self._telling = {
            pair for word in query.gist for pair in word.pairs if self._rarity(Channel.TITLE, pair) >= few
        }

    def is_held(self, segment: Segment, ids: Collection[int], named: Places) -> bool:
        """Whether one of these documents holds enough of the words, or they of its title, or name its field."""
        held, in_title, telling = dict.fromkeys(ids, 0.0), dict.fromkeys(ids, 0), set[int]()
        for word, weight in self._weights.items():
            together = _with_a_neighbour(segment, word, ids).union(named.get(word.place, ()))
            title = set() if word.is_unheard else _with(segment, Channel.TITLE, word.folded, ids)
            alone = _with(segment, Channel.TITLE_EXACT, word.marked, ids) if word.marked else title
            if any(_with(segment, Channel.TOPIC, pair, ids) for pair in word.pairs):
                return True
            for i in title:
                in_title[i] += 1
            for i in together | alone:
                held[i] += weight * (1.0 if i in together else _IN_TITLE)
            for pair in self._telling.intersection(word.pairs):
                telling |= _with(segment, Channel.TITLE, pair, ids)
        least = LEAST_HELD * sum(self._weights.values())
        return max(held.values()) >= least or any(
            in_title[i] >= LEAST_OF_TITLE * segment.title_lengths[i] for i in telling
        )

    def is_named(self, segment: Segment, ids: Collection[int]) -> bool:
        """Whether a title holds a long other name; "mở quán" is "đăng ký thành lập hộ kinh doanh"."""
        return any(
            self._having(segment, name, Channel.TITLE, ids)
            for clause in self._names
            for name in clause.names
            if _length(name) >= _LONG_NAME
        )

    def named(self, segment: Segment, ids: Collection[int]) -> Places:
        """By place the documents that have the word there under another name."""
        places: dict[int, set[int]] = {}
        for clause in self._names:
            having = [self._having(segment, name, Channel.TEXT, ids) for name in clause.names]
            for place in range(*clause.span):
                places.setdefault(place, set()).update(*having)
        return places

    def _having(self, segment: Segment, name: Name, channel: Channel, ids: Collection[int]) -> set[int]:
        """Those with most of a name."""
        stands, whole = dict.fromkeys(ids, 0.0), 0.0
        for term in name.terms:
            if term.channel == channel and not is_near(term.text):
                worth = self._rarity(channel, term.text)
                whole += worth
                for i in _with(segment, channel, term.text, ids):
                    stands[i] += worth
        return {i for i, worth in stands.items() if worth >= MOST_OF_A_NAME * whole}

    def _weight(self, word: GistWord) -> float:
        rare = math.inf if word.is_unheard else self._rarity(Channel.TEXT, word.folded)
        return min(max(rare, _LEAST_RARITY), _MOST_RARITY)

    def _rarity(self, channel: Channel, text: str) -> float:
        return rarity(
            sum(len(segment.postings(channel, text)) for segment in self._snapshot.segments), self._total
        )


def _with(segment: Segment, channel: Channel, text: str, ids: Collection[int]) -> set[int]:
    return {i for i, _ in segment.postings(channel, text).among(ids)}


def _with_a_neighbour(segment: Segment, word: GistWord, ids: Collection[int]) -> set[int]:
    begun = [text for start in word.beginnings for text in segment.beginning_with(Channel.TITLE, start)]
    return set[int]().union(
        *(_with(segment, Channel.TEXT, pair, ids) for pair in word.pairs),
        *(_with(segment, Channel.TITLE, pair.replace(" ", "~"), ids) for pair in word.pairs),
        *(_with(segment, Channel.TITLE, text, ids) for text in begun),
    )


def _length(name: Name) -> int:
    return sum(term.channel == Channel.TITLE and term.text.isalnum() for term in name.terms)
