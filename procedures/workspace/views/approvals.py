"""Texts in work and the approval screen: read the consequences, then decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from document_control.decisions import Decision, SubmissionRefusedError, decide, may_submit, submit
from document_control.duties import APPROVE, drafter_ids
from document_control.forms import DecisionForm
from procedures.import_desk.views.access import import_policy_of
from procedures.workspace.approval_selectors import (
    PathStep,
    TextUnderApproval,
    findings,
    path_of,
    text_under_approval,
)
from procedures.workspace.inbox import days_words
from procedures.workspace.staff_presentation import signatures
from procedures.workspace.text_kinds import kind_by_slug
from procedures.workspace.views.access import policy_of, staff_view, texts_for
from procedures.workspace.work_selectors import (
    DRAFT,
    IN_APPROVAL,
    IN_REVIEW,
    RETURNED,
    STATES,
)

REFUSED = 409


@require_safe
@staff_view
def texts(request: HttpRequest) -> HttpResponse:
    """Every text in work that the person may see, by state."""
    policy = policy_of(request)
    found = texts_for(request)
    titles = {
        IN_APPROVAL: _("Waiting for approval"),
        IN_REVIEW: _("Under review"),
        RETURNED: _("Returned to the author"),
        DRAFT: _("Drafts"),
    }
    groups = [
        {
            "state": state,
            "title": titles[state],
            "texts": [
                {"text": text, "mine": text.waits_for(policy) or text.is_with_author(policy)}
                for text in found
                if text.state == state
            ],
        }
        for state in STATES
    ]
    context = {
        "groups": [group for group in groups if group["texts"]],
        "may_write": request.user.has_perm("wagtailadmin.access_admin"),
        "may_import": import_policy_of(request).may_use,
        "sees_all": policy.sees_texts_in_work,
    }
    return render(request, "workspace/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def approval(request: HttpRequest, page_id: int, kind: str = "") -> HttpResponse:
    """The approval screen of one text; POST decides the step that it showed."""
    text = _text(request, page_id, kind)
    if request.method != "POST":
        return redirect(text.address("approval-result")) if text.is_issued else _show(request, text)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, text, form=form, status=422)
    data = form.cleaned_data
    try:
        decision = decide(
            text.page,
            task_state_id=data["task_state"],
            revision_id=data["revision"],
            user=request.user,
            action=data["action"],
            comment=data["comment"].strip(),
        )
    except PermissionDenied as refusal:
        # Read again: what refused the decision may have changed the text or the step.
        now = _text(request, page_id, kind)
        if now.is_issued:
            return _show_result(request, now, refusal=str(refusal), status=REFUSED)
        return _show(request, now, form=form, refusal=str(refusal), status=REFUSED)
    return _after(request, text, decision)


def _text(request: HttpRequest, page_id: int, slug: str) -> TextUnderApproval:
    kind = kind_by_slug(slug)
    text = text_under_approval(kind, page_id, timezone.now()) if kind is not None else None
    if text is None:
        raise Http404(_("There is no such text."))
    is_author = request.user.pk in drafter_ids(text.page)
    if not policy_of(request).can_see_text(text.page.document, is_author=is_author):
        raise PermissionDenied(_("Drafts are open to their authors, to reviewers and to those who approve."))
    return text


def _after(request: HttpRequest, text: TextUnderApproval, decision: Decision) -> HttpResponse:
    """Where a recorded decision leads, and what is said there."""
    if decision.issued is not None:
        return redirect(text.address("approval-result"))
    if decision.action == DecisionForm.RETURN:
        said = _("Returned to the author: %(title)s. The reason went with it.")
    elif decision.duty == APPROVE:
        said = _("Approved: %(title)s. One more step is open before it is issued.")
    else:
        said = _("Reviewed and passed on for approval: %(title)s.")
    messages.success(request, said % {"title": text.draft.title})
    return redirect("approvals")


def _show(
    request: HttpRequest,
    text: TextUnderApproval,
    *,
    form: DecisionForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = findings(text)
    path = path_of(text)
    context: dict[str, Any] = {
        **text.kind.comparison(text.before.snapshot if text.before else None, text.snapshot),
        **text.kind.side_context(text.page, policy_of(request)),
        "text": text,
        "state": _state(text),
        "number": str(text.next_number),
        "before": text.before,
        "form": form or DecisionForm(),
        "refusal": refusal,
        "locked_reason": _locked_reason(request, text, path),
        "due": _due(text),
        "is_approval": text.duty == APPROVE,
        "errors": [
            {"problem": p, "url": text.kind.editor_url(text.page, p)} for p in found if p.level == "error"
        ],
        "warnings": [p for p in found if p.level == "warning"],
        "path": path,
        "after": _after_approval(text),
        "may_submit": text.task_state is None and may_submit(text.page, request.user),
        "may_edit": text.page.permissions_for_user(request.user).can_edit(),
        "edit_url": text.kind.editor_url(text.page),
        "returned": _return_of(text),
    }
    return render(request, "workspace/approval.html", context, status=status)


def _locked_reason(request: HttpRequest, text: TextUnderApproval, path: list[PathStep]) -> str:
    """Why this person may not decide, and who may; "" when he may."""
    refusal = text.refusal(request.user)
    if not refusal:
        return ""
    if policy_of(request).is_administrator:
        refusal = _("The technical role neither reviews nor approves.")
    holders = next((step.who for step in path if step.state == "now" and step.duty != path[0].duty), "")
    if not holders:
        return refusal
    waits_for = _("It waits for: %(roles)s.") % {"roles": holders}
    return f"{refusal} {waits_for}"


def _due(text: TextUnderApproval) -> dict[str, str] | None:
    """How much time is left until the planned moment, while a step is open."""
    planned = text.draft.planned_effective_from
    if text.task_state is None or planned is None:
        return None
    days = (timezone.localdate(planned) - timezone.localdate()).days
    return {"words": days_words(days), "tone": "bad" if days < 0 else "warn" if days <= 1 else "ok"}


def _state(text: TextUnderApproval) -> str:
    if text.task_state is not None:
        return IN_APPROVAL if text.duty == APPROVE else IN_REVIEW
    return RETURNED if text.workflow_state is not None else DRAFT


def _return_of(text: TextUnderApproval) -> dict[str, Any] | None:
    """Who returned the text and why, while it is returned."""
    if text.workflow_state is None or text.task_state is not None:
        return None
    step = text.workflow_state.current_task_state
    if step is None:
        return None
    return {"by": step.finished_by, "at": step.finished_at, "reason": step.comment}


def _after_approval(text: TextUnderApproval) -> dict[str, Any]:
    """What the approval would bring about: the moment, and the version that ends."""
    planned: dt.datetime | None = text.draft.planned_effective_from
    future = planned if planned is not None and planned > timezone.now() else None
    return {
        "effective_from": future,
        "missed": planned if planned is not None and future is None else None,
        "ends": text.before,
        "is_public": text.page.document.audience == "public",
    }


@require_POST
@staff_view
def submit_text(request: HttpRequest, page_id: int, kind: str = "") -> HttpResponse:
    """Send one's own draft for review, or say what is still wrong with it."""
    text = _text(request, page_id, kind)
    try:
        submit(text.page, request.user)
    except SubmissionRefusedError as refusal:
        now = _text(request, page_id, kind)
        if now.is_issued:
            return _show_result(request, now, refusal=str(refusal), status=REFUSED)
        return _show(request, now, refusal=str(refusal), status=REFUSED)
    messages.success(
        request, _("Submitted for review: %(title)s. Its state is shown here.") % {"title": text.draft.title}
    )
    return redirect(text.address("approval"))


@require_safe
@staff_view
def preview(request: HttpRequest, page_id: int, kind: str = "") -> HttpResponse:
    """The full text of the draft as its readers will see it."""
    text = _text(request, page_id, kind)
    template, context = text.kind.preview(request, text.draft, text.snapshot)
    return render(request, template, {**context, "text": text, "number": str(text.next_number)})


@require_safe
@staff_view
def result(request: HttpRequest, page_id: int, kind: str = "") -> HttpResponse:
    """What an approval brought about: the version last issued, from when, with its check code."""
    text = _text(request, page_id, kind)
    return _show_result(request, text) if text.history.versions else redirect(text.address("approval"))


def _show_result(
    request: HttpRequest, text: TextUnderApproval, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    version = text.history.versions[-1]
    context = {
        "text": text,
        "version": version,
        "is_future": version.effective_from > timezone.now(),
        "signatures": signatures(version),
        "url": text.kind.reading_url(text.page),
        "list_url": reverse("approvals"),
        "refusal": refusal,
    }
    return render(request, "workspace/approval_result.html", context, status=status)
