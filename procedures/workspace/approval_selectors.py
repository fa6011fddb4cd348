"""Everything the approval screen shows of one text in work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from document_control import duties
from document_control.enums import IssueKind
from document_control.models import ControlledContentMixin, IssuedVersion
from document_control.numbering import VersionNumber, next_number
from document_control.selectors import DocumentHistory, history_of
from organisation.models import User
from organisation.selectors import signature_of
from procedures.problem import Problem
from procedures.workspace.text_kinds import TextKind


@dataclass(frozen=True, slots=True)
class PathStep:
    """One duty on the way of a text.

    Attributes:
        state: done, now, returned or todo.
        who: names of people (done) or roles (to do).
    """

    duty: str
    state: str
    who: str
    at: dt.datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class TextUnderApproval:
    """A draft with its place in the workflow.

    Attributes:
        kind: how the screens treat it.
        page: the text as stored: a page, or a snippet.
        draft: the text as of its latest revision.
        snapshot: of the draft.
        task_state: the open step; None for drafts and returned texts.
        before: the version it would replace: the one in force, otherwise the last one issued.
        next_number: edition and revision it would get.
    """

    kind: TextKind
    page: Any
    draft: Any
    snapshot: dict[str, Any]
    revision: Revision
    workflow_state: WorkflowState | None
    task_state: TaskState | None
    history: DocumentHistory
    before: IssuedVersion | None
    next_number: VersionNumber

    @property
    def is_issued(self) -> bool:
        """Was exactly this revision issued already?"""
        return any(version.source_revision_id == self.revision.pk for version in self.history.versions)

    @property
    def duty(self) -> str:
        """The duty of the open step, "" without one."""
        return self.task_state.task.specific.duty if self.task_state else ""

    def address(self, name: str) -> str:
        """The address of one of its approval screens."""
        return self.kind.address(name, self.page)

    def refusal(self, user: User) -> str:
        """Why the person may not decide the open step; "" when he may, or when no step is open."""
        return self.task_state.task.specific.refusal(self.page, user) if self.task_state else ""


def text_under_approval(kind: TextKind, content_id: int, now: dt.datetime) -> TextUnderApproval | None:
    """A text with everything about its approval; None when there is no draft."""
    page = kind.find(content_id)
    if page is None:
        return None
    revision = page.get_latest_revision()
    draft: Any = revision.as_object()
    history = history_of(page.document)
    kept = history.shown_at(now)
    last = history.versions[-1].number if history.versions else None
    state = page.current_workflow_state
    return TextUnderApproval(
        kind=kind,
        page=page,
        draft=draft,
        snapshot=draft.build_snapshot(),
        revision=revision,
        workflow_state=state,
        task_state=page.current_workflow_task_state,
        history=history,
        before=kept,
        next_number=next_number(last, IssueKind(draft.issue_kind), page.document.first_number),
    )


def findings(text: TextUnderApproval) -> list[Problem]:
    """What the automatic checks say about the draft, errors first."""
    found = text.kind.findings(text.snapshot)
    own = [
        Problem("error", "change_reason", message, "change_reason")
        for message in ControlledContentMixin.submission_problems(text.draft)
    ]
    return [*own, *found]


def path_of(text: TextUnderApproval) -> list[PathStep]:
    """The way of the text: drafted, reviewed, approved, with people and times."""
    path = [_drafting(text)]
    if text.workflow_state is None:
        workflow = text.page.get_workflow()
        tasks = list(workflow.tasks) if workflow else []
    else:
        tasks = list(text.workflow_state.workflow.tasks)
    decided = _decisions(text)
    for task in (task.specific for task in tasks):
        path.append(_task_step(text, task, decided.get(task.pk)))
    return path


def _drafting(text: TextUnderApproval) -> PathStep:
    revisions = [r for r in duties.revisions_since_issue(text.page) if r.user_id]
    names = {
        user.pk: user.get_full_name() for user in User.objects.filter(pk__in={r.user_id for r in revisions})
    }
    who = ", ".join(dict.fromkeys(names[r.user_id] for r in reversed(revisions) if r.user_id in names))
    submitted = text.workflow_state is not None and text.task_state is not None
    return PathStep(_("Drafting"), "done" if submitted else "now", who, text.revision.created_at)


def _decisions(text: TextUnderApproval) -> dict[int, TaskState]:
    """The latest decision of each task over exactly this revision."""
    if text.workflow_state is None:
        return {}
    states = text.workflow_state.task_states.filter(
        revision=text.revision, status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED]
    )
    return {state.task_id: state for state in states.select_related("finished_by").order_by("finished_at")}


def _task_step(text: TextUnderApproval, task: Any, decided: TaskState | None) -> PathStep:
    words = _("Approval") if getattr(task, "duty", "") == duties.APPROVE else _("Review")
    if text.task_state is not None and text.task_state.task_id == task.pk:
        return PathStep(words, "now", _role_names(task), text.task_state.started_at)
    if decided is not None and decided.finished_by is not None:
        state = "done" if decided.status == TaskState.STATUS_APPROVED else "returned"
        return PathStep(
            words, state, _signed(decided.finished_by, decided), decided.finished_at, decided.comment
        )
    return PathStep(words, "todo", _role_names(task))


def _signed(user: User, decided: TaskState) -> str:
    signature = signature_of(
        user, localdate(decided.finished_at), ("iso_secretary", "head_of_unit", "leader")
    )
    return ", ".join(part for part in (signature["name"], signature["post"]) if part)


def _role_names(task: Any) -> str:
    groups = task.groups.select_related("role")
    return ", ".join(group.role.name if hasattr(group, "role") else group.name for group in groups)
