"""Making the whole index anew beside the live one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.db.models import Model
from modelsearch.index import get_indexed_models

from search.backends.whoosh.changes import Change, documents_now, safe_document
from search.backends.whoosh.documents import indexed_rows
from search.backends.whoosh.store import IndexStore, write_all
from search.backends.whoosh.teaching import teach
from search.engine import IndexUnusable, SearchIndex

logger = logging.getLogger(__name__)

BATCH = 200


class Rebuild:
    """One index in the making; takes rows as modelsearch's indexes do. Left unfinished it leaves nothing behind.

    Raises IndexBusy while another process rebuilds, OSError where the folder can't be written to.
    """

    def __init__(self, store: IndexStore, total: int = 0) -> None:
        self._total = total
        self._public_keys = store.public_keys
        self._keys: set[str] = set()
        with ExitStack() as opening:
            self._building = opening.enter_context(store.building())
            self._writing = opening.enter_context(ExitStack())
            self._writer = self._writing.enter_context(self._building.index.writer())
            self._opened = opening.pop_all()

    def __enter__(self) -> Rebuild:
        return self

    def __exit__(self, *exception: Any) -> None:
        self._opened.__exit__(*exception)

    def add_model(self, model: type[Model]) -> None:
        """Nothing to prepare: one schema serves all models."""

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Add rows; one whose document can't be made is logged and left out."""
        for item in items:
            if made := safe_document(item):
                self._writer.put(made)
                self._keys.add(made.id)
        self._building.report(len(self._keys), max(self._total, len(self._keys)))

    def finish(self, changes: Iterable[Change] = ()) -> None:
        """Commit, add what changed meanwhile, and make it the live index.

        Raises IndexUnusable when the new index does not hold what was put in.
        """
        with self._opened:
            self._writing.close()
            if self._public_keys is not None:
                teach(self._building.index, self._public_keys())
            self._building.swap_in(lambda index: self._complete(index, changes))

    def _complete(self, index: SearchIndex, changes: Iterable[Change]) -> None:
        if index.document_count != len(self._keys):
            raise IndexUnusable(f"{index.document_count} documents instead of {len(self._keys)}")
        if now := list(documents_now(changes)):
            write_all(index, now)


def rebuild(
    store: IndexStore,
    changes_meanwhile: Callable[[], Iterable[Change]],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Index every row of every indexed model anew; returns how many.

    Args:
        store: where.
        changes_meanwhile: asked at the end for rows saved since the start.
        on_progress: told after each batch how many are done of how many.
    """
    rows = [
        (model, list(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True)))
        for model in get_indexed_models()
    ]
    total, done = sum(len(pks) for _, pks in rows), 0
    with Rebuild(store, total) as building:
        for model, pks in rows:
            for start in range(0, len(pks), BATCH):
                batch = pks[start : start + BATCH]
                building.add_items(model, indexed_rows(model, batch))
                done += len(batch)
                on_progress(done, total)
        building.finish(changes_meanwhile())
    return total
