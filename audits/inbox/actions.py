"""What of findings and corrective actions waits for a person: rows of "My work". A bounded number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import ActionState, CheckState, FindingState
from audits.models import AuditSettings, CorrectiveAction, EffectivenessCheck, Finding
from audits.policies import AUDITOR, SECRETARY, AuditPolicy
from document_control.policies import DocumentPolicy
from organisation.vietnamese_format import format_date
from procedures.workspace.inbox import AUDITS, LATE, LATER, TODAY, Job, Tally, days_words, end_of, urgency_of

MOST_ROWS = 30
"""Rows of one kind; whoever has more finds them in the lists."""


def finding_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Findings to answer and disputes to decide."""
    policy = AuditPolicy.of(documents)
    if not policy.may_enter:
        return []
    today = localdate(now)
    to_answer = _to_answer(policy)
    days = AuditSettings.chosen().answer_days if to_answer else 0
    return [
        *(_answer_job(finding, days, today) for finding in to_answer),
        *(_settle_job(finding, today) for finding in _to_settle(policy)),
    ]


def finding_tally(documents: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many those are."""
    policy = AuditPolicy.of(documents)
    return Counter({AUDITS: len(_to_answer(policy)) + len(_to_settle(policy)) if policy.may_enter else 0})


def action_jobs(documents: DocumentPolicy, now: dt.datetime) -> list[Job]:
    """Own actions, actions to verify, figures to judge."""
    policy = AuditPolicy.of(documents)
    if not policy.may_enter:
        return []
    today = localdate(now)
    return [
        *(_own_job(action, today) for action in _own(policy)),
        *(_verify_job(action, today) for action in _to_verify(policy)),
        *(_judge_job(check, today) for check in _to_judge(policy, today)),
    ]


def action_tally(documents: DocumentPolicy, now: dt.datetime) -> Tally:
    """How many those are."""
    policy = AuditPolicy.of(documents)
    if not policy.may_enter:
        return Counter()
    others = len(_to_verify(policy)) + len(_to_judge(policy, localdate(now)))
    return Counter({AUDITS: len(_own(policy)) + others})


# --- Who waits for whom ---------------------------------------------------------------------------------
def _to_answer(policy: AuditPolicy) -> list[Finding]:
    if not policy.answered_ids:
        return []
    rows = Finding.objects.filter(state=FindingState.RAISED, unit__in=policy.answered_ids)
    found = rows.select_related("unit").order_by("raised_at")[:MOST_ROWS]
    return [finding for finding in found if policy.may_answer(finding)]


def _to_settle(policy: AuditPolicy) -> list[Finding]:
    if not policy.oversees:
        return []
    rows = Finding.objects.filter(state=FindingState.DISPUTED, unit__in=policy.office_ids)
    found = rows.select_related("unit").order_by("answered_at")[:MOST_ROWS]
    return [finding for finding in found if policy.may_settle(finding)]


def _own(policy: AuditPolicy) -> list[CorrectiveAction]:
    rows = CorrectiveAction.objects.filter(
        owner=policy.user.pk, state__in=(ActionState.OPEN, ActionState.PLANNED)
    )
    return list(rows.select_related("finding").order_by("due_on")[:MOST_ROWS])


def _to_verify(policy: AuditPolicy) -> list[CorrectiveAction]:
    if not policy.roles & {AUDITOR, SECRETARY}:
        return []
    rows = CorrectiveAction.objects.filter(state=ActionState.DONE, unit__in=policy.office_ids)
    found = rows.exclude(owner=policy.user.pk).select_related("owner", "unit").order_by("done_at")[:MOST_ROWS]
    return [action for action in found if policy.may_verify(action)]


def _to_judge(policy: AuditPolicy, today: dt.date) -> list[EffectivenessCheck]:
    if not policy.roles & {AUDITOR, SECRETARY}:
        return []
    rows = EffectivenessCheck.objects.filter(
        state=CheckState.DUE, due_on__lte=today, action__unit__in=policy.office_ids
    )
    found = rows.select_related("action__unit", "action__finding").order_by("due_on")[:MOST_ROWS]
    return [check for check in found if policy.may_judge(check.action)]


# --- Rows -----------------------------------------------------------------------------------------------
def _answer_job(finding: Finding, answer_days: int, today: dt.date) -> Job:
    due = localdate(finding.raised_at) + dt.timedelta(days=answer_days)
    days = (due - today).days
    return Job(
        AUDITS,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(due)},
        _("Answer the finding: %(title)s") % {"title": finding.title},
        finding.code,
        f"{finding.get_grade_display()}. {finding.unit}",
        _("Read and answer"),
        reverse("finding", args=[finding.code]),
        "flag",
        due=end_of(due),
    )


def _settle_job(finding: Finding, today: dt.date) -> Job:
    since = localdate(finding.answered_at) if finding.answered_at else today
    return Job(
        AUDITS,
        TODAY if since < today else LATER,
        _("Disputed"),
        _("Since %(moment)s") % {"moment": format_date(since)},
        _("Decide about the dispute: %(title)s") % {"title": finding.title},
        finding.code,
        f"{finding.unit}: “{finding.answer}”",
        _("Read and decide"),
        reverse("finding", args=[finding.code]),
        "swap",
    )


def _own_job(action: CorrectiveAction, today: dt.date) -> Job:
    days = (action.due_on - today).days
    is_open = action.state == ActionState.OPEN
    title = _("Find the cause and plan: %(title)s") if is_open else _("Carry out: %(title)s")
    origin = action.finding.code if action.finding else action.get_source_display()
    return Job(
        AUDITS,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(action.due_on)},
        title % {"title": action.title},
        action.code,
        _("Corrective action for %(origin)s.") % {"origin": origin},
        _("Write cause and plan") if is_open else _("Add evidence, report"),
        reverse("action", args=[action.code]),
        "edit" if is_open else "check",
        due=end_of(action.due_on),
    )


def _verify_job(action: CorrectiveAction, today: dt.date) -> Job:
    done = localdate(action.done_at) if action.done_at else today
    return Job(
        AUDITS,
        LATE if action.due_on < today else TODAY,
        _("Waits for verification"),
        _("Since %(moment)s") % {"moment": format_date(done)},
        _("Verify: %(title)s") % {"title": action.title},
        action.code,
        _("Carried out by %(owner)s, %(unit)s.") % {"owner": action.owner, "unit": action.unit},
        _("Look whether it worked"),
        reverse("action", args=[action.code]),
        "shield",
        due=end_of(action.due_on),
    )


def _judge_job(check: EffectivenessCheck, today: dt.date) -> Job:
    days = (check.due_on - today).days
    return Job(
        AUDITS,
        urgency_of(days),
        days_words(days),
        _("Due %(date)s") % {"date": format_date(check.due_on)},
        _("Judge whether it held: %(title)s") % {"title": check.action.title},
        check.action.code,
        _("Compare the figures before and after."),
        _("See the figures"),
        reverse("action", args=[check.action.code]),
        "chart",
        due=end_of(check.due_on),
    )
