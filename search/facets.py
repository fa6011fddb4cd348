"""Narrowing and counting what was found. Pure: rows in, rows and counts out.

Values of one facet widen (Hộ tịch or Chứng thực), different facets narrow. The count beside a value says how many
results remain when it is chosen beside the other facets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from organisation.vietnamese_format import vietnamese_sort_key

KIND, FIELD, UNIT, STATUS, YEAR = "loai", "linh-vuc", "don-vi", "trang-thai", "nam"
FACETS = (KIND, FIELD, UNIT, STATUS, YEAR)
MOST_VALUES = 30

Value = tuple[str, str]
"""Code, as it stands in the address, and label."""
Values = Mapping[str, Value]
"""A row's value of each facet it has one of."""
Chosen = Mapping[str, frozenset[str]]


class Row(Protocol):
    """Anything with values."""

    @property
    def values(self) -> Values: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen."""

    value: str
    label: str
    count: int
    checked: bool


def narrowed(rows: Sequence[R], chosen: Chosen, besides: str = "") -> list[R]:
    """The rows that pass every facet, leaving out the facet `besides`."""
    active = [(name, codes) for name, codes in chosen.items() if codes and name != besides]
    return [row for row in rows if all(row.values.get(name, ("", ""))[0] in codes for name, codes in active)]


def options(rows: Sequence[Row], chosen: Chosen, name: str) -> list[Option]:
    """The values of one facet with counts; years latest first, others in alphabetical order.

    A value that would leave nothing beside the other facets is no choice; one that is chosen stays, to be taken back.
    """
    labels = dict(row.values[name] for row in rows if name in row.values)
    counts = Counter(row.values[name][0] for row in narrowed(rows, chosen, name) if name in row.values)
    ordered = sorted(labels.items(), key=lambda pair: vietnamese_sort_key(pair[1]), reverse=name == YEAR)
    found = [Option(code, label, counts[code], code in chosen.get(name, ())) for code, label in ordered]
    return [option for option in found if option.count or option.checked]


def known(rows: Sequence[Row], asked: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """What was asked for, without values that no row has."""
    return {
        name: frozenset(asked.get(name, ())) & {row.values[name][0] for row in rows if name in row.values}
        for name in FACETS
    }
