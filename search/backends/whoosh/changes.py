"""What became of rows that were saved or deleted: their documents as they are now."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from modelsearch.index import class_is_indexed, get_indexed_instance

from search.backends.whoosh.documents import document, indexed_rows, key
from search.engine import IndexDocument

logger = logging.getLogger(__name__)

Change = tuple[str, str]
"""A row that was saved or deleted: label of its model ("app.model") and its primary key as text."""


def documents_now(changes: Iterable[Change]) -> Iterator[tuple[str, IndexDocument | None]]:
    """The ids of the documents of these rows, each once, with what to put there; None takes it out."""
    by_label: dict[str, dict[str, None]] = {}
    for label, pk in changes:
        by_label.setdefault(label, {})[pk] = None
    for label, pks in by_label.items():
        try:
            model = apps.get_model(label)
        except LookupError:  # a model of an earlier version of the code
            continue
        if class_is_indexed(model):
            yield from _documents_of_model(model, list(pks))


def safe_document(instance: Model) -> IndexDocument | None:
    """The document of a row; None, and a line in the log, when it can't be made: one row must not stop the others."""
    try:
        return document(instance)
    except Exception:  # the models' own code
        logger.exception("no search document can be made of %s %s", instance._meta.label, instance.pk)
        return None


def _documents_of_model(model: Any, pks: Sequence[str]) -> Iterator[tuple[str, IndexDocument | None]]:
    rows = {str(row.pk): row for row in indexed_rows(model, list(_valid(model, pks)))}
    for pk in pks:
        row = rows.get(pk) or _indexed_otherwise(model, pk)
        yield key(model, pk), safe_document(row) if row else None


def _indexed_otherwise(model: Any, pk: str) -> Model | None:
    """The row as its own class, when that is what is indexed."""
    for valid in _valid(model, [pk]):
        if (row := model._default_manager.filter(pk=valid).first()) is not None:
            instance: Model | None = get_indexed_instance(row)
            return instance
    return None


def _valid(model: Any, pks: Iterable[str]) -> Iterator[Any]:
    for pk in pks:
        try:
            yield model._meta.pk.to_python(pk)
        except ValidationError:
            continue
