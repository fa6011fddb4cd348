"""Corrective actions: the register, one action with its story, its files."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audits.acts.action_acts import ACTION_ACTS
from audits.acts.acts import buttons
from audits.enums import CheckState
from audits.forms.filters import ActionFilter
from audits.models import EffectivenessCheck
from audits.presentation.pills import action_pill, due_of, judged_line
from audits.presentation.story import story_of_action
from audits.selectors.actions import actions_in, open_check, years_of_actions
from audits.selectors.effectiveness import comparison_of
from audits.services import actions as services
from audits.views.access import audit_policy_of, audit_view
from audits.views.acts import act_view, action_subject
from audits.views.lists import chips_of, page_of, query_of
from organisation.record_history import record_history

action_act = act_view(ACTION_ACTS, action_subject)


@require_safe
@audit_view
def action_list(request: HttpRequest) -> HttpResponse:
    """The register of actions: overdue first."""
    policy = audit_policy_of(request)
    form = ActionFilter(request.GET, policy, years_of_actions(policy))
    page = page_of(request, actions_in(policy, form.wanted(), policy.day))
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"action": row, "pill": action_pill(row), "due": due_of(row, policy.day)}
            for row in page.object_list
        ],
        "chips": chips_of(request, form),
        "query": query_of(request, without="trang"),
    }
    return render(request, "audits/action_list.html", context)


@require_safe
@audit_view
def action(request: HttpRequest, code: str) -> HttpResponse:
    """One action: what is to be done, why it happened, what shows that it was done, whether it worked."""
    subject = action_subject(request, code)
    row = subject.row
    check = open_check(row)
    context = {
        "action": row,
        "pill": action_pill(row),
        "due": due_of(row, subject.policy.day),
        "buttons": buttons(ACTION_ACTS, subject),
        "story": story_of_action(row),
        "check": check,
        "comparison": comparison_of(check, subject.now) if check else None,
        "judged": [judged_line(one) for one in row.effectiveness_checks.all() if one.state != CheckState.DUE],
        "may_remove": subject.policy.may_carry_out(row),
        "crumbs": [
            {"label": _("Corrective actions"), "url": reverse("action-list")},
            {"label": row.code, "url": ""},
        ],
    }
    return render(request, "audits/action.html", context)


@require_safe
@audit_view
def action_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what of an action and of its checks, field by field."""
    row = action_subject(request, code).row
    context = {
        "row": row,
        "entries": record_history(row, [(EffectivenessCheck, "action")]),
        "back_url": reverse("action", args=[row.code]),
        "crumbs": [
            {"label": _("Corrective actions"), "url": reverse("action-list")},
            {"label": row.code, "url": reverse("action", args=[row.code])},
            {"label": _("History"), "url": ""},
        ],
    }
    return render(request, "audits/action_history.html", context)


@require_safe
@audit_view
def evidence(request: HttpRequest, code: str, evidence_id: int) -> FileResponse:
    """A file of an action, byte for byte; one that was taken back is not given out."""
    row = action_subject(request, code).row
    found = next((one for one in row.evidence.all() if one.pk == evidence_id), None)
    if found is None:
        raise Http404(_("There is no such file."))
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.file.name.rsplit("/", 1)[-1],
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@audit_view
def remove_evidence(request: HttpRequest, code: str, evidence_id: int) -> HttpResponse:
    """Take a file back before the action is reported."""
    subject = action_subject(request, code)
    services.remove_evidence(
        subject.actor, subject.row.pk, subject.row.lock_version, evidence_id=evidence_id, now=subject.now
    )
    return redirect("action", code)
