"""What happens when the approval workflow ends (`WAGTAIL_FINISH_WORKFLOW_ACTION`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from document_control import duties
from document_control.enums import IssueKind
from document_control.errors import IssueRefusedError
from document_control.models import ApprovalTask, ReviewTask
from document_control.services import Approval, IssueDetails, issue
from organisation.models import User


def issue_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Issue the approved text, then publish it now or schedule it for its effective moment.

    Wagtail calls this inside the transaction of the last approval, so a refusal undoes the approval too.

    Raises:
        IssueRefusedError: the decisions do not cover exactly this text, or it cannot be issued as it stands.
    """
    page = duties.specific_content(workflow_state.content_object)
    revision = page.get_latest_revision()
    content = revision.as_object()
    now = timezone.now()
    if problems := content.submission_problems():
        raise IssueRefusedError(" ".join(problems))
    version = issue(
        content,
        details=issue_details(content),
        approvals=collect_approvals(workflow_state, page, revision, now),
        revision=revision,
        now=now,
    )
    _schedule(revision, version.effective_from, now)
    revision.publish(user=user, skip_permission_checks=True)


def _schedule(revision: Revision, effective_from: dt.datetime, now: dt.datetime) -> None:
    """The page goes live with its edition: write the moment that was fixed into the approved revision."""
    go_live = effective_from.isoformat() if effective_from > now else None
    if revision.content.get("go_live_at") != go_live:
        revision.content["go_live_at"] = go_live
        revision.save(update_fields=["content"])


def issue_details(content: Any) -> IssueDetails:
    """The authors' decisions, read from the text."""
    reason = content.change_reason.strip()
    if reason and content.change_basis:
        reason = f"{reason} ({content.change_basis})"
    return IssueDetails(
        kind=IssueKind(content.issue_kind),
        reason=reason,
        effective_from=content.planned_effective_from,
        decision_number=content.decision_number,
        decision_date=content.decision_date,
    )


def collect_approvals(
    workflow_state: WorkflowState, content: Any, revision: Revision, now: dt.datetime
) -> list[Approval]:
    """Who drafted, reviewed and approved exactly this revision.

    Raises:
        IssueRefusedError: a step was skipped, or decided over another text.
    """
    approvals = [Approval("drafted", who, at) for who, at in _drafters(content, workflow_state)]
    decided: set[type] = set()
    for state in duties.approved_task_states(workflow_state, revision.pk):
        task = state.task.specific
        decided.add(type(task))
        duty = "approved" if isinstance(task, ApprovalTask) else "reviewed"
        if state.finished_by is not None:
            approvals.append(Approval(duty, state.finished_by, state.finished_at or now, state.comment))
    if not {ReviewTask, ApprovalTask} <= decided:
        raise IssueRefusedError(_("This text was not both reviewed and approved."))
    return approvals


def _drafters(content: Any, workflow_state: WorkflowState) -> list[tuple[User, dt.datetime]]:
    """Each author with the time of his last save, the latest author last."""
    last_save: dict[int, dt.datetime] = {}
    for revision in duties.revisions_since_issue(content):
        if revision.user_id:
            last_save[revision.user_id] = revision.created_at
    if workflow_state.requested_by_id:
        last_save.setdefault(workflow_state.requested_by_id, workflow_state.created_at)
    users = User.objects.in_bulk(list(last_save))
    pairs = [(users[pk], at) for pk, at in last_save.items() if pk in users]
    return sorted(pairs, key=lambda pair: pair[1])
