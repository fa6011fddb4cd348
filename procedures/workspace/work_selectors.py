"""Texts in work: which drafts there are, how far each is, who has it, and what waits for whom.

All of it in a fixed number of queries, however many texts there are; the rule who may act is the pure one of
`document_control.separation`, the same that the workflow tasks ask (a test holds the two together).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision, TaskState, WorkflowState

from document_control.duties import APPROVE
from document_control.models import ApprovalTask, IssuedVersion, ReviewTask
from document_control.policies import DocumentPolicy
from document_control.separation import may_approve, may_review
from organisation.models import User
from procedures.workspace.text_kinds import text_kinds, text_url

DRAFT, IN_REVIEW, IN_APPROVAL, RETURNED = "draft", "in_review", "in_approval", "returned"
STATES = (IN_APPROVAL, IN_REVIEW, RETURNED, DRAFT)

Key = tuple[int, str]
"""Content type and key of a text, as revisions and workflows name it."""


@dataclass(frozen=True, slots=True)
class TextInWork:
    """A text that was changed since its last issue, or is under review.

    Attributes:
        page: the text as stored (its row, not the draft); title and code are the draft's.
        state: draft, in_review, in_approval or returned.
        since: moment from which it is so.
        author_ids: who saved it since the last issue, or submitted it.
        reviewer_ids: who passed the review of the text in hand.
        group_ids: groups whose members may act now; empty when nobody but the authors can.
        holder_names: people (draft, returned) or roles (under review) that have it.
        returned_by, reason: who returned it and why.
        planned_from: planned effective moment.
    """

    page: Any
    title: str
    code: str
    state: str
    since: dt.datetime
    author_ids: frozenset[int]
    reviewer_ids: frozenset[int]
    group_ids: frozenset[int]
    holder_names: tuple[str, ...]
    author_names: str = ""
    returned_by: str = ""
    reason: str = ""
    planned_from: dt.datetime | None = None

    @property
    def url(self) -> str:
        """Its approval screen."""
        return text_url("approval", self.page)

    def waits_for(self, policy: DocumentPolicy) -> bool:
        """May this person act on the step that is open?"""
        if not policy.user.is_active or not self.group_ids & policy.group_ids:
            return False
        if self.state == IN_APPROVAL:
            return may_approve(policy.user.pk, self.author_ids, self.reviewer_ids)
        return may_review(policy.user.pk, self.author_ids)

    def is_with_author(self, policy: DocumentPolicy) -> bool:
        """Must this person, as its author, go on with it?"""
        return self.state in (DRAFT, RETURNED) and policy.user.pk in self.author_ids


def texts_in_work(policy: DocumentPolicy) -> list[TextInWork]:
    """Every text in work that this person may see, the longest waiting first."""
    pages = [page for kind in text_kinds() for page in kind.changed()]
    if not pages:
        return []
    states = _workflow_states(pages)
    authors = _authors(pages, states.values())
    names = _names(author for ids in authors.values() for author in ids)
    return _visible(policy, pages, states, authors, _group_names(states.values()), names)


def texts_that_wait(policy: DocumentPolicy) -> list[TextInWork]:
    """Of the texts in work those under a step of the person's groups, and those returned to him; nobody is named.

    For counting: one query where nothing of the kind is on its way, which is what most people's menus say.
    """
    states = {_state_key(state): state for state in _steps_of(policy)}
    pages: list[Any] = []
    for kind in text_kinds() if states else ():
        content_type_id = kind.model().get_base_content_type().pk
        if keys := [object_id for known_id, object_id in states if known_id == content_type_id]:
            pages += kind.changed().filter(pk__in=keys)
    if not pages:
        return []
    states = {key: states[key] for key in map(_key, pages)}
    groups = {
        state.current_task_state.task_id: _StepGroups(_duty(state), policy.group_ids, ())
        for state in states.values()
        if state.current_task_state
    }
    return _visible(policy, pages, states, _authors(pages, states.values()), groups, {})


def _duty(state: Any) -> str:
    return APPROVE if state.is_approval else ""


def _steps_of(policy: DocumentPolicy) -> QuerySet[WorkflowState]:
    """Reviews that stand at a step of the person's groups, or went back to a text that the person saved or handed in;
    `is_approval`: which kind of step it is."""
    task = Q(pk=OuterRef("current_task_state__task"), groups__in=policy.group_ids)
    approving, reviewing = ApprovalTask.objects.filter(task), ReviewTask.objects.filter(task)
    saved = Revision.objects.filter(
        base_content_type=OuterRef("base_content_type"), object_id=OuterRef("object_id"), user=policy.user.pk
    )
    in_hand = Q(status=WorkflowState.STATUS_IN_PROGRESS) & (Q(is_approval=True) | Q(Exists(reviewing)))
    came_back = Q(status=WorkflowState.STATUS_NEEDS_CHANGES)
    own = Q(requested_by=policy.user.pk) | Q(Exists(saved))
    active = WorkflowState.objects.active().annotate(is_approval=Exists(approving))
    return active.filter(in_hand | (came_back & own)).select_related("current_task_state__finished_by")


def _visible(
    policy: DocumentPolicy,
    pages: list[Any],
    states: dict[Key, WorkflowState],
    authors: dict[Key, frozenset[int]],
    groups: dict[int, _StepGroups],
    names: dict[int, str],
) -> list[TextInWork]:
    reviewers = _reviewers(states.values())
    texts = [
        _text(page, states.get(_key(page)), authors[_key(page)], reviewers, groups, names) for page in pages
    ]
    visible = [
        text
        for text in texts
        if policy.can_see_text(text.page.document, is_author=policy.user.pk in text.author_ids)
    ]
    return sorted(visible, key=lambda text: (text.since, text.page.pk))


def _key(content: Any) -> Key:
    return content.get_base_content_type().pk, str(content.pk)


def _state_key(state: WorkflowState) -> Key:
    return state.base_content_type_id, state.object_id


def _named(pages: Iterable[Any]) -> Q:
    """Revisions or workflow states of these texts."""
    ids: dict[int, list[str]] = defaultdict(list)
    for content_type_id, object_id in map(_key, pages):
        ids[content_type_id].append(object_id)
    wanted = Q(pk__in=[])
    for content_type_id, object_ids in ids.items():
        wanted |= Q(base_content_type=content_type_id, object_id__in=object_ids)
    return wanted


def _workflow_states(pages: list[Any]) -> dict[Key, WorkflowState]:
    active = (
        WorkflowState.objects.active().filter(_named(pages)).select_related("current_task_state__finished_by")
    )
    return {_state_key(state): state for state in active}


def _authors(pages: list[Any], states: Iterable[WorkflowState]) -> dict[Key, frozenset[int]]:
    """Who wrote each text since its last issue (as `duties.drafter_ids`, for many texts at once)."""
    last_issue = dict(
        IssuedVersion.objects.filter(
            document__in=[page.document_id for page in pages], source_revision__isnull=False
        )
        .order_by("chain_index")
        .values_list("document_id", "source_revision__created_at")
    )
    wanted = Q()
    for page in pages:
        since = last_issue.get(page.document_id)
        wanted |= _named([page]) & (Q(created_at__gt=since) if since else Q())
    found: dict[Key, set[int]] = {_key(page): set() for page in pages}
    saved = Revision.objects.filter(wanted, user__isnull=False).order_by()
    for content_type_id, object_id, user_id in saved.values_list(
        "base_content_type_id", "object_id", "user_id"
    ).distinct():
        found[content_type_id, object_id].add(user_id)
    for state in states:
        if state.requested_by_id:
            found[state.base_content_type_id, state.object_id].add(state.requested_by_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _reviewers(states: Iterable[WorkflowState]) -> dict[tuple[int, int], set[int]]:
    """Who passed an earlier step, by (workflow state, revision)."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    passed = TaskState.objects.filter(
        workflow_state__in=[state.pk for state in states],
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
    )
    for key, revision, user in passed.values_list("workflow_state_id", "revision_id", "finished_by_id"):
        found[key, revision].add(user)
    return found


@dataclass(frozen=True, slots=True)
class _StepGroups:
    duty: str
    group_ids: frozenset[int]
    role_names: tuple[str, ...]


def _group_names(states: Iterable[WorkflowState]) -> dict[int, _StepGroups]:
    """Duty, groups and their role names of every task in use."""
    tasks = {state.current_task_state.task_id for state in states if state.current_task_state}
    found: dict[int, _StepGroups] = {}
    if not tasks:
        return found
    for model in (ReviewTask, ApprovalTask):
        members: dict[int, dict[int, str]] = defaultdict(dict)
        rows = model.objects.filter(pk__in=tasks).order_by("groups__pk")
        for task_id, group_id, group, role in rows.values_list(
            "pk", "groups__pk", "groups__name", "groups__role__name"
        ):
            members[task_id] |= {group_id: role or group} if group_id else {}
        for task_id, names in members.items():
            found[task_id] = _StepGroups(model.duty, frozenset(names), tuple(names.values()))
    return found


def _names(user_ids: Iterable[int]) -> dict[int, str]:
    return {pk: user.get_full_name() for pk, user in User.objects.in_bulk(list(set(user_ids))).items()}


def _text(
    page: Any,
    state: WorkflowState | None,
    authors: frozenset[int],
    reviewers: dict[tuple[int, int], set[int]],
    groups: dict[int, _StepGroups],
    names: dict[int, str],
) -> TextInWork:
    step = state.current_task_state if state else None
    saved_at = page.latest_revision.created_at
    who = tuple(sorted(names[pk] for pk in authors if pk in names))
    common = {
        "page": page,
        "title": page.title_of_draft or page.title,
        "code": page.code_of_draft or page.code,
        "author_ids": authors,
        "author_names": ", ".join(who),
        "planned_from": parse_datetime(page.planned) if page.planned else None,
    }
    if state is None or step is None:
        return TextInWork(
            **common,
            state=DRAFT,
            since=saved_at,
            reviewer_ids=frozenset(),
            group_ids=frozenset(),
            holder_names=who,
        )
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return TextInWork(
            **common,
            state=RETURNED,
            since=step.finished_at or saved_at,
            reviewer_ids=frozenset(),
            group_ids=frozenset(),
            holder_names=who,
            returned_by=str(step.finished_by or ""),
            reason=step.comment,
        )
    duty = groups.get(step.task_id, _StepGroups("", frozenset(), ()))
    passed = reviewers.get((state.pk, page.latest_revision_id or 0), set())
    return TextInWork(
        **common,
        state=IN_APPROVAL if duty.duty == APPROVE else IN_REVIEW,
        since=step.started_at,
        reviewer_ids=frozenset(passed),
        group_ids=duty.group_ids,
        holder_names=duty.role_names,
    )


def waiting_for(policy: DocumentPolicy, texts: Collection[TextInWork]) -> list[TextInWork]:
    """Those texts whose open step this person may decide."""
    return [text for text in texts if text.waits_for(policy)]
