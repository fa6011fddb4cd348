"""The plan of one audit: what, when, by whom, hour by hour; independence is checked whenever it could break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import ProgrammeState, TeamRole
from audits.errors import AuditError, NotAllowedError
from audits.models import Audit, AuditMember, AuditSession, ProgrammeEntry, StandardClause
from audits.policies import SECRETARY, AuditPolicy
from audits.rules.schedule import continued
from audits.selectors.independence import Audited, Independence, candidates, colleagues
from audits.selectors.office import audited_office, units_of_year
from audits.services.locking import take
from document_control.models import ControlledDocument
from dossiers.services.numbers import next_number
from organisation.models import Unit, User


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """What a plan says. The sample period is both days or none."""

    unit: Unit
    title: str
    starts_on: dt.date
    ends_on: dt.date
    objective: str = ""
    criteria: str = ""
    scope: str = ""
    clauses: Sequence[StandardClause] = ()
    documents: Sequence[ControlledDocument] = ()
    sample_from: dt.date | None = None
    sample_to: dt.date | None = None
    short_notice_reason: str = ""


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """A line of the schedule."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    topic: str
    auditor: User
    place: str = field(default="")


@transaction.atomic
def create_audit(
    actor: User, details: PlanDetails, now: dt.datetime, *, entry: ProgrammeEntry | None = None
) -> Audit:
    """Begin the plan of an audit, from an entry of an approved programme or outside it.

    An internal auditor who is not the ISO secretary leads the audit he plans, so he must be independent of it.

    Raises:
        AuditError: a wrong day, a unit of another office, an entry that is not approved or of another unit.
    """
    policy, office = AuditPolicy(actor, localdate(now)), audited_office()
    if office is None:
        raise AuditError(
            _("The site does not say yet for which office it speaks. The administrator sets it.")
        )
    if not policy.plans or office.pk not in policy.office_ids:
        raise NotAllowedError(_("Audits are planned by the ISO secretary and by internal auditors."))
    _check_details(details, office)
    _check_entry(entry, details)
    year = details.starts_on.year
    audit = Audit(
        code=f"ĐG-{year}-{next_number(f'audit-{year}'):02d}",
        year=year,
        entry=entry,
        office=office,
        drawn_up_by=actor,
    )
    _write(audit, details)
    if SECRETARY not in policy.roles:
        _refuse_dependent(Audited.of(audit), [actor])
        AuditMember.objects.create(audit=audit, user=actor, role=TeamRole.LEAD)
    return audit


@transaction.atomic
def change_plan(
    actor: User, audit_id: int, lock_version: int, details: PlanDetails, now: dt.datetime
) -> Audit:
    """Change a plan that is not approved. Its team must stay independent of what it then says.

    Raises:
        AuditError: as in `create_audit`; somebody of the team is not independent; a session lies outside the days.
    """
    audit = take(Audit, audit_id, lock_version)
    _require_planner(actor, audit, now)
    _check_details(details, audit.office)
    _check_entry(audit.entry, details)
    if details.starts_on.year != audit.year:
        raise AuditError(
            _("The code %(code)s belongs to %(year)s. Cancel this audit and plan a new one for another year.")
            % {"code": audit.code, "year": audit.year}
        )
    _write(audit, details)
    refuse_dependent_team(audit)
    for session in audit.sessions.all():
        _check_session_day(audit, session.starts_at, session.ends_at)
    return audit


@transaction.atomic
def set_team(
    actor: User, audit_id: int, lock_version: int, roles: Mapping[User, TeamRole], now: dt.datetime
) -> Audit:
    """Make these people the team.

    Raises:
        AuditError: somebody is not independent, holds no post that audits, or does not work in the office; two lead;
            somebody with a session is taken off.
    """
    audit = take(Audit, audit_id, lock_version)
    _require_planner(actor, audit, now)
    if list(roles.values()).count(TeamRole.LEAD) > 1:
        raise AuditError(_("A team has one lead auditor. Choose one of them."))
    auditors = [user for user, role in roles.items() if role != TeamRole.OBSERVER]
    _refuse_strangers(audit, auditors, [user for user in roles if user not in auditors])
    _refuse_dependent(Audited.of(audit), auditors)
    _refuse_missing_speaker(audit, auditors)
    _write_team(audit, roles)
    audit.save()
    return audit


@transaction.atomic
def set_sessions(
    actor: User, audit_id: int, lock_version: int, sessions: Iterable[SessionDetails], now: dt.datetime
) -> Audit:
    """Make these lines the schedule.

    Raises:
        AuditError: a line outside the days of the audit, ending before it begins, by somebody outside the team, or
            at the same time as another line of the same person.
    """
    audit = take(Audit, audit_id, lock_version)
    _require_planner(actor, audit, now)
    team = set(audit.team.exclude(role=TeamRole.OBSERVER).values_list("user_id", flat=True))
    rows = sorted(sessions, key=lambda row: row.starts_at)
    for row in rows:
        _check_session_day(audit, row.starts_at, row.ends_at)
        if row.auditor.pk not in team:
            raise AuditError(
                _("%(name)s is not in the team. Choose one of its auditors.")
                % {"name": row.auditor.get_full_name()}
            )
    _refuse_two_at_once(rows)
    _write_sessions(audit, rows)
    audit.save()
    return audit


def _write_sessions(audit: Audit, rows: Sequence[SessionDetails]) -> None:
    """Lines that go on keep their key and with it their history; lines that stay as they are, are not written."""
    before = list(audit.sessions.all())
    places = continued([session.topic for session in before], [row.topic for row in rows])
    for place, row in zip(places, rows, strict=True):
        session = AuditSession(audit=audit) if place is None else before[place]
        said = {name: getattr(row, name) for name in ("starts_at", "ends_at", "topic", "place")}
        said["auditor_id"] = row.auditor.pk
        if any(getattr(session, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(session, name, value)
            session.save()
    for place, session in enumerate(before):
        if place not in places:
            session.delete()


def refuse_dependent_team(audit: Audit) -> None:
    """Refuse when posts or the plan changed so that somebody of the team is not independent (any more)."""
    _refuse_dependent(Audited.of(audit), [row.user for row in auditors_of(audit)])


def auditors_of(audit: Audit) -> list[AuditMember]:
    """Who audits: the team without those who only look on, in the order they were named."""
    return list(audit.team.exclude(role=TeamRole.OBSERVER).select_related("user"))


def _check_details(details: PlanDetails, office: Unit) -> None:
    if details.ends_on < details.starts_on:
        raise AuditError(_("The last day is before the first."))
    if (details.sample_from is None) != (details.sample_to is None):
        raise AuditError(_("Write both days of the period of the dossiers, or none."))
    if details.sample_from and details.sample_to and details.sample_to < details.sample_from:
        raise AuditError(_("The period of the dossiers ends before it begins."))
    known = {unit.pk for unit in units_of_year(office, details.starts_on.year)}
    if details.unit.pk not in known:
        raise AuditError(_("Choose a unit that belongs to the office in this year."))


def _check_entry(entry: ProgrammeEntry | None, details: PlanDetails) -> None:
    if entry is None:
        return
    if entry.programme.state != ProgrammeState.APPROVED:
        raise AuditError(
            _("The programme is not approved yet. Plan its audits once a leader has approved it.")
        )
    if entry.unit_id != details.unit.pk or entry.programme.year != details.starts_on.year:
        raise AuditError(
            _(
                "The programme plans %(unit)s in %(month)s/%(year)s. Keep the unit and the year, or plan an audit "
                "outside the programme."
            )
            % {"unit": entry.unit.short_name, "month": entry.month, "year": entry.programme.year}
        )


def _write(audit: Audit, details: PlanDetails) -> None:
    audit.unit, audit.title = details.unit, details.title
    audit.starts_on, audit.ends_on = details.starts_on, details.ends_on
    audit.objective, audit.criteria, audit.scope = details.objective, details.criteria, details.scope
    audit.sample_from, audit.sample_to = details.sample_from, details.sample_to
    audit.short_notice_reason = details.short_notice_reason.strip()
    audit.save()
    audit.clauses.set(details.clauses)
    audit.documents.set(details.documents)


def _require_planner(actor: User, audit: Audit, now: dt.datetime) -> None:
    if not AuditPolicy(actor, localdate(now)).may_plan(audit):
        raise NotAllowedError(
            _("A plan is changed by the ISO secretary or the lead auditor, until it is approved.")
        )


def _refuse_dependent(audited: Audited, people: Sequence[User]) -> None:
    found = [reason for reasons in Independence(audited).reasons(people).values() for reason in reasons]
    if found:
        raise AuditError(" ".join(found))


def _refuse_strangers(audit: Audit, auditors: Sequence[User], observers: Sequence[User]) -> None:
    allowed = set(candidates(audit.office_id, audit.starts_on, audit.ends_on).values_list("pk", flat=True))
    for user in auditors:
        if user.pk not in allowed:
            raise AuditError(
                _("%(name)s holds no post of an internal auditor or ISO secretary on the days of the audit.")
                % {"name": user.get_full_name()}
            )
    present = set(colleagues(audit.office_id, audit.starts_on).values_list("pk", flat=True))
    for user in observers:
        if user.pk not in present:
            raise AuditError(
                _("%(name)s holds no post in the office on the first day.") % {"name": user.get_full_name()}
            )


def _refuse_missing_speaker(audit: Audit, auditors: Sequence[User]) -> None:
    kept = {user.pk for user in auditors}
    session = audit.sessions.select_related("auditor").exclude(auditor__in=kept).first()
    if session is not None:
        raise AuditError(
            _("%(name)s still has the session “%(topic)s”. Give it to somebody else first.")
            % {"name": session.auditor.get_full_name(), "topic": session.topic}
        )


def _write_team(audit: Audit, roles: Mapping[User, TeamRole]) -> None:
    wanted = {user.pk: role for user, role in roles.items()}
    rows = {row.user_id: row for row in audit.team.all()}
    for user_id, row in rows.items():
        if user_id not in wanted:
            row.delete()
    stepping_down = [row for key, row in rows.items() if key in wanted and row.role != wanted[key]]
    for row in sorted(stepping_down, key=lambda row: wanted[row.user_id] == TeamRole.LEAD):
        row.role = wanted[row.user_id]
        row.save()
    for user_id, role in wanted.items():
        if user_id not in rows:
            AuditMember.objects.create(audit=audit, user_id=user_id, role=role)


def _check_session_day(audit: Audit, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise AuditError(_("A session ends before it begins. Correct its hours."))
    if not audit.starts_on <= localdate(starts_at) <= localdate(ends_at) <= audit.ends_on:
        raise AuditError(
            _("A session on %(day)s lies outside the days of the audit (%(first)s to %(last)s).")
            % {
                "day": f"{localdate(starts_at):%d/%m/%Y}",
                "first": f"{audit.starts_on:%d/%m/%Y}",
                "last": f"{audit.ends_on:%d/%m/%Y}",
            }
        )


def _refuse_two_at_once(rows: Sequence[SessionDetails]) -> None:
    last: dict[int, SessionDetails] = {}
    for row in rows:
        before = last.get(row.auditor.pk)
        if before is not None and row.starts_at < before.ends_at:
            raise AuditError(
                _("%(name)s has two sessions at the same time: “%(first)s” and “%(second)s”.")
                % {"name": row.auditor.get_full_name(), "first": before.topic, "second": row.topic}
            )
        if before is None or row.ends_at > before.ends_at:
            last[row.auditor.pk] = row
