"""What happens to an audit: submitted, approved and sent, seen by the unit, opened, reported, closed.

Posts change between these moments, so independence is checked at submission, approval and opening again.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.enums import AuditState, FindingState, Grade, TeamRole
from audits.errors import AuditError, NotAllowedError, UnsettledAnswersError
from audits.models import Audit, AuditItem
from audits.policies import LEADER, AuditPolicy
from audits.rules.audit_states import AuditMove, audit_after
from audits.selectors.notice import notice_of, wanted_notice
from audits.selectors.report import build_report_content
from audits.selectors.walk import questions_of
from audits.services.findings import raise_missing
from audits.services.locking import take
from audits.services.plan_mail import tell_cancelled, tell_planned
from audits.services.plans import refuse_dependent_team
from document_control.canonical import sha256_of
from organisation.models import User
from organisation.selectors import signature_of


@transaction.atomic
def submit_plan(actor: User, audit_id: int, lock_version: int, now: dt.datetime) -> Audit:
    """Hand a plan to the leaders.

    Raises:
        AuditError: no lead auditor, nothing to audit against, somebody not independent, the first day over, or a
            notice too short without a reason.
    """
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_submit_plan(audit))
    _require_whole(audit)
    _require_notice(audit, localdate(now))
    _move(audit, AuditMove.SUBMIT)
    audit.submitted_at, audit.return_reason = now, ""
    audit.save()
    return audit


@transaction.atomic
def approve_plan(
    actor: User, audit_id: int, lock_version: int, now: dt.datetime, *, short_notice_reason: str = ""
) -> Audit:
    """Approve a plan, which sends it to the head of the unit and to the team.

    Args:
        short_notice_reason: why fewer working days than usual remain; needed when the plan does not say it itself.
    """
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_approve_plan(audit))
    if short_notice_reason.strip():
        audit.short_notice_reason = short_notice_reason.strip()
    _require_whole(audit)
    _require_notice(audit, localdate(now))
    _move(audit, AuditMove.APPROVE)
    audit.approved_at, audit.approved_by = now, actor
    audit.signatory = dict(signature_of(actor, localdate(now), [LEADER]))
    audit.save()
    tell_planned(audit, now)
    return audit


@transaction.atomic
def send_back_plan(actor: User, audit_id: int, lock_version: int, reason: str, now: dt.datetime) -> Audit:
    """Give a plan back to whoever drew it up, with the reason."""
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_approve_plan(audit))
    _move(audit, AuditMove.SEND_BACK)
    audit.return_reason = _reason(reason, _("Write what has to be changed. One sentence will do."))
    audit.submitted_at = None
    audit.save()
    return audit


@transaction.atomic
def revise_plan(actor: User, audit_id: int, lock_version: int, reason: str, now: dt.datetime) -> Audit:
    """Take an approved plan back, for example because somebody of the team changed his post; it is approved anew."""
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_revise_plan(audit))
    _move(audit, AuditMove.REVISE)
    audit.return_reason = _reason(reason, _("Write why the plan has to change. One sentence will do."))
    audit.submitted_at = audit.approved_at = audit.acknowledged_at = None
    audit.approved_by_id = audit.acknowledged_by_id = None
    audit.signatory = {}
    audit.save()
    return audit


@transaction.atomic
def acknowledge_plan(actor: User, audit_id: int, lock_version: int, now: dt.datetime) -> Audit:
    """The head of the unit has seen the plan."""
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_acknowledge(audit))
    _move(audit, AuditMove.ACKNOWLEDGE)
    if audit.acknowledged_at is None:
        audit.acknowledged_at, audit.acknowledged_by = now, actor
        audit.save()
    return audit


@transaction.atomic
def start_audit(
    actor: User, audit_id: int, lock_version: int, now: dt.datetime, *, told_directly: bool = False
) -> Audit:
    """Open an audit on its first day or later, so that questions can be answered.

    Args:
        told_directly: the lead auditor says that the unit knows, although its head did not confirm it here.
    """
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_start(audit))
    if localdate(now) < audit.starts_on:
        raise AuditError(
            _("The audit begins on %(day)s. Take the plan back and change its days to begin earlier.")
            % {"day": f"{audit.starts_on:%d/%m/%Y}"}
        )
    if audit.acknowledged_at is None and not told_directly:
        raise AuditError(
            _("The head of the unit has not confirmed the plan. Say that the unit was told directly.")
        )
    refuse_dependent_team(audit)
    _move(audit, AuditMove.START)
    audit.started_at = now
    audit.save()
    return audit


@transaction.atomic
def issue_report(
    actor: User,
    audit_id: int,
    lock_version: int,
    strengths: str,
    conclusion: str,
    now: dt.datetime,
    *,
    unassessed: int | None = None,
) -> Audit:
    """Issue the report: its content is frozen with its hash, and the unit may read the answers from now on.

    Whatever was graded and has no finding yet becomes one first, so that nothing of the report stays without a course.

    Args:
        unassessed: how many questions the lead auditor knows to stay unassessed; needed when there are some, and
            when nothing was asked at all (0).

    Raises:
        AuditError: no conclusion, two answers to choose between, unassessed questions not confirmed, or a
            nonconformity without note or evidence.
    """
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_report(audit))
    audit.conclusion = _reason(conclusion, _("Write the conclusion of the audit."))
    audit.strengths = strengths.strip()
    _require_answers(audit, unassessed)
    _require_evidence(audit)
    raise_missing(actor, audit.pk, now=now)
    _move(audit, AuditMove.REPORT)
    audit.reported_at, audit.reported_by = now, actor
    audit.report_content = build_report_content(audit)
    audit.report_hash = sha256_of(audit.report_content)
    audit.save()
    return audit


@transaction.atomic
def close_audit(actor: User, audit_id: int, lock_version: int, now: dt.datetime) -> Audit:
    """Close an audit whose findings are all answered; its actions go on by themselves."""
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_close(audit))
    waiting = unanswered_findings(audit)
    if waiting:
        raise AuditError(
            ngettext(
                "%(count)s finding waits for an answer: %(codes)s. Close the audit once it is settled.",
                "%(count)s findings wait for an answer: %(codes)s. Close the audit once they are settled.",
                len(waiting),
            )
            % {"count": len(waiting), "codes": ", ".join(waiting)}
        )
    _move(audit, AuditMove.CLOSE)
    audit.closed_at, audit.closed_by = now, actor
    audit.save()
    return audit


@transaction.atomic
def cancel_audit(actor: User, audit_id: int, lock_version: int, reason: str, now: dt.datetime) -> Audit:
    """Call an audit off, with the reason; whoever knew of it is told."""
    audit = take(Audit, audit_id, lock_version)
    _require(AuditPolicy(actor, localdate(now)).may_cancel(audit))
    was_sent = audit.state in (AuditState.APPROVED, AuditState.RUNNING)
    _move(audit, AuditMove.CANCEL)
    audit.cancel_reason = _reason(reason, _("Write why the audit is cancelled. One sentence will do."))
    audit.save()
    if was_sent:
        tell_cancelled(audit, now)
    return audit


def unanswered_findings(audit: Audit) -> list[str]:
    """Codes of the findings that the unit has not answered, or disputes."""
    rows = audit.findings.filter(state__in=[FindingState.RAISED, FindingState.DISPUTED])
    return list(rows.order_by("code").values_list("code", flat=True))


def unassessed_items(audit: Audit) -> int:
    """How many questions nobody has assessed yet."""
    return AuditItem.objects.filter(checklist__audit=audit, grade=Grade.NOT_CHECKED).count()


def _require_whole(audit: Audit) -> None:
    if not audit.team.filter(role=TeamRole.LEAD).exists():
        raise AuditError(_("The team has no lead auditor yet. Name one, then submit the plan."))
    if not audit.clauses.exists() and not audit.documents.exists():
        raise AuditError(_("Say what is audited: choose at least one clause or one procedure."))
    refuse_dependent_team(audit)


def _require_notice(audit: Audit, today: dt.date) -> None:
    if audit.starts_on < today:
        raise AuditError(
            _("The first day (%(day)s) is over. Choose a later day.") % {"day": f"{audit.starts_on:%d/%m/%Y}"}
        )
    wanted, given = wanted_notice(), notice_of(audit.unit, today, audit.starts_on)
    if given < wanted and not audit.short_notice_reason:
        raise AuditError(
            _(
                "Only %(given)s of %(wanted)s working days remain before the first day. Choose a later day, or write "
                "why the notice is short."
            )
            % {"given": given, "wanted": wanted}
        )


def _require_answers(audit: Audit, confirmed: int | None) -> None:
    items = AuditItem.objects.filter(checklist__audit=audit)
    unsettled = list(
        items.filter(has_conflict=True).select_related("checklist").order_by("checklist__position", "number")
    )
    if unsettled:
        words = _("Two auditors answered a question differently. Choose one of the answers first.")
        raise UnsettledAnswersError(words, unsettled)
    open_items = unassessed_items(audit)
    if confirmed == open_items or (open_items == 0 and items.exists()):
        return
    if not items.exists():
        raise AuditError(
            _("Nothing was asked in this audit. Add a checklist, or confirm that it goes without one.")
        )
    raise AuditError(
        ngettext(
            "%(count)s question is not assessed. Assess it, or confirm that it stays so.",
            "%(count)s questions are not assessed. Assess them, or confirm that they stay so.",
            open_items,
        )
        % {"count": open_items}
    )


def _require_evidence(audit: Audit) -> None:
    for checklist in audit.checklists.all():
        lacking = [question.item.number for question in questions_of(checklist) if question.lacks]
        if lacking:
            raise AuditError(
                _(
                    "%(checklist)s: the nonconformities of questions %(numbers)s lack a note or evidence. "
                    "Add a photo, or name the sampled dossier in the note."
                )
                % {"checklist": checklist.title, "numbers": ", ".join(map(str, lacking))}
            )


def _reason(text: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise AuditError(missing)
    return words


def _move(audit: Audit, move: AuditMove) -> None:
    after = audit_after(audit.state, move)
    if after is None:
        raise AuditError(
            _("The audit is “%(state)s”, so this is not possible.") % {"state": AuditState(audit.state).label}
        )
    audit.state = after


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowedError(_("You may not do this with the audit as it stands now."))
