"""From a role to what its holder must do: the steps of a role in every internal process. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from procedures.workspace.occasions import ANNUAL, ON_DEMAND, next_on

Snapshot = Mapping[str, Any]

WHEN_IT_COMES_UP, REGULAR, YEARLY = "khi-co-viec", "dinh-ky", "hang-nam"
TABS = (WHEN_IT_COMES_UP, REGULAR, YEARLY)


@dataclass(frozen=True)
class Situation:
    """A situation of one process in which the role has steps.

    Attributes:
        heading: when it is ("Khi hồ sơ của tôi bị trễ"), for recurring work what is due.
        next_on: the next day it is due; None when it comes up when it comes up.
        steps: the role's own steps, as in the snapshot.
        process: whatever the caller gave for the process.
    """

    heading: str
    process: Any
    steps: tuple[Mapping[str, Any], ...]
    next_on: dt.date | None = None
    also: tuple[str, ...] = field(default=())


def tab_of(occasion: Mapping[str, Any]) -> str:
    """The tab on which an occasion stands."""
    frequency = occasion.get("frequency") or ON_DEMAND
    if frequency == ON_DEMAND:
        return WHEN_IT_COMES_UP
    return YEARLY if frequency == ANNUAL else REGULAR


def _dated(occasions: Iterable[Mapping[str, Any]], today: dt.date) -> list[tuple[dt.date, str]]:
    """Occasions of one process with their next day, the nearest first."""
    dated = [(next_on(occasion, today) or dt.date.max, occasion.get("label") or "") for occasion in occasions]
    return sorted(dated)


def _situation(
    tab: str,
    occasions: list[Mapping[str, Any]],
    snapshot: Snapshot,
    process: Any,
    steps: tuple[Mapping[str, Any], ...],
    today: dt.date,
) -> Situation:
    trigger = snapshot.get("trigger") or snapshot["short_title"]
    if tab == WHEN_IT_COMES_UP:
        return Situation(trigger, process, steps)
    dated = _dated(occasions, today)
    day, label = dated[0]
    known = None if day == dt.date.max else day
    return Situation(label or trigger, process, steps, known, tuple(text for _, text in dated[1:] if text))


def situations_of(
    processes: Iterable[tuple[Any, Snapshot]], role_codes: Collection[str], today: dt.date
) -> dict[str, list[Situation]]:
    """What holders of the given roles must do, by tab.

    Args:
        processes: pairs of the caller's process object and its snapshot, in the order to show.
        role_codes: codes of the roles that count as one's own.
        today: for the next due days.

    Returns:
        All three tabs, recurring work in calendar order. A process with several kinds of occasions stands on each
        of their tabs; one without any stands under "when it comes up".
    """
    found: dict[str, list[Situation]] = {tab: [] for tab in TABS}
    for process, snapshot in processes:
        steps = tuple(
            step for step in snapshot["steps"] if (step.get("role") or {}).get("code") in role_codes
        )
        if not steps:
            continue
        by_tab: dict[str, list[Mapping[str, Any]]] = {}
        for occasion in snapshot.get("occasions") or [{}]:
            by_tab.setdefault(tab_of(occasion), []).append(occasion)
        for tab, occasions in by_tab.items():
            found[tab].append(_situation(tab, occasions, snapshot, process, steps, today))
    for tab in (REGULAR, YEARLY):
        found[tab].sort(key=lambda situation: situation.next_on or dt.date.max)
    return found


def role_codes_in(snapshots: Iterable[Snapshot]) -> set[str]:
    """Every role that has a step in one of the processes."""
    return {(step.get("role") or {}).get("code", "") for snapshot in snapshots for step in snapshot["steps"]}
