"""Teaching an index to restore marks, from the rows whose texts are public now."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from search.backends.whoosh.changes import Change, documents_now
from search.engine import IndexDocument, SearchIndex

BATCH = 200


def teach(index: SearchIndex, public_keys: Collection[str]) -> None:
    """Learn anew from the public rows with these keys (`key_of`). Raises OSError."""
    index.learn(_documents(public_keys))


def _documents(keys: Collection[str]) -> Iterator[IndexDocument]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        for _id, made in documents_now(map(_change, ordered[start : start + BATCH])):
            if made is not None:
                yield made


def _change(key: str) -> Change:
    label, _, pk = key.partition(":")
    return label, pk
