"""Who gave a dossier to whom: read from its events (MC-06, the process control slip)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dossiers.enums import EventKind


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who gave or took a dossier; empty for the applicant."""

    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One leg.

    Attributes:
        punctuality: how the giver's step ended: "early", "on_time", "overdue"; empty where nothing was due.
        note: why, where it was given back or given to another person.
    """

    at: dt.datetime
    giver: Party
    receiver: Party
    punctuality: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """What is needed of an event: the kind, when, the person as called then, and the facts."""

    kind: str
    at: dt.datetime
    actor: Party
    data: Mapping[str, Any]
    note: str = ""


def hand_overs(happenings: Iterable[Happening], officers: Mapping[int, Party]) -> list[HandOver]:
    """The legs of a dossier in order.

    Args:
        happenings: the whole chain, in order.
        officers: who the persons are that steps were given to, by their key.
    """
    legs: list[HandOver] = []
    pending: HandOver | None = None
    for event in happenings:
        officer = officers.get(event.data.get("officer") or event.data.get("to") or 0, Party())
        match event.kind:
            case EventKind.RECEIVED:
                legs.append(HandOver(event.at, Party(), event.actor))
            case EventKind.STEP_COMPLETED:
                ended = str(event.data.get("ended") or "")
                pending = HandOver(event.at, event.actor, Party(), ended)
            case EventKind.STEP_RETURNED:
                pending = HandOver(event.at, event.actor, Party(), note=_given_back(event.note))
            case EventKind.STEP_STARTED:
                legs += _begun(event, officer, pending, legs)
                pending = None
            case EventKind.REASSIGNED:
                before = officers.get(event.data.get("from") or 0, Party())
                legs.append(HandOver(event.at, before, officer, note=event.note))
            case EventKind.RETURNED:
                legs.append(replace(pending or HandOver(event.at, event.actor, Party()), at=event.at))
                pending = None
    return legs


def _begun(
    event: Happening, officer: Party, pending: HandOver | None, legs: list[HandOver]
) -> list[HandOver]:
    """The leg that ends with a step begun: none where somebody only begins what he has already."""
    if pending is not None:
        return [replace(pending, at=event.at, receiver=officer)]
    holder = legs[-1].receiver if legs else Party()
    return [] if officer.name == holder.name else [HandOver(event.at, holder, officer)]


def _given_back(reason: str) -> str:
    return f"Trả lại: {reason}" if reason else "Trả lại"
