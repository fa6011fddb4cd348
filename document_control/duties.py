"""Who wrote and who reviewed the text in hand, read from Wagtail's revisions and task states.

Imports no model of ours: the workflow tasks (models) ask these questions.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from document_control.separation import may_approve, may_review

if TYPE_CHECKING:
    from organisation.models import User

REVIEW = "review"
APPROVE = "approve"


def specific_content(content: Any) -> Any:
    """The text as its own class: Wagtail hands out plain pages in places."""
    return content.specific if isinstance(content, Page) else content


def revisions_since_issue(content: Any) -> list[Revision]:
    """The revisions of `content` after the one last issued (all of them before the first issue), oldest first."""
    revisions = content.revisions.defer("content").order_by("created_at", "pk")
    issued_at = _last_issued_revision_time(content)
    return list(revisions.filter(created_at__gt=issued_at) if issued_at else revisions)


def _last_issued_revision_time(content: Any) -> dt.datetime | None:
    if content.document_id is None:
        return None
    last = (
        content.document.issuedversions.filter(source_revision__isnull=False)
        .order_by("-chain_index")
        .values_list("source_revision__created_at", flat=True)
        .first()
    )
    return last


def drafter_ids(content: Any) -> frozenset[int]:
    """Everybody who saved the text since the last issue, and whoever submitted it."""
    ids = {r.user_id for r in revisions_since_issue(content) if r.user_id}
    state = content.current_workflow_state
    if state is not None and state.requested_by_id:
        ids.add(state.requested_by_id)
    return frozenset(ids)


def approved_task_states(workflow_state: WorkflowState, revision_id: int) -> list[TaskState]:
    """The approving decisions of this workflow run over exactly this revision, oldest first."""
    states = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED, revision_id=revision_id)
    return list(states.select_related("task", "finished_by").order_by("finished_at", "pk"))


def reviewer_ids(content: Any) -> frozenset[int]:
    """Those who passed earlier steps of the running workflow over the text in hand."""
    state = content.current_workflow_state
    if state is None:
        return frozenset()
    decisions = approved_task_states(state, content.latest_revision_id)
    return frozenset(d.finished_by_id for d in decisions if d.finished_by_id)


def refusal_for(duty: str, content: Any, user: User) -> str:
    """Why `user` may not do `duty` over the text in hand; empty when he may."""
    drafters = drafter_ids(content)
    if duty == REVIEW and not may_review(user.pk, drafters):
        return _("The author does not review his own text. Ask somebody else of this role.")
    if duty == APPROVE:
        if user.pk in drafters:
            return _("The author does not approve his own text. Ask another leader.")
        if not may_approve(user.pk, drafters, reviewer_ids(content)):
            return _("You reviewed this text; somebody else must approve it.")
    return ""
