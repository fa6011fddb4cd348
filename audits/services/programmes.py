"""The programme of a year: drawn up by the ISO secretary, approved by a leader, then it stands (DOMAIN 1.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import ProgrammeState
from audits.errors import AuditError, NotAllowedError
from audits.models import AuditProgramme, ProgrammeEntry, StandardClause
from audits.policies import LEADER, AuditPolicy
from audits.rules.audit_states import ProgrammeMove, programme_after
from audits.selectors.office import audited_office, units_of_year
from audits.services.locking import take
from organisation.models import User
from organisation.selectors import signature_of


@dataclass(frozen=True, slots=True)
class ProgrammeTexts:
    """What a programme says besides its matrix."""

    objectives: str = ""
    criteria: str = ""
    considered: str = ""


@transaction.atomic
def create_programme(
    actor: User, year: int, now: dt.datetime, *, copy_from: int | None = None
) -> AuditProgramme:
    """Begin the programme of a year, empty or like that of another year.

    Args:
        copy_from: the year whose texts, entries and clauses are taken over; units that ended are left out.

    Raises:
        AuditError: the office is not chosen, it has a programme already, or there is none to copy.
    """
    policy, office = AuditPolicy(actor, localdate(now)), audited_office()
    if office is None:
        raise AuditError(
            _("The site does not say yet for which office it speaks. The administrator sets it.")
        )
    if not policy.keeps_programme or office.pk not in policy.office_ids:
        raise NotAllowedError(_("The programme is drawn up by the ISO secretary."))
    source = AuditProgramme.objects.filter(office=office, year=copy_from).first() if copy_from else None
    if copy_from and source is None:
        raise AuditError(_("There is no programme of %(year)s to copy.") % {"year": copy_from})
    texts = (
        ProgrammeTexts(source.objectives, source.criteria, source.considered) if source else ProgrammeTexts()
    )
    programme = _insert(actor, office.pk, year, texts)
    if source is not None:
        _copy_entries(source, programme)
    return programme


def _insert(actor: User, office_id: int, year: int, texts: ProgrammeTexts) -> AuditProgramme:
    taken = _("There is already a programme of %(year)s. Open it and change it there.") % {"year": year}
    if AuditProgramme.objects.filter(office=office_id, year=year).exists():
        raise AuditError(taken)
    try:
        with transaction.atomic():
            return AuditProgramme.objects.create(
                office_id=office_id,
                year=year,
                objectives=texts.objectives,
                criteria=texts.criteria,
                considered=texts.considered,
                drawn_up_by=actor,
            )
    except IntegrityError as error:  # somebody else began it at the same moment
        raise AuditError(taken) from error


def _copy_entries(source: AuditProgramme, programme: AuditProgramme) -> None:
    known = {unit.pk for unit in units_of_year(programme.office, programme.year)}
    for entry in source.entries.prefetch_related("clauses"):
        if entry.unit_id in known:
            copied = ProgrammeEntry.objects.create(
                programme=programme, unit_id=entry.unit_id, month=entry.month, note=entry.note
            )
            copied.clauses.set(entry.clauses.all())


@transaction.atomic
def save_programme(
    actor: User,
    programme_id: int,
    lock_version: int,
    texts: ProgrammeTexts,
    slots: Collection[tuple[int, int]],
    now: dt.datetime,
) -> AuditProgramme:
    """Change the texts and the matrix of a draft.

    Args:
        slots: every (unit, month) that is to be audited; entries not among them are taken off with their clauses.

    Raises:
        AuditError: a unit that does not belong to the office in that year.
    """
    programme = take(AuditProgramme, programme_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_change_programme(programme))
    wanted = set(slots)
    known = {unit.pk for unit in units_of_year(programme.office, programme.year)}
    if any(unit_id not in known or not 1 <= month <= 12 for unit_id, month in wanted):
        raise AuditError(_("Choose months of units that belong to the office in this year."))
    for entry in programme.entries.all():
        if (entry.unit_id, entry.month) not in wanted:
            entry.delete()
    there = set(programme.entries.values_list("unit_id", "month"))
    for unit_id, month in sorted(wanted - there):
        ProgrammeEntry.objects.create(programme=programme, unit_id=unit_id, month=month)
    programme.objectives, programme.criteria = texts.objectives, texts.criteria
    programme.considered = texts.considered
    programme.save()
    return programme


@transaction.atomic
def save_entry(
    actor: User,
    entry_id: int,
    lock_version: int,
    clauses: Iterable[StandardClause],
    note: str,
    now: dt.datetime,
) -> ProgrammeEntry:
    """Say which clauses an entry covers. `lock_version` is that of its programme."""
    entry = ProgrammeEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise AuditError(_("This entry was taken off the programme meanwhile."))
    programme = take(AuditProgramme, entry.programme_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_change_programme(programme))
    entry.note = note
    entry.save()
    entry.clauses.set(clauses)
    return entry


@transaction.atomic
def submit_programme(actor: User, programme_id: int, lock_version: int, now: dt.datetime) -> AuditProgramme:
    """Hand a draft to the leaders.

    Raises:
        AuditError: nothing is planned yet.
    """
    programme = take(AuditProgramme, programme_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_submit_programme(programme))
    if not programme.entries.exists():
        raise AuditError(_("No unit is planned yet. Tick at least one month, then submit the programme."))
    _move(programme, ProgrammeMove.SUBMIT)
    programme.submitted_at, programme.return_reason = now, ""
    programme.save()
    return programme


@transaction.atomic
def approve_programme(actor: User, programme_id: int, lock_version: int, now: dt.datetime) -> AuditProgramme:
    """Approve what was submitted; from then on the programme stands."""
    programme = take(AuditProgramme, programme_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_approve_programme(programme))
    _move(programme, ProgrammeMove.APPROVE)
    programme.approved_at, programme.approved_by = now, actor
    programme.signatory = dict(signature_of(actor, localdate(now), [LEADER]))
    programme.save()
    return programme


@transaction.atomic
def send_back_programme(
    actor: User, programme_id: int, lock_version: int, reason: str, now: dt.datetime
) -> AuditProgramme:
    """Give a programme back to the ISO secretary, with the reason."""
    programme = take(AuditProgramme, programme_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_approve_programme(programme))
    if not reason.strip():
        raise AuditError(_("Write what has to be changed. One sentence will do."))
    _move(programme, ProgrammeMove.SEND_BACK)
    programme.return_reason, programme.submitted_at = reason.strip(), None
    programme.save()
    return programme


def _move(programme: AuditProgramme, move: ProgrammeMove) -> None:
    after = programme_after(programme.state, move)
    if after is None:
        raise AuditError(
            _("The programme is “%(state)s”, so this is not possible.")
            % {"state": ProgrammeState(programme.state).label}
        )
    programme.state = after


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowedError(_("You may not do this with the programme as it stands now."))
