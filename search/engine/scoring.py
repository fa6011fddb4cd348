"""Adds up what every clause of a query is worth in every document.

In two rounds, because the commonest syllables stand in half of all documents and say least: first the rarest terms find
the candidates, then the others are added for these only.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain

from search.analysis.query import AllOf, BestOf, Channel, OtherNames, Prefix, Query, Term
from search.analysis.tokens import is_near
from search.engine.postings import Postings, PostingsTable
from search.engine.schema import HIGHEST_IMPACT
from search.engine.snapshot import Segment, Snapshot

MOST_CANDIDATES = 400  # of one segment; more answers than this are neither ranked nor counted
MOST_SCORED = 3_000  # postings of one segment read to find them
_QUERY_COVERED = 0.3  # a title that holds the whole query weighs so much more
_MUCH_ELSE = 0.5  # of two that hold all of it in its order, the one with more else weighs up to so much less
_ALMOST = 0.999  # of a sum of fractions
MOST_OF_A_NAME = 0.7
_ONLY_INSISTED = 1.0  # score where a query has nothing but phrases and codes to insist on

_WITHOUT_RARITY = frozenset({Channel.CODE, Channel.ARTICLE})


@dataclass(frozen=True, slots=True)
class _Part:
    """A term with its postings in every segment and what its highest impact is worth."""

    term: Term
    postings: tuple[Postings | PostingsTable, ...]
    worth: float

    def __len__(self) -> int:
        return sum(map(len, self.postings))


@dataclass(frozen=True, slots=True)
class _Name:
    """Another name of something: the terms that make it, and pairs with the words beside it."""

    terms: list[_Part]
    seams: list[_Part]


@dataclass(slots=True)
class _Plan:
    """A query against one snapshot."""

    parts: list[_Part] = field(default_factory=list)
    bonuses: list[list[dict[int, float]]] = field(default_factory=list)  # by clause, by segment
    title: list[_Part] = field(default_factory=list)
    title_pairs: dict[str, list[_Part]] = field(default_factory=dict)  # side by side or near
    whole: list[dict[int, float]] = field(
        default_factory=list
    )  # by segment the titles that hold all, their share
    names: list[list[_Name]] = field(default_factory=list)  # by words typed


def scores(
    snapshot: Snapshot, query: Query, allowed: Sequence[Collection[int] | None]
) -> list[dict[int, float]]:
    """By segment the score of the best documents.

    Args:
        snapshot: where to look.
        query: clauses to add up; what it insists on is in `allowed` already.
        allowed: by segment the documents that may be found, None for all.
    """
    plan = _plan(snapshot, query)
    segments = enumerate(snapshot.segments)
    found = [_segment_scores(place, segment, plan, query, allowed[place]) for place, segment in segments]
    return _shorter_titles_first(found, plan.whole) if query.should else found


def documents_with(snapshot: Snapshot, clause: AllOf) -> list[set[int]]:
    """By segment the documents with all of a clause."""
    return [set(found) for found in _all_of(snapshot, clause)]


def _plan(snapshot: Snapshot, query: Query) -> _Plan:
    plan = _Plan()
    total = max(snapshot.document_count, 1)
    for clause in query.should:
        if isinstance(clause, BestOf):
            plan.bonuses.append(_best_of(snapshot, clause))
        elif isinstance(clause, AllOf):
            plan.bonuses.append(_all_of(snapshot, clause))
        elif isinstance(clause, OtherNames):
            plan.names.append(_names(snapshot, clause, total))
        else:
            parts = [part for part in _parts(snapshot, clause, total) if len(part)]
            plan.parts += parts
            plan.title += [part for part in parts if _is_title_word(part.term)]
            if isinstance(clause, Term) and _is_title_pair(clause):
                plan.title_pairs.setdefault(clause.text.replace("~", " "), []).extend(parts)
    return plan


def _names(snapshot: Snapshot, clause: OtherNames, total: int) -> list[_Name]:
    """Other names, none of their terms worth more than the best of the words they stand for."""
    typed = [part for term in clause.instead_of for part in _parts(snapshot, term, total)]
    most = {part.term.channel: part.worth for part in sorted(typed, key=lambda part: part.worth)}

    def bounded(terms: Iterable[Term]) -> list[_Part]:
        parts = [part for term in terms for part in _parts(snapshot, term, total)]
        return [
            replace(part, worth=min(part.worth, most.get(part.term.channel, part.worth))) for part in parts
        ]

    return [_Name(bounded(name.terms), bounded(name.seams)) for name in clause.names]


def _is_title_word(term: Term) -> bool:
    return term.channel == Channel.TITLE and term.text.isalnum()


def _is_title_pair(term: Term) -> bool:
    words = term.text.replace("~", " ").split()
    return term.channel == Channel.TITLE and len(words) > 1 and all(map(str.isalnum, words))


def _parts(snapshot: Snapshot, clause: Term | Prefix, total: int) -> Iterator[_Part]:
    """The terms of a clause; those a prefix stands for share the rarity of all of them together."""
    texts = [clause.text]
    if isinstance(clause, Prefix):
        begun = (segment.beginning_with(clause.channel, clause.text) for segment in snapshot.segments)
        texts = sorted(set(chain.from_iterable(begun)))
    found = [tuple(segment.postings(clause.channel, text) for segment in snapshot.segments) for text in texts]
    count = sum(len(postings) for of in found for postings in of)
    worth = clause.weight * (1.0 if clause.channel in _WITHOUT_RARITY else rarity(count, total))
    for text, postings in zip(texts, found, strict=True):
        term = clause if isinstance(clause, Term) else Term(clause.channel, text, clause.weight)
        yield _Part(term, postings, worth)


def rarity(count: int, total: int) -> float:
    """Inverse document frequency, as BM25 has it."""
    return math.log(1 + max(total - count, 0) / (count + 0.5) + 0.5 / (count + 0.5))


def _best_of(snapshot: Snapshot, clause: BestOf) -> list[dict[int, float]]:
    found: list[dict[int, float]] = [{} for _ in snapshot.segments]
    for term in sorted(clause.terms, key=lambda term: term.weight):
        for best, segment in zip(found, snapshot.segments, strict=True):
            best.update(dict.fromkeys(segment.postings(term.channel, term.text).ids, term.weight))
    return found


def _all_of(snapshot: Snapshot, clause: AllOf) -> list[dict[int, float]]:
    found = []
    for place, segment in enumerate(snapshot.segments):
        sets = [_having(snapshot, place, segment, part) for part in clause.clauses]
        found.append(dict.fromkeys(set.intersection(*sets) if sets else (), clause.weight))
    return found


def _having(snapshot: Snapshot, place: int, segment: Segment, part: Term | BestOf) -> set[int]:
    if isinstance(part, BestOf):
        return set(_best_of(snapshot, part)[place])
    return set(segment.postings(part.channel, part.text).ids)


def _segment_scores(
    place: int, segment: Segment, plan: _Plan, query: Query, allowed: Collection[int] | None
) -> dict[int, float]:
    if allowed is not None and not query.should:
        return dict.fromkeys((i for i in allowed if i not in segment.deleted), _ONLY_INSISTED)
    first, second = _rounds(place, plan.parts)
    named, _ = _rounds(place, [part for names in plan.names for name in names for part in name.terms])
    touched = _touched([*first, *named], place, segment, plan, allowed)
    if allowed is not None and len(touched) < MOST_CANDIDATES:  # the rarest terms may be in none of these
        first, second = plan.parts, []
        touched = _touched([*first, *named], place, segment, plan, allowed)
    total = _added([0.0] * segment.count, first, place)
    for bonus in plan.bonuses:
        for i, worth in bonus[place].items():
            total[i] += worth
    ids = _best(_added(total.copy(), named, place) if named else total, touched)
    found = {i: total[i] for i in ids}
    for part in second:
        _add(found, part, place)
    asked = {(part.term.channel, part.term.text) for part in plan.parts}
    for names in plan.names:
        best = [
            max(of) for of in zip(*(_name_worths(name, asked, place, ids) for name in names), strict=True)
        ]
        found = {i: score + worth for (i, score), worth in zip(found.items(), best, strict=True)}
    return _weighted(found, place, segment, plan, query.whole_title)


def _added(total: list[float], parts: Sequence[_Part], place: int) -> list[float]:
    """Adds what terms are worth in every document; changes and returns `total`."""
    for part in parts:
        postings, worth = part.postings[place], part.worth / HIGHEST_IMPACT
        for i, impact in zip(postings.ids, postings.impacts, strict=True):
            total[i] += worth * impact
    return total


def _add(found: dict[int, float], part: _Part, place: int) -> None:
    """Adds what one more term is worth in candidates; few of them have it."""
    worth = part.worth / HIGHEST_IMPACT
    for i, impact in part.postings[place].among(found):
        found[i] += worth * impact


def _name_worths(
    name: _Name, asked: Collection[tuple[Channel, str]], place: int, ids: Sequence[int]
) -> Iterable[float]:
    """What another name adds to candidates: nothing where less than most of it stands, nor for terms asked anyway."""
    added, stands = dict.fromkeys(ids, 0.0), dict.fromkeys(ids, 0.0)
    for part in (*name.terms, *name.seams):
        if (part.term.channel, part.term.text) not in asked:
            _add(added, part, place)
    telling = [
        part
        for part in name.terms
        if part.term.channel == name.terms[0].term.channel and not is_near(part.term.text)
    ]
    for part in telling:
        for i, _ in part.postings[place].among(stands):
            stands[i] += part.worth
    least = MOST_OF_A_NAME * sum(part.worth for part in telling)
    return [
        worth if share >= least else 0.0 for worth, share in zip(added.values(), stands.values(), strict=True)
    ]


def _rounds(place: int, parts: Sequence[_Part]) -> tuple[list[_Part], list[_Part]]:
    """The terms that find candidates, rarest first and as many as a moment allows, and those that only rank them."""
    parts = sorted(parts, key=lambda part: len(part.postings[place]))
    lengths = accumulate(len(part.postings[place]) for part in parts)
    enough = max(bisect_right(list(lengths), MOST_SCORED), 1)
    return parts[:enough], parts[enough:]


def _touched(
    parts: Sequence[_Part], place: int, segment: Segment, plan: _Plan, allowed: Collection[int] | None
) -> set[int]:
    """Live documents that may be found and have any of these terms or a bonus."""
    having = (part.postings[place].ids for part in parts)
    touched = set[int]().union(*having, *(bonus[place] for bonus in plan.bonuses))
    if allowed is not None:
        touched.intersection_update(allowed)
    return touched.difference(segment.deleted)


def _best(total: Sequence[float], touched: set[int]) -> list[int]:
    """The candidates: the best of the documents touched."""
    if len(touched) <= MOST_CANDIDATES:
        return sorted(touched)
    least = sorted(map(total.__getitem__, touched))[-MOST_CANDIDATES]
    return sorted(i for i in touched if total[i] >= least)


def _weighted(
    found: dict[int, float], place: int, segment: Segment, plan: _Plan, whole_title: float
) -> dict[int, float]:
    """With the share of the query the title holds, the share of the title the query holds, and the document's prior."""
    held, covered = dict.fromkeys(found, 0), dict.fromkeys(found, 0.0)
    whole = sum(part.worth for part in plan.title) or 1.0
    for part in plan.title:
        for i, _ in part.postings[place].among(found):
            held[i] += 1
            covered[i] += part.worth
    weighted = {i: score * segment.priors[i] for i, score in found.items()}
    whole_ones: dict[int, float] = {}
    for i, number in held.items():
        if number:
            of_query, of_title = covered[i] / whole, number / max(segment.title_lengths[i], number)
            weighted[i] *= 1 + _QUERY_COVERED * of_query**2 + whole_title * of_title**2
            if of_query >= _ALMOST and not whole_title:
                whole_ones[i] = of_title
    in_order = _with_every_pair(set(whole_ones), place, plan)
    plan.whole.append({i: whole_ones[i] for i in in_order})
    return weighted


def _with_every_pair(ids: set[int], place: int, plan: _Plan) -> set[int]:
    """Those whose titles hold what stands side by side in the query, in its order, words between left out or not."""
    for parts in plan.title_pairs.values():
        ids = {i for part in parts for i, _ in part.postings[place].among(ids)}
    return ids


def _shorter_titles_first(
    found: list[dict[int, float]], whole: list[dict[int, float]]
) -> list[dict[int, float]]:
    """With less for a title that holds more else; the best keeps its score, so that no other falls out of its reach."""
    most = max((share for of in whole for share in of.values()), default=1.0)
    best = 1 + _QUERY_COVERED + _MUCH_ELSE * most**2
    for scored, of in zip(found, whole, strict=True):
        for i, share in of.items():
            scored[i] *= (1 + _QUERY_COVERED + _MUCH_ELSE * share**2) / best
    return found
