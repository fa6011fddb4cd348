"""What a query of the search API asks of the engine.

A plain text of a person goes to the engine as it is: it reads phrases and signs, restores marks and ranks; a PlainText
with an attribute `as_typed` that is true is neither restored nor repaired; of one with `needs_enough` nothing is found
where no row holds enough. An operator "and", phrases and combinations are the caller's, and are kept to the letter.
Filters and access are the queryset's: the rows it allows are the only ones that are ranked and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Any, cast

from django.db.models import Model
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search.analysis.marks import begun, fold
from search.analysis.query import AllOf, BestOf, Channel, Prefix, Query, Term
from search.analysis.tokens import words_of
from search.backends.whoosh.documents import (
    BEGINNING,
    LONGEST_BEGINNING,
    MODEL,
    autocomplete_words,
    field_words,
    key,
    model_labels,
)
from search.backends.whoosh.matches import EVERYTHING, NOTHING, Matches
from search.backends.whoosh.store import IndexStore
from search.engine import Hit, SearchIndex
from search.engine.schema import FILTER, filter_term

MOST_WORDS = 24
LONGEST_TEXT = 200
MOST_PARTS = 100
"""Parts of one combined query; a caller's mistake must not become a hundred thousand searches."""
MOST_SUGGESTED = 100
ONLY_MATCHED = 0.001
"""Score of a document that has all words but did not reach the ranked ones."""


class WhooshQueryCompiler(BaseSearchQueryCompiler):
    """Compiles `search()`."""

    fields: list[str] | None

    DEFAULT_OPERATOR = "or"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def matches(self, store: IndexStore, allowed: Collection[str] | None) -> Matches:
        """The documents that match.

        Args:
            store: where to look.
            allowed: ids of the only documents that may be found, None for all of the model.

        Raises IndexUnusable.
        """
        return self._node(self.query, Asking(store, self.queryset.model, allowed))

    def _node(self, node: SearchQuery, asking: Asking) -> Matches:
        if isinstance(node, MatchAll):
            return EVERYTHING
        if isinstance(node, Boost):
            return self._node(node.subquery, asking).boosted(node.boost)
        if isinstance(node, Not):
            return ~self._node(node.subquery, asking)
        if isinstance(node, And):
            return reduce(and_, self._parts(node.subqueries, asking), EVERYTHING)
        if isinstance(node, Or):
            return reduce(or_, self._parts(node.subqueries, asking), NOTHING)
        if isinstance(node, PlainText | Phrase | Fuzzy):
            return self._text(node, asking)
        raise NotImplementedError(f"`{type(node).__name__}` is not supported by the Whoosh search backend.")

    def _parts(self, nodes: Iterable[SearchQuery], asking: Asking) -> list[Matches]:
        return [self._node(node, asking) for node in list(nodes)[:MOST_PARTS]]

    def _text(self, node: PlainText | Phrase | Fuzzy, asking: Asking) -> Matches:
        text = node.query_string[:LONGEST_TEXT]
        if isinstance(node, Phrase):
            words = _folded(text)
            found = asking.all_of(_phrase_terms(words), text)
        elif node.operator == "and":
            meant = asking.understand(text).understood.meant if isinstance(node, Fuzzy) else text
            words = _folded(meant)
            found = asking.all_of([Term(Channel.TEXT, word) for word in words], text)
        else:
            query = asking.understand(text, as_typed=getattr(node, "as_typed", False))
            if not getattr(node, "needs_enough", False):
                query = replace(query, gist=())
            words, found = list(query.words), asking.ranked(query)
        if self.fields:
            found = asking.kept(
                found, self._has_words_in_fields(words, is_any=getattr(node, "operator", "") == "or")
            )
        return found.boosted(getattr(node, "boost", 1.0))

    def _has_words_in_fields(self, words: list[str], *, is_any: bool) -> Callable[[Any], bool]:
        wanted, enough = set(words), any if is_any else all

        def has_them(instance: Any) -> bool:
            had = set(field_words(instance, self.fields or ()))
            return enough(word in had for word in wanted)

        return has_them


class WhooshAutocompleteQueryCompiler(WhooshQueryCompiler):
    """Compiles `autocomplete()`: every word is the beginning of one in the AutocompleteFields; titles come first.

    Where nothing begins so, titles that answer what was probably meant are found: "cccd", a slip, an everyday name.
    """

    DEFAULT_OPERATOR = "and"

    def check(self) -> None:
        """As the base class, but `fields` may name AutocompleteFields; other names just find nothing."""
        fields, self.fields = self.fields, None
        try:
            super().check()
        finally:
            self.fields = fields

    def _text(self, node: PlainText | Phrase | Fuzzy, asking: Asking) -> Matches:
        words = _folded(node.query_string[:LONGEST_TEXT])
        found = asking.beginning_with(words)
        if self.fields:
            found = asking.kept(found, self._has_beginnings_in_fields(words))
        elif not found.scores:
            found = asking.suggested(node.query_string[:LONGEST_TEXT])
        return found.boosted(getattr(node, "boost", 1.0))

    def _has_beginnings_in_fields(self, words: list[str]) -> Callable[[Any], bool]:
        def has_them(instance: Any) -> bool:
            had = autocomplete_words(instance, self.fields)
            return all(any(one.startswith(begun(word)) for one in had) for word in words)

        return has_them


class Asking:
    """One search's questions to the engine, all within a model and the rows its queryset allows."""

    def __init__(self, store: IndexStore, model: type[Model], allowed: Collection[str] | None) -> None:
        self._store = store
        self._model = model
        self._allowed = allowed
        self._within = {MODEL: {model_labels(model)[0]}}

    def understand(self, text: str, *, as_typed: bool = False) -> Query:
        """What a text means. Years are the queryset's business: rows that have none must not be lost."""
        query = self._store.understand(text, as_typed=as_typed)
        return replace(query, year_from=None)

    def ranked(self, query: Query) -> Matches:
        """The best answers."""
        return Matches({hit.id: hit.score for hit in self._hits(query)})

    def all_of(self, terms: list[Term], text: str) -> Matches:
        """Every document with all of some terms, ranked by a text."""
        if not terms:
            return NOTHING
        query = self.understand(text, as_typed=True)
        must = (AllOf(tuple(terms)),)
        found = dict.fromkeys(
            (hit.id for hit in self._hits(replace(query, should=(), must=must))), ONLY_MATCHED
        )
        ranked = self._hits(replace(query, must=must)) if found else []
        return Matches(found | {hit.id: hit.score for hit in ranked})

    def beginning_with(self, words: list[str]) -> Matches:
        """Documents whose autocomplete words begin so; those whose titles go on as typed are worth more."""
        if not words:
            return NOTHING
        starts = AllOf(tuple(_beginning(word) for word in words))
        query = replace(self.understand("", as_typed=True), must=(starts,))
        found = dict.fromkeys((hit.id for hit in self._hits(query)), ONLY_MATCHED)
        in_title = tuple(
            Prefix(Channel.TITLE, before + beginning)
            for before, word in [
                *(("", word) for word in words),
                *((f"{one} ", word) for one, word in pairwise(words)),
            ]
            for beginning in begun(word)
        )
        ranked = self._hits(replace(query, should=in_title)) if found else []
        return Matches(found | {hit.id: hit.score for hit in ranked})

    def suggested(self, text: str) -> Matches:
        """The documents whose titles answer a text."""

        def ask(index: SearchIndex) -> list[Hit]:
            return index.suggest(text, limit=MOST_SUGGESTED, within=self._within, restrict_ids=self._allowed)

        return Matches({hit.id: hit.score for hit in self._store.read(ask)})

    def kept(self, found: Matches, passes: Callable[[Any], bool]) -> Matches:
        """Of finite matches those whose rows pass."""
        keys = {key(self._model, pk): pk for pk in _pks(found.scores)}
        rows = self._model._default_manager.in_bulk(
            [self._model._meta.pk.to_python(pk) for pk in keys.values()]
        )
        good = {key(self._model, row.pk) for row in rows.values() if passes(row)}
        return Matches({id: score for id, score in found.scores.items() if id in good})

    def _hits(self, query: Query) -> list[Hit]:
        def ask(index: SearchIndex) -> list[Hit]:
            everything = max(index.document_count, 1)
            return index.search(query, limit=everything, within=self._within, restrict_ids=self._allowed).hits

        return self._store.read(ask)


def _folded(text: str) -> list[str]:
    return [fold(word) for word in words_of(text)][:MOST_WORDS]


def _phrase_terms(words: list[str]) -> list[Term]:
    runs = words if len(words) < 2 else [" ".join(pair) for pair in pairwise(words)]
    return [Term(Channel.TEXT, run) for run in runs]


def _beginning(word: str) -> BestOf:
    """A filter's value as a clause, because a filter has no "all of these"."""
    field = cast(Channel, FILTER)
    return BestOf(tuple(Term(field, filter_term(BEGINNING, one[:LONGEST_BEGINNING])) for one in begun(word)))


def _pks(keys: Iterable[str]) -> list[str]:
    return [one.partition(":")[2] for one in keys]
