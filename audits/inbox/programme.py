"""What of programmes and audits waits for a person: rows of "My work". A fixed number of queries, whatever waits."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import AuditState, Grade, ProgrammeState, TeamRole
from audits.models import Audit, AuditMember, AuditProgramme
from audits.policies import AUDITOR, HEAD, LEADER, SECRETARY, AuditPolicy
from audits.presentation.audit_page import address
from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import AUDITS, LATER, TODAY, Job, days_words, end_of, urgency_of, waited_words

WAITING_STATES = (
    AuditState.PLANNING,
    AuditState.SUBMITTED,
    AuditState.APPROVED,
    AuditState.RUNNING,
)


def programme_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Programmes and plans to approve, plans to confirm, audits to open, to go on with and to report on."""
    policy = AuditPolicy.of(documents)
    if not policy.roles & {LEADER, HEAD, SECRETARY, AUDITOR}:
        return []
    today = localdate(now)
    jobs = [_programme_job(row, now) for row in _programmes(policy) if policy.may_approve_programme(row)]
    for audit in _audits(policy):
        if job := _audit_job(policy, audit, today, now):
            jobs.append(job)
    return jobs


def _programmes(policy: AuditPolicy) -> list[AuditProgramme]:
    if LEADER not in policy.roles:
        return []
    rows = AuditProgramme.objects.filter(state=ProgrammeState.SUBMITTED, office__in=policy.office_ids)
    return list(rows.select_related("drawn_up_by"))


def _audits(policy: AuditPolicy) -> list[Audit]:
    """Audits that may wait for the person, with who he is in them."""
    own = AuditMember.objects.filter(audit=OuterRef("pk"), user=policy.user.pk)
    rows = Audit.objects.filter(state__in=WAITING_STATES).annotate(
        is_led=Exists(own.filter(role=TeamRole.LEAD)),
        is_audited=Exists(own.exclude(role=TeamRole.OBSERVER)),
        items=Count("checklists__items"),
        open_items=Count("checklists__items", filter=Q(checklists__items__grade=Grade.NOT_CHECKED)),
    )
    return list(rows.select_related("unit", "drawn_up_by").order_by("starts_on", "pk"))


def _audit_job(policy: AuditPolicy, audit: Audit, today: dt.date, now: dt.datetime) -> Job | None:
    is_led, is_audited = bool(getattr(audit, "is_led")), bool(getattr(audit, "is_audited"))  # noqa: B009
    if audit.state == AuditState.SUBMITTED:
        return _approve_job(policy, audit, is_audited, now)
    if audit.state == AuditState.PLANNING:
        return _planning_job(policy, audit, is_led)
    if audit.state == AuditState.APPROVED:
        if policy.may_acknowledge(audit):
            return _acknowledge_job(audit, now)
        return _start_job(audit, today) if is_led else None
    return _running_job(audit, today, is_led=is_led) if is_audited else None


def _programme_job(programme: AuditProgramme, now: dt.datetime) -> Job:
    return Job(
        AUDITS,
        TODAY,
        waited_words(programme.submitted_at, now) if programme.submitted_at else "",
        "",
        _("Approve: audit programme of %(year)s") % {"year": programme.year},
        "",
        _("Drawn up by %(name)s.") % {"name": programme.drawn_up_by.get_full_name()},
        _("Read the programme"),
        reverse("audit-programme", args=[programme.year]),
        "stamp",
    )


def _approve_job(policy: AuditPolicy, audit: Audit, is_audited: bool, now: dt.datetime) -> Job | None:
    if is_audited or LEADER not in policy.roles or audit.office_id not in policy.office_ids:
        return None
    if audit.drawn_up_by_id == policy.user.pk:
        return None
    return _job(
        audit,
        TODAY,
        waited_words(audit.submitted_at, now) if audit.submitted_at else "",
        _("Approve the audit plan: %(title)s"),
        _("Read the plan"),
        "stamp",
    )


def _planning_job(policy: AuditPolicy, audit: Audit, is_led: bool) -> Job | None:
    if not is_led and audit.drawn_up_by_id != policy.user.pk:
        return None
    if audit.return_reason:
        return _job(
            audit, TODAY, _("Sent back"), _("Change the audit plan: %(title)s"), _("Open the plan"), "swap"
        )
    return _job(
        audit, LATER, _("Draft"), _("Go on with the audit plan: %(title)s"), _("Open the plan"), "edit"
    )


def _acknowledge_job(audit: Audit, now: dt.datetime) -> Job:
    waited = waited_words(audit.approved_at, now) if audit.approved_at else ""
    return _job(audit, TODAY, waited, _("Confirm the audit plan: %(title)s"), _("Read the plan"), "okc")


def _start_job(audit: Audit, today: dt.date) -> Job:
    days = (audit.starts_on - today).days
    return _job(
        audit,
        urgency_of(days),
        days_words(days) if days else _("Begins today"),
        _("Open the audit: %(title)s"),
        _("See the audit"),
        "cal",
    )


def _running_job(audit: Audit, today: dt.date, *, is_led: bool) -> Job | None:
    """Questions first; once they are answered, the lead auditor owes the report."""
    days = (audit.ends_on - today).days
    items, open_items = getattr(audit, "items"), getattr(audit, "open_items")  # noqa: B009
    if items and not open_items:
        if not is_led:
            return None
        return _job(
            audit,
            urgency_of(days),
            days_words(days),
            _("Report on the audit: %(title)s"),
            _("Write the report"),
            "doc",
        )
    title = _("Audit: %(title)s") if items else _("Choose the checklists of the audit: %(title)s")
    url = "" if items else address("audit-checklists", audit.code)
    return _job(audit, urgency_of(days), days_words(days), title, _("Go on with the audit"), "list", url)


def _job(audit: Audit, urgency: str, words: str, title: str, verb: str, icon: str, url: str = "") -> Job:
    context = _("%(unit)s, %(first)s to %(last)s") % {
        "unit": audit.unit.short_name,
        "first": format_date(audit.starts_on),
        "last": format_date(audit.ends_on),
    }
    return Job(
        AUDITS,
        urgency,
        words,
        "",
        title % {"title": audit.title},
        audit.code,
        context,
        verb,
        url or reverse("audit", args=[audit.code]),
        icon,
        due=end_of(audit.ends_on),
    )
