"""A file that comes again: three layouts become one, and nothing that a person wrote here is lost. Pure.

Compared key by key at the top of the layout ("time_limit", "components" …): finer merging of lists would join rows that
nobody has ever seen together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from procedures.importers.reading import Layout

IDENTITY = frozenset({"iso_code", "id"})
"""What a document is called here; never taken from a later file."""


@dataclass(frozen=True, slots=True)
class Base:
    """How things stood when this source was last brought in.

    Attributes:
        source: the layout that its reader gave then.
        draft: the layout of the draft that was made of it.
    """

    source: Layout
    draft: Layout


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome.

    Attributes:
        layout: complete; equal to the current one where nothing is taken.
        taken: keys whose text now comes from the file.
        kept: keys where the file says something else, but the text here stays, because a person wrote it.
    """

    layout: Layout
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def merge(current: Layout, incoming: Layout, base: Base | None, speaks_of: Collection[str] | None) -> Merge:
    """Bring `incoming` into `current`.

    A key is taken from the file when the text here is empty or is still the one of the last import; it is left
    alone when the file says the same as last time; otherwise the text here is kept and the key is named.

    Args:
        current: the draft as it is.
        incoming: what the reader gave.
        base: the last import of the same source into this draft; None when there was none.
        speaks_of: keys the format can tell of; None when it tells everything, then the file is the text.
    """
    if speaks_of is None:
        taken = tuple(key for key in _keys(current, incoming) if current.get(key) != incoming.get(key))
        return Merge({**incoming, **_named(current)}, taken)
    layout = dict(current)
    taken_keys: list[str] = []
    kept: list[str] = []
    for key in (k for k in _keys(current, incoming) if k in speaks_of):
        ours, theirs = current.get(key), incoming.get(key)
        if ours == theirs or _says_the_same(key, theirs, base):
            continue
        if _is_free(key, ours, base):
            taken_keys.append(key)
            layout[key] = theirs
        else:
            kept.append(key)
    return Merge({k: v for k, v in layout.items() if v is not None}, tuple(taken_keys), tuple(kept))


def _keys(current: Layout, incoming: Layout) -> list[str]:
    return [key for key in dict.fromkeys((*current, *incoming)) if key not in IDENTITY]


def _named(current: Layout) -> Layout:
    return {key: current[key] for key in IDENTITY if key in current}


def _says_the_same(key: str, theirs: object, base: Base | None) -> bool:
    """Does the source say what it said last time? Silence in a first import says nothing either."""
    return theirs == base.source.get(key) if base else theirs is None


def _is_free(key: str, ours: object, base: Base | None) -> bool:
    """Has nobody here written anything of their own under this key?"""
    return ours is None or (base is not None and ours == base.draft.get(key))
