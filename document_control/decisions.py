"""Deciding over a text: submitting it, passing a step, returning it. Each is one transaction.

The screens name the revision and the step that the person read; a decision over anything else is refused, so that
nobody approves a text he did not see, and two people acting at the same moment do not overwrite each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from document_control import duties
from document_control.errors import DocumentControlError
from document_control.models import IssuedVersion
from organisation.models import User
from organisation.vietnamese_format import format_datetime

APPROVE, RETURN = "approve", "reject"


class DecisionRefusedError(DocumentControlError):
    """The decision was not recorded; the message says why and what to do."""


class SubmissionRefusedError(DocumentControlError):
    """The text was not submitted; `problems` says what to mend."""

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision brought about.

    Attributes:
        issued: the version that this approval issued; None for a review passed on and for a return.
    """

    action: str
    duty: str
    issued: IssuedVersion | None


def _refuse_finished(state: TaskState) -> None:
    if state.status == TaskState.STATUS_IN_PROGRESS:
        return
    if state.status == TaskState.STATUS_CANCELLED:
        raise DecisionRefusedError(
            _("The text was changed or taken back meanwhile, so nothing was decided. Read it again.")
        )
    raise DecisionRefusedError(
        _("%(name)s already decided this step at %(time)s. Your decision was not recorded.")
        % {
            "name": state.finished_by or _("Somebody"),
            "time": format_datetime(state.finished_at) if state.finished_at else "",
        }
    )


@transaction.atomic
def decide(
    content: Any, *, task_state_id: int, revision_id: int, user: User, action: str, comment: str = ""
) -> Decision:
    """Pass or return a step of the approval workflow.

    Args:
        content: the text under review.
        task_state_id: the step that the screen showed.
        revision_id: the revision that the screen showed.
        user: who decides.
        action: `APPROVE` or `RETURN`.
        comment: the reason, required for a return.

    Raises:
        DecisionRefusedError: the step is over, or the text is no longer the one that was read.
        PermissionDenied: this person may not act (the task's own refusal), or the text cannot be issued as it is.
    """
    state = (
        TaskState.objects.select_for_update(of=("self",))
        .select_related("finished_by", "workflow_state")
        .filter(
            pk=task_state_id,
            workflow_state__object_id=str(content.pk),
            workflow_state__base_content_type=content.get_base_content_type(),
        )
        .first()
    )
    if state is None:
        raise DecisionRefusedError(_("This step no longer exists. Open the text again."))
    _refuse_finished(state)
    latest = type(content).objects.values_list("latest_revision_id", flat=True).get(pk=content.pk)
    if revision_id != state.revision_id or revision_id != latest:
        raise DecisionRefusedError(
            _("The text changed while you were reading, so nothing was decided. Read the changes again.")
        )
    task = state.task.specific
    before = content.document.chain_length
    task.on_action(state.specific, user, action, comment=comment)
    issued = None
    document = type(content.document).objects.get(pk=content.document_id)
    if document.chain_length > before:
        issued = IssuedVersion.objects.defer("snapshot").get(
            document=document, chain_index=document.chain_length
        )
    return Decision(action, task.duty, issued)


@transaction.atomic
def submit(content: Any, user: User) -> WorkflowState:
    """Send the latest draft for review; a returned one goes back to the first step that must see it.

    Args:
        content: the text, as stored.
        user: an author of the draft who may edit the text.

    Raises:
        SubmissionRefusedError: not an author, nothing to submit, already submitted, or the checks found errors.
    """
    page = type(content).objects.select_for_update(of=("self",)).get(pk=content.pk)
    revision = page.get_latest_revision()
    if revision is None:
        raise SubmissionRefusedError(_("There is no draft yet. Write and save the text first."))
    if not may_submit(page, user):
        raise SubmissionRefusedError(_("Only an author of this draft can submit it."))
    if page.workflow_in_progress:
        raise SubmissionRefusedError(_("This text is under review already."))
    if IssuedVersion.objects.filter(source_revision=revision).exists():
        raise SubmissionRefusedError(_("This text was issued already. Change it first, then submit it."))
    if problems := revision.as_object().submission_problems():
        raise SubmissionRefusedError(
            _("Not submitted: the text still has mistakes. Mend them, then submit again."), problems
        )
    state = page.current_workflow_state
    if state is not None:
        state.resume(user)
        return state
    workflow = page.get_workflow()
    if workflow is None:
        raise SubmissionRefusedError(_("No approval path is set up here. Ask the administrator."))
    return workflow.start(page, user)


def may_submit(content: Any, user: User) -> bool:
    """Is this person an author of the draft who may still edit it?"""
    return user.pk in duties.drafter_ids(content) and content.permissions_for_user(user).can_edit()
