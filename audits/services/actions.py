"""Corrective actions: given, planned, carried out, verified by somebody else, reopened when they did not work."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.enums import NONCONFORMITIES, ActionState, FindingSource, VerificationOutcome
from audits.errors import AuditError, NotAllowedError
from audits.models import (
    ActionEvidence,
    ActionVerification,
    AuditSettings,
    CorrectiveAction,
    EffectivenessCheck,
    Finding,
)
from audits.policies import AuditPolicy
from audits.rules.action_states import ActionMove, state_after
from audits.rules.effectiveness import due_day
from audits.rules.finding_states import OPEN
from audits.services.claiming import claim
from dossiers.services.numbers import next_number
from organisation.enums import PermissionRole
from organisation.models import Assignment, Unit, User
from organisation.selectors import signature_of

MOST_WHYS = 5
VERIFIERS = (PermissionRole.INTERNAL_AUDITOR.value, PermissionRole.ISO_SECRETARY.value)


# --- Giving ---------------------------------------------------------------------------------------------


@transaction.atomic
def give_action(
    actor: User,
    *,
    title: str,
    owner: User,
    unit: Unit,
    due_on: dt.date,
    now: dt.datetime,
    finding: Finding | None = None,
    source: FindingSource | None = None,
) -> CorrectiveAction:
    """Name who does what until when, about a finding or about something of another source.

    Args:
        unit: the unit that acts; nobody of it verifies.
        finding: what the action answers; without one `source` says where it comes from.

    Raises:
        NotAllowedError: the person may not give actions to this unit.
        AuditError: no title, a due date that is over, an owner without a post here, or a finding that has ended.
    """
    policy = AuditPolicy(actor, localdate(now))
    if finding is not None:
        finding = claim(Finding, finding.pk, None)
        source = FindingSource(finding.source)
        if finding.state not in OPEN:
            raise AuditError(_("This finding has ended; actions are no longer given for it."))
    may_give = policy.may_give_action(finding) if finding else policy.may_give_action_to(unit.pk)
    if not may_give or unit.pk not in policy.office_ids:
        raise NotAllowedError(_("Actions are given by the ISO secretary and by the head of the unit."))
    if source is None:
        raise AuditError(_("Say what the action answers."))
    if not title.strip():
        raise AuditError(_("Write what is to be done."))
    _require_future(due_on, now)
    _require_post(owner, policy)
    year = localdate(now).year
    return CorrectiveAction.objects.create(
        code=f"HĐ-{year}-{next_number(f'action:{year}'):03}",
        source=source,
        finding=finding,
        unit=unit,
        title=" ".join(title.split())[:200],
        owner=owner,
        due_on=due_on,
        created_at=now,
        created_by=actor,
    )


def _require_future(due_on: dt.date, now: dt.datetime) -> None:
    if due_on < localdate(now):
        raise AuditError(_("The due date is over already."))


def _require_post(owner: User, policy: AuditPolicy) -> None:
    here = Assignment.objects.filter(user=owner, post__unit__in=policy.office_ids).valid_on(policy.day)
    if not owner.is_active or not here.exists():
        raise AuditError(_("%(name)s holds no post here. Choose somebody else.") % {"name": owner})


# --- Carrying out ---------------------------------------------------------------------------------------


@transaction.atomic
def plan_action(
    actor: User,
    action_id: int,
    lock_version: int,
    *,
    correction: str,
    whys: Sequence[Mapping[str, str]],
    root_cause: str,
    plan: str,
    now: dt.datetime,
) -> CorrectiveAction:
    """The owner says what was put right at once, why it happened, and what keeps it from happening again.

    Args:
        whys: up to five (`why`, `answer`) pairs; those without an answer are left out.
        root_cause: empty takes the last answer. A nonconformity needs one.

    Raises:
        NotAllowedError, AuditError, StaleError: not the owner; something is missing; somebody was faster.
    """
    action = _owned(actor, action_id, lock_version, now)
    answered = [
        {"why": pair["why"].strip(), "answer": pair["answer"].strip()}
        for pair in whys
        if pair["answer"].strip()
    ][:MOST_WHYS]
    cause = root_cause.strip() or (answered[-1]["answer"] if answered else "")
    if not plan.strip():
        raise AuditError(_("Write what keeps it from happening again."))
    if not cause and action.finding is not None and action.finding.grade in NONCONFORMITIES:
        raise AuditError(_("Write the root cause: a nonconformity is not corrected without it."))
    action.state = _after(action, ActionMove.PLAN)
    action.correction, action.plan = correction.strip(), plan.strip()
    action.whys, action.root_cause = answered, cause
    action.planned_at = now
    action.save()
    return action


@transaction.atomic
def add_evidence(
    actor: User, action_id: int, lock_version: int, *, title: str, file: File[Any], now: dt.datetime
) -> ActionEvidence:
    """The owner adds a file that shows what was done; the form has looked at its kind and size.

    Raises:
        NotAllowedError, AuditError, StaleError: not the owner; no title, or the same file again; somebody was faster.
    """
    action = _owned(actor, action_id, lock_version, now)
    digest = _sha256(file)
    if action.evidence.filter(sha256=digest, removed_at=None).exists():
        raise AuditError(_("This file is there already."))
    return ActionEvidence.objects.create(
        action=action,
        title=title.strip()[:200] or str(file.name)[:200],
        file=file,
        sha256=digest,
        size=file.size,
        added_at=now,
        added_by=actor,
    )


@transaction.atomic
def remove_evidence(
    actor: User, action_id: int, lock_version: int, *, evidence_id: int, now: dt.datetime
) -> None:
    """The owner takes a file back before the action is reported; the row stays.

    Raises:
        NotAllowedError, StaleError: not the owner; somebody was faster.
    """
    action = _owned(actor, action_id, lock_version, now)
    action.evidence.filter(pk=evidence_id, removed_at=None).update(removed_at=now)


@transaction.atomic
def report_done(
    actor: User, action_id: int, lock_version: int, *, note: str, now: dt.datetime
) -> CorrectiveAction:
    """The owner reports that it is done; from now on it waits for somebody else.

    Raises:
        NotAllowedError, AuditError, StaleError: not the owner; no plan or no words; somebody was faster.
    """
    action = _owned(actor, action_id, lock_version, now)
    if action.state == ActionState.OPEN:
        raise AuditError(_("Write the cause and the plan first; then report what was done."))
    if not note.strip():
        raise AuditError(_("Write what was done."))
    action.state = _after(action, ActionMove.REPORT)
    action.done_note, action.done_at = note.strip(), now
    action.save()
    return action


def _owned(actor: User, action_id: int, lock_version: int, now: dt.datetime) -> CorrectiveAction:
    action = claim(CorrectiveAction, action_id, lock_version)
    if not AuditPolicy(actor, localdate(now)).may_carry_out(action):
        raise NotAllowedError(_("An action is planned, carried out and reported by its owner."))
    return action


def _sha256(file: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


# --- Verifying ------------------------------------------------------------------------------------------


@transaction.atomic
def verify(
    actor: User,
    action_id: int,
    lock_version: int,
    *,
    outcome: VerificationOutcome,
    note: str,
    now: dt.datetime,
    due_on: dt.date | None = None,
) -> ActionVerification:
    """Somebody independent looks whether it worked. Effective: a check of the figures is planned. Else: once more.

    Args:
        note: what was looked at.
        due_on: the new due date of an action that did not work.

    Raises:
        NotAllowedError: the owner, or somebody of the unit that acts.
        AuditError, StaleError: no words or no new date; somebody was faster.
    """
    action = claim(CorrectiveAction, action_id, lock_version)
    if not AuditPolicy(actor, localdate(now)).may_verify(action):
        raise NotAllowedError(
            _("An action is verified by an auditor or the ISO secretary: never by its owner or its unit.")
        )
    if not note.strip():
        raise AuditError(_("Write what was looked at."))
    verification = ActionVerification.objects.create(
        action=action,
        round=action.round,
        owner_id=action.owner_id,
        verifier=actor,
        signatory=signature_of(actor, localdate(now), VERIFIERS),
        verified_at=now,
        outcome=outcome,
        note=note.strip(),
    )
    if outcome == VerificationOutcome.EFFECTIVE:
        _end_verified(action, now)
    else:
        begin_again(action, ActionMove.SEND_BACK, due_on, now)
    return verification


def _end_verified(action: CorrectiveAction, now: dt.datetime) -> None:
    action.state = _after(action, ActionMove.VERIFY)
    action.ended_at = now
    action.save()
    days = AuditSettings.chosen().effectiveness_days
    EffectivenessCheck.objects.create(action=action, due_on=due_day(localdate(now), days))


def begin_again(action: CorrectiveAction, move: ActionMove, due_on: dt.date | None, now: dt.datetime) -> None:
    """Part of a change: the action did not work and starts its next round, with what was planned at hand.

    Raises:
        AuditError: no new due date, or one that is over.
    """
    if due_on is None:
        raise AuditError(_("Choose a new due date for the next round."))
    _require_future(due_on, now)
    action.state = _after(action, move)
    action.round += 1
    action.due_on = due_on
    action.planned_at = action.done_at = action.ended_at = None
    action.done_note = ""
    action.save()


# --- Changing and ending --------------------------------------------------------------------------------


@transaction.atomic
def extend(
    actor: User, action_id: int, lock_version: int, *, due_on: dt.date, reason: str, now: dt.datetime
) -> CorrectiveAction:
    """Move the due date; the reason stands in the history.

    Raises:
        NotAllowedError, AuditError, StaleError: the owner himself; no reason or no later date; somebody was faster.
    """
    action = claim(CorrectiveAction, action_id, lock_version)
    if not AuditPolicy(actor, localdate(now)).may_extend(action):
        raise NotAllowedError(_("The due date is moved by whoever gives actions, never by the owner."))
    if not reason.strip():
        raise AuditError(_("Write why it needs more time."))
    if due_on <= action.due_on or due_on < localdate(now):
        raise AuditError(_("The new due date has to lie after the old one, and not in the past."))
    action.state = _after(action, ActionMove.EXTEND)
    action.due_on = due_on
    action._change_reason = reason.strip()  # type: ignore[attr-defined]  # read by simple-history
    action.save()
    return action


@transaction.atomic
def cancel(
    actor: User, action_id: int, lock_version: int, *, reason: str, now: dt.datetime
) -> CorrectiveAction:
    """End an action that is not needed any more.

    Raises:
        NotAllowedError, AuditError, StaleError: not the ISO secretary; no reason; somebody was faster.
    """
    action = claim(CorrectiveAction, action_id, lock_version)
    if not AuditPolicy(actor, localdate(now)).may_cancel_action(action):
        raise NotAllowedError(_("An action is cancelled by the ISO secretary, before it is verified."))
    if not reason.strip():
        raise AuditError(_("Write why the action is not needed any more."))
    action.state = _after(action, ActionMove.CANCEL)
    action.cancel_reason, action.ended_at = reason.strip(), now
    action.save()
    return action


def _after(action: CorrectiveAction, move: ActionMove) -> ActionState:
    state = state_after(action.state, move)
    if state is None:
        raise AuditError(_("This is no longer possible: %(state)s.") % {"state": action.get_state_display()})
    return state
