"""Changes that wait to be written into the search index.

A save notes its row in its own transaction; the worker (`search.worker`) writes batches. Nothing is taken from here
before the index has committed it, so a worker that dies or a disk that is full loses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils import timezone
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import get_indexed_models

from search.backends.whoosh import IndexStore, WhooshSearchBackend
from search.backends.whoosh.changes import Change, documents_now
from search.models import IndexChange

BATCH = 200
LONGEST_TRANSACTION = dt.timedelta(minutes=10)
"""A change noted so long ago may have been committed only now."""
changes_committed = Signal()
"""Sent when the transaction of a change has been committed."""
KEPT_FOR = dt.timedelta(days=1)
"""How long applied changes are kept: longer than any rebuild takes."""


class DatabaseOutbox:
    """The outbox of the backend's setting OUTBOX."""

    def note(self, instance: Model) -> None:
        """Remember that a row was saved or deleted."""
        IndexChange.objects.create(model=instance._meta.label_lower, object_id=str(instance.pk))
        transaction.on_commit(_say_committed, robust=True)

    def note_rows(self, model: type[Model], pks: Iterable[Any]) -> None:
        """Remember rows that other rows changed; one query."""
        label = model._meta.label_lower
        changes = [IndexChange(model=label, object_id=str(pk)) for pk in pks]
        if changes:
            IndexChange.objects.bulk_create(changes)
            transaction.on_commit(_say_committed, robust=True)

    def since(self, moment: dt.datetime) -> Iterator[Change]:
        """All changes that may have become visible since."""
        changes = IndexChange.objects.filter(created_at__gte=moment - LONGEST_TRANSACTION).order_by("pk")
        yield from changes.values_list("model", "object_id")


outbox = DatabaseOutbox()


def backends_with_outbox() -> list[WhooshSearchBackend]:
    """The configured backends that write later."""
    backends = (backend for _, backend in get_search_backends_with_name(with_auto_update=True))
    return [one for one in backends if isinstance(one, WhooshSearchBackend) and one.outbox is not None]


def apply_waiting(store: IndexStore) -> int:
    """Write one batch of waiting changes into the live index; returns how many there were.

    Raises IndexUnusable, IndexBusy, or OSError where the folder can't be written to; the changes then go on waiting.
    """
    waiting = IndexChange.objects.filter(applied_at=None).order_by("pk")
    if not waiting.exists():
        return 0
    with store.writing() as index:
        # Rows are read under the lock: two workers must not write an older state over a newer one.
        changes = list(waiting.values_list("pk", "model", "object_id")[:BATCH])
        store.put(index, documents_now((model, object_id) for _, model, object_id in changes))
        IndexChange.objects.filter(pk__in=[pk for pk, _, _ in changes]).update(applied_at=timezone.now())
    return len(changes)


def forget_applied(now: dt.datetime) -> None:
    """Delete changes that nobody will ask for again."""
    IndexChange.objects.filter(applied_at__lt=now - KEPT_FOR).delete()


def _say_committed() -> None:
    changes_committed.send(sender=DatabaseOutbox)


# --- Signals --------------------------------------------------------------------------------------------------
def connect() -> None:
    """Note every save and deletion of an indexed model.

    modelsearch tells the backend too, but not of a row that was indexed and no longer is (withdrawn, unpublished), and
    before a form has saved what hangs on the row it tells again: both are wanted.
    """
    for model in get_indexed_models():
        if getattr(model, "search_auto_update", True):
            post_save.connect(_note, sender=model, dispatch_uid=f"search.outbox.save.{model._meta.label}")
            post_delete.connect(_note, sender=model, dispatch_uid=f"search.outbox.delete.{model._meta.label}")


def _note(instance: Model, **kwargs: Any) -> None:
    if not kwargs.get("raw") and backends_with_outbox():
        outbox.note(instance)
