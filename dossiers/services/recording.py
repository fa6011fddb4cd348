"""Events: the one way by which a change of a dossier is told.

A service changes the dossier's fields in memory, calls `record` for each thing that happened, and `save_changed` once:
it writes the events, and the row only if nobody else did in between. So there is never one without the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import JSONField
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from document_control.canonical import clean_text, normalise
from dossiers.enums import EventKind
from dossiers.errors import StaleDossierError
from dossiers.models import Dossier, DossierEvent
from dossiers.statistics.counting import CountedRow
from dossiers.statistics.keeping import apply_change, counted_row, stored_row
from organisation.models import User
from organisation.selectors import Signature, signature_of

UNCHANGING = frozenset({"id", "code", "code_key", "secret", "request_key", "created_at", "lock_version"})

_CHANGED_IN_PLACE = frozenset(
    field.attname for field in Dossier._meta.concrete_fields if isinstance(field, JSONField)
)
"""Lists and mappings may be changed without being assigned: they are always written."""
_COMPARED = (
    frozenset(field.attname for field in Dossier._meta.concrete_fields if field.name not in UNCHANGING)
    - _CHANGED_IN_PLACE
)


@dataclass(slots=True)
class _Change:
    """What was told of a dossier and is not written yet, how its people sign, and how its row is stored.

    Attributes:
        state: the state in which the last event left the dossier, empty before the first one; None: not known.
        stored_at: the `lock_version` that `stored` and `counted` belong to; None: they are not known.
        stored: columns of the row as they are stored, without those whose values can change in place.
        counted: what the statistics know of it.
    """

    events: list[DossierEvent] = field(default_factory=list)
    signatures: dict[tuple[int, dt.date], Signature] = field(default_factory=dict)
    state: str | None = None
    stored_at: int | None = None
    stored: dict[str, Any] = field(default_factory=dict)
    counted: CountedRow | None = None


def _change_of(dossier: Dossier) -> _Change:
    change: _Change = dossier.__dict__.setdefault("_change", _Change())
    return change


@contextmanager
def changing(dossier_id: int, lock_version: int | None = None) -> Iterator[Dossier]:
    """One transaction in which one dossier is changed: locked, given, and written at the end.

    Args:
        lock_version: as the page showed it; None for jobs of the system, which take the row as it is.

    Raises:
        StaleDossierError: somebody else changed the dossier since.
        Dossier.DoesNotExist: no such dossier.
    """
    with transaction.atomic():
        dossier = (
            Dossier.objects.select_for_update(of=("self",))
            .select_related("current_step", "version", "document", "competent_unit", "received_by")
            .defer("version__snapshot", "version__approvals")  # large, and most verbs do not read them
            .get(pk=dossier_id)
        )
        if lock_version is not None:
            require_unchanged(dossier, lock_version)
        _remember_stored(dossier, counted_row(dossier))
        _change_of(dossier).state = dossier.state
        yield dossier
        save_changed(dossier)


def require_unchanged(dossier: Dossier, lock_version: int) -> None:
    """Is the dossier still as the page showed it?

    Raises:
        StaleDossierError: it is not.
    """
    if dossier.lock_version != lock_version:
        raise StaleDossierError(
            _(
                "Somebody else has just changed this dossier. Read it again below, then repeat what you wanted."
            )
        )


def create(dossier: Dossier) -> None:
    """Write a new dossier; the caller goes on within its transaction: steps, events, `save_changed`."""
    dossier.save(force_insert=True)  # `statistics.receivers` counts it
    _remember_stored(dossier, counted_row(dossier))
    _change_of(dossier).state = ""


def _remember_stored(dossier: Dossier, counted: CountedRow | None) -> None:
    change = _change_of(dossier)
    change.stored_at, change.counted = dossier.lock_version, counted
    change.stored = {name: getattr(dossier, name) for name in _COMPARED}


def _unsaved(dossier: Dossier) -> tuple[dict[str, Any], CountedRow | None]:
    """Columns that differ from the stored row, and what the statistics know of it.

    Everything, and read again, unless what is remembered is that of this very version.
    """
    change = _change_of(dossier)
    if change.stored_at != dossier.lock_version:
        return {name: getattr(dossier, name) for name in _COMPARED | _CHANGED_IN_PLACE}, stored_row(
            dossier.pk
        )
    values = {name: value for name in _COMPARED if (value := getattr(dossier, name)) != change.stored[name]}
    return values | {name: getattr(dossier, name) for name in _CHANGED_IN_PLACE}, change.counted


def save_changed(dossier: Dossier) -> None:
    """Write what was told, and the row; SQLite ignores row locks, so the database itself compares the version.

    The counters of the statistics move with it.

    Raises:
        StaleDossierError: another transaction was faster.
    """
    seen = dossier.lock_version
    values, before = _unsaved(dossier)
    written = Dossier.objects.filter(pk=dossier.pk, lock_version=seen).update(lock_version=seen + 1, **values)
    if not written:
        raise StaleDossierError(_("Somebody else has just changed this dossier. Please try again."))
    dossier.lock_version = seen + 1
    events = _change_of(dossier).events
    DossierEvent.objects.bulk_create(events)
    events.clear()
    after = counted_row(dossier)
    apply_change(before, after)
    _remember_stored(dossier, after)


def record(
    dossier: Dossier,
    kind: EventKind,
    *,
    now: dt.datetime,
    actor: User | None = None,
    from_state: str | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> DossierEvent:
    """Add a link to the dossier's chain and move its end; written with the dossier by `save_changed`.

    Args:
        dossier: with the state it has after the event.
        actor: None for the system.
        from_state: the state before, empty for what begins a dossier; the present one when left out.
        data: plain facts, no personal data of the applicant.

    Raises:
        RuntimeError: the event does not go on where the one before it ended; told in another order, it would.
    """
    change = _change_of(dossier)
    before = dossier.state if from_state is None else from_state
    if change.state not in (None, before):
        raise RuntimeError(f"{kind} begins in “{before}”, but the event before it ended in “{change.state}”")
    change.state = dossier.state
    signature = signature_on(dossier, actor, localdate(now)) if actor else None
    event = DossierEvent(
        dossier=dossier,
        sequence=dossier.event_count + 1,
        kind=kind,
        at=now.replace(microsecond=0),
        actor=actor,
        actor_name=signature["name"] if signature else "",
        actor_post=signature["post"] if signature else "",
        actor_unit=signature["unit"] if signature else "",
        from_state=before,
        to_state=dossier.state,
        note=clean_text(note),
        data=normalise(data or {}),
    )
    event.chain_hash = event.compute_hash(dossier.event_head, dossier.code)
    change.events.append(event)
    dossier.event_count = event.sequence
    dossier.event_head = event.chain_hash
    return event


def unwritten_events(dossier: Dossier) -> list[DossierEvent]:
    """What was told of a dossier and is not written yet: for whoever writes many new dossiers at once."""
    return _change_of(dossier).events


def signature_on(dossier: Dossier, actor: User, day: dt.date) -> Signature:
    """How a person signs what concerns a dossier; asked once per change."""
    known = _change_of(dossier).signatures
    if (actor.pk, day) not in known:
        known[actor.pk, day] = signature_of(actor, day)
    return known[actor.pk, day]
