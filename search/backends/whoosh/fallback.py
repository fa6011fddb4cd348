"""Searching without the index: by the database's own comparison of texts, so that the site stays up meanwhile.

It needs no index of its own, reads every row and knows neither marks nor related rows: good enough for the minutes a
rebuild takes.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends.database.fallback import DatabaseSearchBackend
from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

MOST_WORDS = 10


def rows_by_database(compiler: Any) -> QuerySet[Any]:
    """Primary keys of the rows that answer a compiled query, in the queryset's own order or by key."""
    backend = DatabaseSearchBackend({})
    queryset = compiler.queryset
    simple = backend.query_compiler_class(
        queryset if queryset.query.order_by and not compiler.order_by_relevance else queryset.order_by("pk"),
        _simplified(compiler.query),
        fields=compiler.fields,
        order_by_relevance=False,
    )
    if not simple.fields_names:
        return queryset.none().values_list("pk", flat=True)
    found: QuerySet[Any] = backend.results_class(backend, simple).get_queryset()
    return found.values_list("pk", flat=True)


def _simplified(node: SearchQuery) -> SearchQuery:
    """The same query in what the database backend knows: words that must all occur, and combinations."""
    if isinstance(node, Boost):
        return _simplified(node.subquery)
    if isinstance(node, Not):
        return Not(_simplified(node.subquery))
    if isinstance(node, And | Or):
        return type(node)([_simplified(each) for each in node.subqueries])
    if isinstance(node, PlainText | Fuzzy | Phrase):
        words = node.query_string.replace('"', " ").replace("\0", " ").split()[:MOST_WORDS]
        if not words:
            return MATCH_NONE
        return (
            Phrase(" ".join(words))
            if isinstance(node, Phrase)
            else PlainText(" ".join(words), operator="and")
        )
    return node
