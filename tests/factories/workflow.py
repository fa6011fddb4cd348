"""The approval workflow, driven as people drive it: through the tasks' own actions."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from document_control.models import ApprovalTask, ReviewTask
from tests.factories.documents import make_office, make_people


@dataclass(frozen=True)
class Approving:
    """The workflow of the office and its two steps."""

    workflow: Workflow
    review: ReviewTask
    approval: ApprovalTask


def make_workflow():
    """Review by the ISO secretary or a head of unit, then approval by a leader; on both folders."""
    make_people()
    if existing := Workflow.objects.filter(name="Xem xét và phê duyệt").first():
        return Approving(existing, ReviewTask.objects.get(), ApprovalTask.objects.get())
    office = make_office()
    review = ReviewTask.objects.create(name="Xem xét")
    review.groups.set(Group.objects.filter(name__in=["iso_secretary", "head_of_unit"]))
    approval = ApprovalTask.objects.create(name="Phê duyệt")
    approval.groups.set(Group.objects.filter(name="leader"))
    workflow = Workflow.objects.create(name="Xem xét và phê duyệt")
    for order, task in enumerate((review, approval)):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    for page in (office.procedures, office.processes):
        WorkflowPage.objects.create(page=page, workflow=workflow)
    return Approving(workflow, review, approval)


def submit(page, user, *, reason="Cập nhật nội dung.", **draft_changes):
    """Save the text as a draft of `user` and start the workflow."""
    workflow = make_workflow().workflow
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in {"change_reason": reason, **draft_changes}.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    return workflow.start(fresh(page), user)


def act(page, user, action="approve", comment=""):
    """One decision in the running step."""
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state.specific, user, action, comment=comment)


def pass_workflow(page, people, **draft_changes):
    """Submit, review and approve; returns the page as stored."""
    submit(page, people.author, **draft_changes)
    act(page, people.reviewer)
    act(page, people.approver)
    return fresh(page)


def fresh(page):
    """The page as the next request sees it."""
    return type(page).objects.get(pk=page.pk)
