"""The classes that modelsearch asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.utils import timezone
from django.utils.module_loading import import_string
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import class_is_indexed

from search.analysis.query import Query, understand
from search.backends.whoosh.changes import Change
from search.backends.whoosh.compilers import WhooshAutocompleteQueryCompiler, WhooshQueryCompiler
from search.backends.whoosh.documents import document, key_of
from search.backends.whoosh.rebuilding import Rebuild
from search.backends.whoosh.results import WhooshSearchResults
from search.backends.whoosh.store import IndexStore, store_at
from search.engine import IndexUnusable


class Outbox(Protocol):
    """Where changes wait for a worker."""

    def note(self, instance: Model) -> None:
        """Remember that a row was saved or deleted, in the transaction at hand."""

    def since(self, moment: dt.datetime) -> Iterable[Change]:
        """All changes noted since, those written to the index among them."""


class WhooshIndex(BaseIndex):
    """The one index of all models."""

    backend: WhooshSearchBackend

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Add rows or replace them. Raises IndexUnusable, IndexBusy, OSError."""
        documents = [document(item) for item in items] if class_is_indexed(model) else []
        if documents:
            with self.backend.store.writing() as index:
                self.backend.store.put(index, ((each.id, each) for each in documents))

    def delete_item(self, item: Model) -> None:
        """Take a row out. Raises IndexUnusable, IndexBusy, OSError."""
        with self.backend.store.writing() as index:
            self.backend.store.put(index, [(key_of(item), None)])

    def reset(self) -> None:
        """Begin anew with an empty index."""
        with self.backend.store.building() as building:
            building.swap_in(lambda index: None)


class WhooshRebuilder:
    """What `manage.py update_index` uses: builds beside the live index and swaps."""

    def __init__(self, index: WhooshIndex) -> None:
        self._index = index

    def start(self) -> Rebuild:
        """Begin. Raises IndexBusy while another process rebuilds."""
        self._began = timezone.now()
        self._rebuild = Rebuild(self._index.backend.store)
        return self._rebuild

    def finish(self) -> None:
        """Add what changed meanwhile and make it the live index."""
        outbox = self._index.backend.outbox
        self._rebuild.finish(outbox.since(self._began) if outbox else ())


class WhooshSearchBackend(BaseSearchBackend):
    """Search by our engine.

    Parameters: PATH, the index's folder; OUTBOX, dotted path to an `Outbox`; SYNONYMS, dotted path to a function
    without arguments that gives the table of everyday names as it is now; PUBLIC, dotted path to one that gives the
    keys (`key_of`) of the rows whose texts teach the model that restores marks.
    """

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteQueryCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = WhooshRebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        if not params.get("PATH"):
            raise ImproperlyConfigured("The Whoosh search backend needs PATH, the folder of its index.")
        self.store: IndexStore = store_at(Path(params["PATH"]))
        if params.get("SYNONYMS"):
            self.store.synonyms = import_string(params["SYNONYMS"])
        if params.get("PUBLIC"):
            self.store.public_keys = import_string(params["PUBLIC"])
        self.outbox: Outbox | None = import_string(params["OUTBOX"]) if params.get("OUTBOX") else None
        # A full disk must not take the save of a page down; a row of the outbox that can't be written must.
        self.catch_indexing_errors = self.outbox is None

    def understand(self, text: str, *, as_typed: bool = False) -> Query:
        """What a text of a person means to the index: what to show as understood, words to mark. Never raises."""
        try:
            return self.store.understand(text, as_typed=as_typed)
        except IndexUnusable:
            return understand(text)

    def add(self, obj: Model) -> None:
        """Index a row: at once, or with an outbox soon after its transaction."""
        if self.outbox is None:
            super().add(obj)
        else:
            self.outbox.note(obj)

    def delete(self, obj: Model) -> None:
        """Take a row out, as `add`."""
        if self.outbox is None:
            super().delete(obj)
        else:
            self.outbox.note(obj)
