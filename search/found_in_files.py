"""Rows that are found by the text of the files they carry.

A text belongs to bytes, not to a row: only those of files the reader may open are looked at (`Source.file_hashes`), and
what is found counts for the rows that carry the file and that he may find (`Source.carriers`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model, QuerySet

from search.models import ExtractedText
from search.registry import Source

MOST_FOUND = 1000
"""Rows of one model that are ranked and counted; nobody pages further."""
_SCORE = "search_score"

Look = Callable[[QuerySet[Any]], Any]
"""Asks the search backend about some rows."""


def scored_rows(look: Look, model: type[Model], permitted: QuerySet[Any]) -> dict[Any, float]:
    """Primary keys of the permitted rows that answer, best first, with their scores."""
    # By their keys alone: backends may filter by a FilterField only.
    rows = model._default_manager.filter(pk__in=permitted.order_by().values("pk")).only("pk")
    answers = look(rows)[:MOST_FOUND].annotate_score(_SCORE)
    return {row.pk: float(getattr(row, _SCORE, 0.0) or 0.0) for row in answers}


def found_in_files(look: Look, source: Source) -> dict[Any, tuple[str, float]]:
    """Rows whose files answer, best first: hash of the best file and its score."""
    hashes = source.file_hashes()
    if hashes is None:
        return {}
    rows = scored_rows(look, ExtractedText, ExtractedText.objects.filter(sha256__in=hashes))
    named = dict(ExtractedText.objects.filter(pk__in=rows).values_list("pk", "sha256")) if rows else {}
    texts = {named[pk]: score for pk, score in rows.items()}
    carriers = source.carriers(texts) if texts else {}
    found: dict[Any, tuple[str, float]] = {}
    for sha256, score in texts.items():
        for pk in carriers.get(sha256, ()):
            found.setdefault(pk, (sha256, score))
    return found


def texts_of(hashes: Collection[str]) -> dict[str, str]:
    """The texts of a few files."""
    if not hashes:
        return {}
    return dict(ExtractedText.objects.filter(sha256__in=hashes).values_list("sha256", "text"))
