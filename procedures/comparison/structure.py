"""The kinds of parts a snapshot is described with: attributes, records of them, lists of items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Render = Callable[[Any], str]


@dataclass(frozen=True)
class Attribute:
    """One thing that is said about an object.

    Attributes:
        key: key in the object.
        label: what it is called; in an item's line it stands before the value.
        render: the value in words; must differ for values that read differently.
    """

    key: str
    label: str
    render: Render = str


@dataclass(frozen=True)
class Record:
    """Attributes of the object at ``path`` (empty path: the snapshot itself)."""

    group: str
    number: str
    label: str
    path: tuple[str, ...]
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True)
class Items:
    """A list of objects under ``key``.

    Attributes:
        identity: attribute keys that identify an item, as combinations, strictest first.
        title: key by which leftover items are likened.
        line_label: what one item is called with its number: "dòng 3", "Bước 4".
        by_attribute: one row per changed attribute instead of one line per item.
        position_key: key that repeats the position (counted from 1) and is not compared when it does.
    """

    group: str
    number: str
    label: str
    key: str
    attributes: tuple[Attribute, ...]
    identity: tuple[tuple[str, ...], ...]
    title: str = "name"
    line_label: str = "dòng"
    by_attribute: bool = False
    position_key: str = ""
    path: tuple[str, ...] = ()
