"""Which line of a new schedule continues which line of the one before. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def continued(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each new line the place of the old line it continues, so that a changed hour reads as a change.

    A line with the same topic is continued by its namesake; what is left over is paired in order, and only lines that
    have no partner are new.

    Args:
        before, after: the topics of the old and of the new lines, in the order of the schedule.

    Returns:
        as many entries as `after`; None for a new line. No old line stands twice.
    """
    found: list[int | None] = []
    free = list(range(len(before)))
    for topic in after:
        namesake = next((place for place in free if before[place] == topic), None)
        found.append(namesake)
        if namesake is not None:
            free.remove(namesake)
    return [free.pop(0) if place is None and free else place for place in found]
