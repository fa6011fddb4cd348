"""The two steps of the approval workflow: review, then approval, by different people than the authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from document_control import duties
from document_control.forms import ReturnForm
from document_control.locks import AuthorsOnlyLock

if TYPE_CHECKING:
    from organisation.models import User

Action = tuple[str, Any, bool]


class SeparatedTask(AbstractGroupApprovalTask):
    """Abstract: a workflow step whose actions depend on who wrote and who reviewed the text.

    Superusers get no shortcut: the technical role never reviews, approves or signs (DOMAIN section 9).
    """

    duty: str
    lock_class = AuthorsOnlyLock

    class Meta:
        abstract = True

    def refusal(self, obj: Any, user: User) -> str:
        """Why `user` may not act in this step on `obj`; empty when he may."""
        if not user.is_active or not self._user_in_groups(user):
            return gettext("This step belongs to another role.")
        return duties.refusal_for(self.duty, duties.specific_content(obj), user)

    def get_actions(self, obj: Any, user: User) -> list[Action]:
        if self.refusal(obj, user):
            return []
        return [
            ("reject", _("Return to the author"), True),
            ("approve", self.approve_label(), True),
        ]

    def approve_label(self) -> Any:
        """Words of the approving button."""
        raise NotImplementedError

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        obj = duties.specific_content(task_state.workflow_state.content_object)
        if refusal := self.refusal(obj, user):
            raise PermissionDenied(refusal)
        if task_state.revision_id != obj.latest_revision_id:
            raise PermissionDenied(
                gettext("The text changed since this step began. Open it again and read it.")
            )
        if action_name == "reject" and not (kwargs.get("comment") or "").strip():
            raise PermissionDenied(gettext("Write the reason: the author must know what to change."))
        super().on_action(task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action: str) -> Any:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """Authors may go on writing (each save voids the approvals); others only read."""
        return user.pk not in duties.drafter_ids(duties.specific_content(obj))

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return False

    def user_can_lock(self, obj: Any, user: User) -> bool:
        return False

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        if user.is_active and self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()


class ReviewTask(SeparatedTask):
    """Review for adequacy: by somebody who did not write the text."""

    duty = duties.REVIEW

    def approve_label(self) -> Any:
        return _("Reviewed, pass on for approval")

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody of the chosen roles who did not write the text reviews it.")

    class Meta:
        verbose_name = _("review of a controlled document")
        verbose_name_plural = _("reviews of controlled documents")


class ApprovalTask(SeparatedTask):
    """Approval: by a third person; its end issues the version."""

    duty = duties.APPROVE

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Approval never comes before review: a text changed after it was returned is reviewed anew first.

        Wagtail resumes a returned workflow at the step that returned it.
        """
        first = workflow_state.get_next_task()
        if first is not None and isinstance(first.specific, ReviewTask):
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def approve_label(self) -> Any:
        return _("Approve and issue")

    @classmethod
    def get_description(cls) -> Any:
        return _("A leader who neither wrote nor reviewed the text approves it; the version is issued.")

    class Meta:
        verbose_name = _("approval of a controlled document")
        verbose_name_plural = _("approvals of controlled documents")
