"""Filtering and counting the catalogue. Pure: rows in, rows and counts out.

Values of one filter widen (Hộ tịch or Chứng thực), different filters narrow. The count beside a value says how many
procedures remain when it is chosen in addition to the other filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from anyascii import anyascii

from organisation.vietnamese_format import vietnamese_sort_key

FIELD, SUBJECT, ONLINE, UNIT = "linh-vuc", "doi-tuong", "truc-tuyen", "don-vi"
FILTERS = (FIELD, SUBJECT, ONLINE, UNIT)

Chosen = Mapping[str, frozenset[str]]
R = TypeVar("R", bound="Row")


class Row(Protocol):
    """What a row must know; see `selectors.CatalogueRow`."""

    @property
    def field(self) -> tuple[str, str]: ...
    @property
    def online(self) -> tuple[str, str]: ...
    @property
    def unit(self) -> str: ...
    @property
    def subjects(self) -> frozenset[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen."""

    value: str
    label: str
    count: int
    checked: bool


def unit_code(name: str) -> str:
    """A unit's name as it stands in the address."""
    words = "".join(c if c.isalnum() else " " for c in anyascii(name).lower())
    return "-".join(words.split())[:80]


def values_of(row: Row, name: str) -> list[tuple[str, str]]:
    """(code, label) pairs of a row under one filter."""
    if name == SUBJECT:
        return list(row.subjects)
    if name == UNIT:
        return [(unit_code(row.unit), row.unit)] if row.unit else []
    code, label = row.field if name == FIELD else row.online
    return [(code, label)] if code else []


def narrowed(rows: Sequence[R], chosen: Chosen, besides: str = "") -> list[R]:
    """The rows that pass every filter, leaving out the filter `besides`."""
    active = [(name, values) for name, values in chosen.items() if values and name != besides]
    return [
        row
        for row in rows
        if all(any(code in values for code, _label in values_of(row, name)) for name, values in active)
    ]


def options(rows: Sequence[Row], chosen: Chosen, name: str) -> list[Option]:
    """The values of one filter with counts, in alphabetical order; values nobody has are left out."""
    labels = {code: label for row in rows for code, label in values_of(row, name)}
    counts = Counter(code for row in narrowed(rows, chosen, name) for code, _label in values_of(row, name))
    ordered = sorted(labels.items(), key=lambda pair: vietnamese_sort_key(pair[1]))
    return [Option(code, label, counts[code], code in chosen.get(name, ())) for code, label in ordered]


def known(rows: Sequence[Row], asked: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """What was asked for, without values that no procedure has."""
    found = {}
    for name in FILTERS:
        codes = {code for row in rows for code, _label in values_of(row, name)}
        found[name] = frozenset(value for value in asked.get(name, ()) if value in codes)
    return found
