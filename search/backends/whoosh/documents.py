"""How a model's row becomes a document of the index.

`search_fields` are enough: the fields with the highest boost and those called title or name are the title, the others
the text, the heavier ones first. A model that knows
more about itself registers a function that makes its document:

    @document_of(Notice)
    def notice_document(notice: Notice) -> IndexDocument: ...

Its id and the filters named below are added here. Texts of models without such a function are taken for internal: they
do not teach the model that restores marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Manager, Model, QuerySet
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from search.analysis.marks import fold
from search.analysis.tokens import words_of
from search.engine import IndexDocument

DOCUMENTS_VERSION = 2
"""Raise it when other documents are made of the same rows: every index is then rebuilt."""

MODEL = "model"
"""Filter: labels of the row's class and of its parents, so that a search for a parent finds its children."""
BEGINNING = "beginning"
"""Filter: how the words of the autocomplete fields begin."""
TITLES = frozenset({"title", "name"})
LONGEST_BEGINNING = 15
MOST_BEGINNINGS = 400

DocumentMaker = Callable[[Any], IndexDocument]
Preparation = Callable[[QuerySet[Any]], Iterable[Any]]
_makers: dict[type[Model], DocumentMaker] = {}
_preparations: dict[type[Model], Preparation] = {}


def document_of(
    model: type[Model], prepare: Preparation = QuerySet.all
) -> Callable[[DocumentMaker], DocumentMaker]:
    """Register the function that makes the documents of a model and its children.

    Args:
        model: whose rows.
        prepare: gives the rows with what the function reads (`select_related`, …), so that a batch costs a fixed
            number of queries. The function must do without it too, at a query of its own.
    """

    def register(maker: DocumentMaker) -> DocumentMaker:
        _makers[model] = maker
        _preparations[model] = prepare
        return maker

    return register


def indexed_rows(model: Any, pks: Sequence[Any]) -> Iterable[Any]:
    """The rows of a model that are indexed, of those with these keys, with what their documents need."""
    rows: QuerySet[Any] = model.get_indexed_objects().filter(pk__in=pks)
    prepare = next((_preparations[base] for base in model.__mro__ if base in _preparations), None)
    return prepare(rows) if prepare else rows


def key_of(instance: Model) -> str:
    """The id of a row's document: the same for the row as its class, a parent or a child."""
    return key(type(instance), instance.pk)


def key(model: type[Model], pk: Any) -> str:
    """As `key_of`, of a row's class and primary key."""
    return f"{get_model_root(_concrete(model))._meta.label_lower}:{pk}"


def document(instance: Model) -> IndexDocument:
    """What to index of a row, which is of its most specific class."""
    maker = next((_makers[base] for base in type(instance).__mro__ if base in _makers), _plain_document)
    made = maker(instance)
    filters: Mapping[str, tuple[str, ...]] = {
        **made.filters,
        MODEL: model_labels(type(instance)),
        BEGINNING: tuple(_beginnings(autocomplete_words(instance))),
    }
    return replace(made, id=key_of(instance), filters=filters)


def model_labels(model: type[Model]) -> tuple[str, ...]:
    """Labels of a model and all its concrete parents."""
    concrete = _concrete(model)
    return tuple(each._meta.label_lower for each in (concrete, *concrete._meta.get_parent_list()))


def _concrete(model: type[Model]) -> type[Model]:
    """The model itself, or the one a proxy stands for."""
    return model._meta.concrete_model or model


def _plain_document(instance: Model) -> IndexDocument:
    fields = type(instance).get_search_fields()  # type: ignore[attr-defined]
    highest = max((field.boost or 1.0 for field in fields if isinstance(field, SearchField)), default=1.0)
    titles: list[str] = []
    others: list[tuple[float, str]] = []
    for field, value in _values(instance, fields, SearchField):
        boost, text = field.boost or 1.0, "\n".join(_texts(value))
        if field in fields and (field.field_name in TITLES or boost == highest > 1.0):
            titles.append(text)
        else:
            others.append((boost, text))
    others.sort(key=lambda one: -one[0])
    return IndexDocument(
        id="", title="\n".join(titles), body="\n".join(text for _, text in others), is_public=False
    )


# --- Texts of search fields -----------------------------------------------------------------------------------
def field_words(instance: Model, names: Sequence[str]) -> list[str]:
    """The folded words of the SearchFields with these names."""
    fields = [
        field
        for field in type(instance).get_search_fields()  # type: ignore[attr-defined]
        if not isinstance(field, RelatedFields) and field.field_name in names
    ]
    return _folded_words(value for _, value in _values(instance, fields, SearchField))


def autocomplete_words(instance: Model, names: Sequence[str] | None = None) -> list[str]:
    """The folded words of the AutocompleteFields, or of those with these names."""
    fields = type(instance).get_search_fields()  # type: ignore[attr-defined]
    return _folded_words(
        value
        for field, value in _values(instance, fields, AutocompleteField)
        if names is None or field.field_name in names
    )


def _values(instance: Model, fields: Iterable[Any], kind: type) -> Iterator[tuple[Any, Any]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _rows(field.get_value(instance)):
                yield from _values(related, field.fields, kind)
        elif isinstance(field, kind):
            yield field, field.get_value(instance)  # type: ignore[attr-defined]


def _rows(value: Any) -> Iterable[Model]:
    if isinstance(value, Manager | QuerySet):
        return value.all()
    return [value] if isinstance(value, Model) else []


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however nested."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Manager):
        yield from _texts(value.all())
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def _folded_words(values: Iterable[Any]) -> list[str]:
    return [fold(word) for value in values for text in _texts(value) for word in words_of(text)]


def _beginnings(words: Sequence[str]) -> list[str]:
    found = dict.fromkeys(
        word[:end] for word in words for end in range(1, min(len(word), LONGEST_BEGINNING) + 1)
    )
    return list(found)[:MOST_BEGINNINGS]
