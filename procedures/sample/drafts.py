"""The sample's work in progress: drafts that wait, so that the workspace shows every state of a text.

Everything goes through the real workflow; only the clock times are set back afterwards.
"""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from organisation.models import User
from procedures.importers.pages import CatalogueRows, fill_page
from procedures.importers.records import ParsedRecord
from procedures.models import ProcessPage
from procedures.sample.documents import OWN_KEYS, SampleDocument, SampleOffice, page_of, read_text

Data = dict[str, Any]
PART_LISTS = ("steps", "components")


def changed_text(document: SampleDocument, plan: Data) -> ParsedRecord:
    """The latest text of a document with the changes of a plan."""
    text = {key: deepcopy(value) for key, value in document.data.items() if key not in OWN_KEYS}
    text |= plan["changes"]
    for name in PART_LISTS:
        for number, change in plan[name].items():
            text[name][number - 1] |= change
    return read_text(text, f"work_in_progress {plan['iso_code']}")


def load_draft(plan: Data, document: SampleDocument, office: SampleOffice, rows: CatalogueRows) -> None:
    """Write the draft of a plan and bring it to its state."""
    page = page_of(office, plan["iso_code"])
    fill_page(page, changed_text(document, plan), rows)
    _fill_issue_fields(page, plan)
    drafter = office.people[plan["drafted_by"]]
    revision = page.save_revision(user=drafter, clean=False)
    drafted = _moment_before_now(plan["drafted"])
    Revision.objects.filter(pk=revision.pk).update(created_at=drafted)
    if plan["state"] != "draft":
        state = _submit(page_of(office, plan["iso_code"]), drafter, drafted)
        _decide(state, plan, office)


def _fill_issue_fields(page: ProcessPage, plan: Data) -> None:
    page.change_reason, page.change_basis = plan["change_reason"], plan["change_basis"]
    page.decision_number, page.decision_date = plan["decision_number"], None
    page.issue_kind = "revision"
    page.planned_effective_from = None
    if plan["effective_in_days"]:
        day = timezone.localdate() + dt.timedelta(days=plan["effective_in_days"])
        page.planned_effective_from = timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _moment_before_now(when: Data) -> dt.datetime:
    day = timezone.localdate() - dt.timedelta(days=when["days"])
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(when["time"])))


def _submit(page: ProcessPage, drafter: User, at: dt.datetime) -> WorkflowState:
    state = page.get_workflow().start(page, drafter)
    WorkflowState.objects.filter(pk=state.pk).update(created_at=at)
    TaskState.objects.filter(workflow_state=state).update(started_at=at)
    return WorkflowState.objects.get(pk=state.pk)  # the times just set back, not those in memory


def _decide(state: WorkflowState, plan: Data, office: SampleOffice) -> None:
    if plan["state"] == "submitted":
        return
    reviewer: User = office.people[plan["decided_by"]]
    task_state = state.current_task_state.specific
    action = "approve" if plan["state"] == "reviewed" else "reject"
    task_state.task.specific.on_action(task_state, reviewer, action, comment=plan["comment"])
    at = _moment_before_now(plan["decided"])
    TaskState.objects.filter(pk=task_state.pk).update(finished_at=at)
    later = TaskState.objects.filter(workflow_state=state, pk__gt=task_state.pk)
    later.update(started_at=at)
