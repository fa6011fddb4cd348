"""Where a unit stands on a day: the units above it, its office, its official identifier."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from organisation.models import Unit
from organisation.selectors import UnitTree, unit_tree, units_under


class OfficeMap:
    """The units of a day, read once.

    Args:
        tree: which unit stands directly below which that day, when the caller knows it already.
    """

    def __init__(self, day: dt.date, tree: UnitTree | None = None) -> None:
        self.day = day
        self.tree = unit_tree(day) if tree is None else tree

    @cached_property
    def _above(self) -> dict[int, int]:
        return {unit_id: parent_id for parent_id, below in self.tree.items() for unit_id in below}

    @cached_property
    def _governments(self) -> frozenset[int]:
        """Units that are a level of government of their own."""
        return frozenset(Unit.objects.filter(level__isnull=False).order_by().values_list("pk", flat=True))

    def chain(self, unit_id: int) -> list[int]:
        """The unit and those above it, nearest first."""
        found = [unit_id]
        while (above := self._above.get(found[-1])) is not None and above not in found:
            found.append(above)
        return found

    def circles(self, *unit_ids: int) -> dict[int, int]:
        """How near each unit of an office stands: 0 for these units and all below them, then one more per level up.

        An office ends with the nearest unit that is a level of government of its own (a ward, a district); a unit that
        has none above it is an office by itself.
        """
        nearness: dict[int, int] = {}
        for unit_id in unit_ids:
            for distance, superior in enumerate(self.chain(unit_id)):
                for member in units_under([superior], self.tree):
                    nearness[member] = min(distance, nearness.get(member, distance))
                if superior in self._governments:
                    break
        return nearness

    def identifier(self, *unit_ids: int) -> str:
        """The official identifier that starts codes: of the first unit, or the nearest above it with one, and so on.

        Returns:
            Empty when none of them has one.
        """
        chains = [unit for unit_id in unit_ids for unit in self.chain(unit_id)]
        codes = dict(Unit.objects.filter(pk__in=chains).exclude(code="").values_list("pk", "code"))
        return next((codes[unit_id] for unit_id in chains if unit_id in codes), "")
