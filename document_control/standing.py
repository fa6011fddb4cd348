"""Which version is in force at a moment, and how any version stands. Pure.

A document is a chain of events: issues and withdrawals, each with the moment from which it holds. Effective moments
never run backwards along the chain (`services` enforces it), so the last event that already holds decides. A version
that was cancelled before its moment came never counts. Source: ISO 9001:2015 7.5.3, DOMAIN section 11 "Version
invariants": one version in force per code and instant, no overlap, no gap unless withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from document_control.enums import VersionState


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """An issue or a withdrawal.

    Attributes:
        index: place in the document's chain, from 1.
        effective_from: aware moment from which it holds.
        version_id: the issued version, None for a withdrawal of the whole document.
        cancelled: the version was cancelled before it took effect.
    """

    index: int
    effective_from: dt.datetime
    version_id: int | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a version stands at a moment.

    Attributes:
        state: future, in force, superseded, withdrawn or cancelled.
        since: moment at which this state began (for "future": at which it will take effect).
        until: moment at which the version stops being in force, when that is known.
        successor_id: the version in force at the moment asked, when it is another one.
    """

    state: VersionState
    since: dt.datetime
    until: dt.datetime | None
    successor_id: int | None


def _live(events: Sequence[ChainEvent]) -> list[ChainEvent]:
    return sorted((e for e in events if not e.cancelled), key=lambda e: e.index)


def in_force_id(events: Sequence[ChainEvent], at: dt.datetime) -> int | None:
    """The id of the version in force at `at`; None before the first or after a withdrawal."""
    held = [e for e in _live(events) if e.effective_from <= at]
    return held[-1].version_id if held else None


def standing(version_id: int, events: Sequence[ChainEvent], at: dt.datetime) -> Standing:
    """How the version `version_id` stands at `at`.

    Raises:
        KeyError: when the version is not in `events`.
    """
    own = next((e for e in events if e.version_id == version_id), None)
    if own is None:
        raise KeyError(version_id)
    if own.cancelled:
        return Standing(
            VersionState.CANCELLED, own.effective_from, own.effective_from, in_force_id(events, at)
        )
    following = next((e for e in _live(events) if e.index > own.index), None)
    until = following.effective_from if following else None
    current = in_force_id(events, at)
    if own.effective_from > at:
        return Standing(VersionState.FUTURE, own.effective_from, until, current)
    if following is None or following.effective_from > at:
        return Standing(VersionState.IN_FORCE, own.effective_from, until, None)
    state = VersionState.WITHDRAWN if following.version_id is None else VersionState.SUPERSEDED
    return Standing(state, following.effective_from, until, current)
