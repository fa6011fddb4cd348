"""The office's table of everyday names: seeded, then the office's own; an update adds what it never had."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelsearch.backends import get_search_backends_with_name
from simple_history.utils import bulk_create_with_history

from search.analysis.marks import normalise
from search.analysis.synonyms import SEED_FILE, Synonyms, read_table
from search.backends.whoosh import WhooshSearchBackend
from search.models import SynonymGroup


def office_synonyms() -> Synonyms:
    """The table as it is now, compiled; one small query, whichever process changed it last."""
    state = SynonymGroup.objects.aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    return _compiled(tuple(state.values()))


@lru_cache(maxsize=2)
def _compiled(state: tuple[Any, ...]) -> Synonyms:
    """Compiled once for each state of the table."""
    return Synonyms.compile(_groups())


def _groups() -> Iterator[dict[str, list[str]]]:
    for group in SynonymGroup.objects.order_by("pk"):
        if group.meaning_list:
            yield {"said": group.name_list, "means": group.meaning_list}
        else:
            yield {"same": group.name_list}


@receiver([post_save, post_delete], sender=SynonymGroup, dispatch_uid="search.use_changed_synonyms")
def _use_at_once(**kwargs: Any) -> None:
    """This process uses a changed table from the next search on; others ask for it every few seconds."""
    _renew()
    transaction.on_commit(_renew, robust=True)  # a search meanwhile saw the table as it was


def _renew() -> None:
    _compiled.cache_clear()
    for _name, backend in get_search_backends_with_name():
        if isinstance(backend, WhooshSearchBackend):
            backend.store.renew_synonyms()


def seed_synonyms() -> None:
    """Add those of the product's own groups of which the office never had a name.

    All of them to an empty table; to one in use what an update brings. What the office changed or took away stays so:
    its history says which names it had.
    """
    had = _names_ever_had()
    groups = [
        group
        for group in map(_group, read_table(SEED_FILE.read_text(encoding="utf-8")))
        if had.isdisjoint(map(normalise, group.name_list))
    ]
    if groups:
        bulk_create_with_history(groups, SynonymGroup)
        _use_at_once()


def _group(seed: dict[str, Any]) -> SynonymGroup:
    names, means = seed.get("said") or seed.get("same") or (), seed.get("means") or ()
    return SynonymGroup(names="\n".join(names), means="\n".join(means))


def _names_ever_had() -> set[str]:
    had = (
        names
        for manager in (SynonymGroup.objects, SynonymGroup.history)
        for names in manager.order_by().values_list("names", flat=True)
    )
    return {normalise(" ".join(name.split())) for names in had for name in names.splitlines()}
