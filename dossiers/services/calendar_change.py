"""The government moves a day of rest: open dossiers are counted anew, seen before it is done (DOMAIN 3.7 rule 7).

A change of the calendar holds at once for dossiers that are received from then on. Those in hand keep the moment that
was promised until a leader or the ISO secretary has looked at every change and applied them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.enums import EventKind
from dossiers.errors import NotAllowedError, StaleDossierError
from dossiers.models import Dossier
from dossiers.policies import LEADER, SECRETARY, DossierPolicy
from dossiers.rules import clock
from dossiers.selectors.clock import count_due, pauses_of
from dossiers.services.interlinked import follow_child
from dossiers.services.pausing import recount
from dossiers.services.recording import changing, record
from organisation.models import User

CHUNK = 500


@dataclass(frozen=True, slots=True)
class DueChange:
    """One open dossier whose due moment is another under the calendar as it is now.

    Attributes:
        years_without_holidays: years the count reaches into and for which no holiday is entered yet.
    """

    dossier_id: int
    code: str
    title: str
    old: dt.datetime
    new: dt.datetime
    years_without_holidays: tuple[int, ...] = ()

    @property
    def is_earlier(self) -> bool:
        return self.new < self.old


def preview() -> list[DueChange]:
    """Every open dossier that would be due at another moment, earliest first; nothing is written."""
    return sorted(_changes(), key=lambda change: (change.old, change.code))


def _changes() -> Iterator[DueChange]:
    rows = Dossier.objects.filter(received_at__isnull=False, closed_at=None, due_at__isnull=False)
    rows = rows.select_related("competent_unit", "document").prefetch_related("pauses").defer("papers")
    for dossier in rows.iterator(chunk_size=CHUNK):
        if not dossier.due_basis.get("rule") or not dossier.due_basis.get("begun") or dossier.due_at is None:
            continue
        begun = clock.begun_at(dossier.due_basis)
        limit = clock.limit_of(dossier.due_basis["rule"])
        new, calendar = count_due(dossier.competent_unit, begun, limit, pauses_of(dossier, begun))
        if new != dossier.due_at:
            unknown = calendar.years_without_holidays(localdate(begun), localdate(new))
            yield DueChange(dossier.pk, dossier.code, dossier.document.title, dossier.due_at, new, unknown)


def years_without_holidays(changes: Sequence[DueChange]) -> list[int]:
    """Years into which any of these changes counts and for which no holiday is entered yet."""
    return sorted({year for change in changes for year in change.years_without_holidays})


def fingerprint(changes: Sequence[DueChange]) -> str:
    """Stands for a preview, so that exactly what was seen is applied."""
    told = "|".join(f"{c.dossier_id}:{c.old.isoformat()}:{c.new.isoformat()}" for c in changes)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def may_apply(policy: DossierPolicy) -> bool:
    """Who looks at the changes and applies them."""
    return bool(policy.roles & {LEADER, SECRETARY})


def apply(actor: User, seen: str, now: dt.datetime) -> int:
    """Give every open dossier the due moment of the calendar as it is now; one event each with both moments.

    Every dossier is a transaction of its own; when the process dies, the rest shows up in the next preview.

    Args:
        seen: the fingerprint of the preview that the person read.

    Raises:
        NotAllowedError: neither a leader nor the ISO secretary.
        StaleDossierError: the changes are others than those seen.
    """
    if not may_apply(DossierPolicy(actor)):
        raise NotAllowedError(_("Due dates are counted anew by a leader or the ISO secretary."))
    changes = preview()
    if fingerprint(changes) != seen:
        raise StaleDossierError(
            _("The calendar or the dossiers changed since. Read the new list, then apply it.")
        )
    for change in changes:
        with changing(change.dossier_id) as dossier:
            if dossier.closed_at is not None:
                continue
            before = dossier.due_at
            recount(dossier)
            record(
                dossier,
                EventKind.DUE_CHANGED,
                now=now,
                actor=actor,
                data={
                    "due_before": before.isoformat() if before else None,
                    "due": dossier.due_at.isoformat() if dossier.due_at else None,
                    "calendar": dossier.due_basis.get("calendar", ""),
                },
            )
            follow_child(dossier, now=now, actor=actor)
    return len(changes)
