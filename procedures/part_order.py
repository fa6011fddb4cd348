"""The order of a text's parts: every list is numbered 0, 1, 2 … when its page is saved.

The editor's form numbers its rows. Rows added by a script or an import have no place (NULL); SQLite sorts NULL first
and PostgreSQL last, equal places come in any order, and a snapshot whose steps change places is another snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Orderable


def number_all_parts(page: ClusterableModel) -> None:
    """Number every list of the page, as it is in memory or else in the database."""
    _number(page, (relation.get_accessor_name() for relation in get_all_child_relations(type(page))))


def number_changed_parts(page: ClusterableModel) -> None:
    """Number the lists that saving the page would write, and leave those of the database alone."""
    _number(page, list(page.__dict__.get("_cluster_related_objects", ())))


def _number(page: ClusterableModel, names: Iterable[str]) -> None:
    for name in names:
        manager = getattr(page, name)
        if issubclass(manager.model, Orderable) and not _has_an_order(manager.all()):
            rows = sorted(manager.get_object_list(), key=_place)
            for place, row in enumerate(rows):
                row.sort_order = place
            manager.set(rows)


def _has_an_order(rows: Iterable[Any]) -> bool:
    places = [row.sort_order for row in rows]
    return None not in places and len(set(places)) == len(places)


def _place(row: Any) -> tuple[bool, int, bool, int]:
    """By place, then by key; without a place last, and the newest (no key yet) after the stored ones."""
    return row.sort_order is None, row.sort_order or 0, row.pk is None, row.pk or 0
