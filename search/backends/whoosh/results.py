"""The results of a search: rows of the database, in the order of the index.

The database decides what may be found: the rows of the queryset are listed first, and only they are ranked and counted.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

from search.backends.whoosh.documents import key
from search.backends.whoosh.fallback import rows_by_database
from search.backends.whoosh.matches import NEUTRAL
from search.engine import IndexUnusable

logger = logging.getLogger(__name__)

MOST_VARIABLES = 900
"""Of one SQL statement; SQLite's limit was 999."""

Answers = list[tuple[Any, float]]


class WhooshSearchResults(BaseSearchResults):
    """Primary keys and scores are found once and shared by all slices."""

    supports_facet = True

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many results have each value of a FilterField, most frequent first."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            message = (
                f'Cannot facet with field "{field_name}": {model}.search_fields has no such FilterField.'
            )
            raise FilterFieldError(message, field_name=field_name)
        counted: Counter[Any] = Counter()
        for pks in _batches([pk for pk, _ in self._answers()]):
            rows = self.query_compiler.queryset.model._default_manager.filter(pk__in=pks).order_by()
            for value, count in rows.values_list(field_name).annotate(Count("pk", distinct=True)):
                counted[value] += count
        return OrderedDict(counted.most_common())

    def _do_count(self) -> int:
        return len(self._answers()[self.start : self.stop])

    def _do_search(self) -> Iterator[Any]:
        page = self._answers()[self.start : self.stop]
        queryset = self.query_compiler.queryset.order_by()
        if self.prefetch_related:
            queryset = queryset.prefetch_related(*self.prefetch_related)
        rows: dict[Any, Any] = {}
        for pks in _batches([pk for pk, _ in page]):
            rows |= {row.pk: row for row in queryset.filter(pk__in=pks)}
        for pk, score in page:
            if (row := rows.get(pk)) is not None:
                if self._score_field:
                    setattr(row, self._score_field, score)
                yield row

    def _answers(self) -> Answers:
        if getattr(self.query_compiler, "answers", None) is None:
            self.query_compiler.answers = self._find()
        answers: Answers = self.query_compiler.answers
        return answers

    def _find(self) -> Answers:
        compiler = self.query_compiler
        pks = list(dict.fromkeys(_in_order(compiler).values_list("pk", flat=True)))
        try:
            keys = [key(compiler.queryset.model, pk) for pk in pks]
            allowed = set(keys) if _is_narrowed(compiler.queryset) else None
            found = compiler.matches(self.backend.store, allowed)
        except IndexUnusable as trouble:
            logger.warning("search by the database, because of the index: %s", trouble)
            allowed_rows = set(pks)
            return [(pk, NEUTRAL) for pk in rows_by_database(compiler) if pk in allowed_rows]
        answers = [
            (pk, float(found.score(name))) for pk, name in zip(pks, keys, strict=True) if name in found
        ]
        if compiler.order_by_relevance:
            answers.sort(key=lambda answer: -answer[1])
        return answers


def _in_order(compiler: Any) -> QuerySet[Any]:
    """The rows in the order of equals."""
    queryset: QuerySet[Any] = compiler.queryset
    if compiler.order_by_relevance:
        return queryset.order_by("pk")
    return queryset if queryset.query.order_by else queryset.order_by("-pk")


def _is_narrowed(queryset: QuerySet[Any]) -> bool:
    return bool(queryset.query.where) or queryset.query.is_empty()


def _batches(pks: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(pks), MOST_VARIABLES):
        yield pks[start : start + MOST_VARIABLES]
