"""Writes of work schedules and absences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.enums import Visibility
from dossiers.errors import DossierError, StaleDossierError
from dossiers.models import Absence, ScheduleEntry
from dossiers.policies import DossierPolicy
from dossiers.schedule_policy import SchedulePolicy
from dossiers.selectors.officers import workers_among
from organisation.models import User


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """What an entry of a schedule says."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str = ""
    visibility: Visibility = Visibility.OWN


def _require_writer(actor: User, person: User, now: dt.datetime) -> None:
    if not SchedulePolicy(DossierPolicy(actor)).may_write_for(person, localdate(now)):
        raise PermissionDenied(_("A schedule is kept by its owner, or by the head of the unit."))


@transaction.atomic
def add_entry(actor: User, person: User, details: EntryDetails, now: dt.datetime) -> ScheduleEntry:
    """Enter something into a person's schedule. Entries may overlap; the page shows it.

    Raises:
        PermissionDenied: neither the owner nor the head of the unit.
    """
    _require_writer(actor, person, now)
    entry = ScheduleEntry(person=person, created_by=actor)
    return _write(entry, details)


@transaction.atomic
def change_entry(
    actor: User, entry_id: int, lock_version: int, details: EntryDetails, now: dt.datetime
) -> ScheduleEntry:
    """Change an entry that is not cancelled.

    Args:
        lock_version: as the page showed it.

    Raises:
        PermissionDenied: neither the owner nor the head of the unit.
        StaleDossierError: somebody else changed it since.
        DossierError: it was cancelled.
    """
    return _write(_take(actor, entry_id, lock_version, now), details)


@transaction.atomic
def cancel_entry(actor: User, entry_id: int, lock_version: int, now: dt.datetime) -> ScheduleEntry:
    """Take an entry off the schedule; it stays in the database. Refused as `change_entry` is."""
    entry = _take(actor, entry_id, lock_version, now)
    entry.cancelled_at = now
    entry.save(update_fields=["cancelled_at", "lock_version"])
    return entry


def _take(actor: User, entry_id: int, lock_version: int, now: dt.datetime) -> ScheduleEntry:
    """The entry for this change alone, if it is still as the person saw it."""
    entry = ScheduleEntry.objects.select_for_update(of=("self",)).select_related("person").get(pk=entry_id)
    _require_writer(actor, entry.person, now)
    if entry.cancelled_at is not None:
        raise DossierError(_("This entry was cancelled meanwhile. Enter a new one."))
    if entry.lock_version != lock_version:
        raise StaleDossierError(
            _(
                "Somebody else changed this meanwhile. Look at it as it stands now, then send your change again."
            )
        )
    entry.lock_version += 1
    return entry


def _write(entry: ScheduleEntry, details: EntryDetails) -> ScheduleEntry:
    entry.starts_at, entry.ends_at = details.starts_at, details.ends_at
    entry.title, entry.place, entry.visibility = details.title, details.place, details.visibility
    entry.full_clean()
    entry.save()
    return entry


@dataclass(frozen=True, slots=True)
class AbsenceDetails:
    """Whole days of absence, both included."""

    person: User
    first_day: dt.date
    last_day: dt.date
    reason: str = ""
    stand_in: User | None = None


@transaction.atomic
def record_absence(actor: User, details: AbsenceDetails, now: dt.datetime) -> Absence:
    """Enter an absence: the person gets no new step on these days.

    Raises:
        DossierError: the days are over, wrong, or entered already; the stand-in is absent too, or does no steps.
    """
    _require_writer(actor, details.person, now)
    if details.last_day < details.first_day:
        raise DossierError(
            _("The last day lies before the first."), {"last_day": _("Choose a day from the first day on.")}
        )
    if details.last_day < localdate(now):
        raise DossierError(_("These days are over."), {"last_day": _("Choose today or a later day.")})
    _refuse_overlap(details)
    return Absence.objects.create(
        person=details.person,
        first_day=details.first_day,
        last_day=details.last_day,
        reason=details.reason,
        stand_in=details.stand_in,
        recorded_at=now,
        recorded_by=actor,
    )


def _refuse_overlap(details: AbsenceDetails) -> None:
    days = {"first_day__lte": details.last_day, "last_day__gte": details.first_day, "cancelled_at": None}
    if Absence.objects.filter(person=details.person, **days).exists():
        raise DossierError(
            _("An absence on some of these days is entered already."),
            {"first_day": _("Cancel the earlier entry, or choose other days.")},
        )
    if details.stand_in is None:
        return
    if details.stand_in == details.person:
        raise DossierError(
            _("The stand-in must be another person."), {"stand_in": _("Choose somebody else.")}
        )
    if not workers_among([details.stand_in.pk], details.first_day):
        raise DossierError(
            _("The stand-in holds no post that does steps."), {"stand_in": _("Choose somebody else.")}
        )
    if Absence.objects.filter(person=details.stand_in, **days).exists():
        raise DossierError(
            _("The stand-in is absent on some of these days."), {"stand_in": _("Choose somebody else.")}
        )


@transaction.atomic
def cancel_absence(actor: User, absence_id: int, now: dt.datetime) -> Absence:
    """The person is there after all; what was handed over stays where it is."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence_id)
    _require_writer(actor, absence.person, now)
    if absence.cancelled_at is None:
        absence.cancelled_at = now
        absence.save(update_fields=["cancelled_at"])
    return absence
