"""Findings: the list with its proposals, one finding with its story, raising, its photos."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audits.acts.action_acts import ACTION_ACTS
from audits.acts.acts import Subject, buttons, next_buttons
from audits.acts.finding_acts import FINDING_ACTS
from audits.enums import NONCONFORMITIES
from audits.errors import AuditError, NotAllowedError
from audits.forms.improvement_filters import FindingFilter
from audits.models import CorrectiveAction, Finding
from audits.presentation.pills import action_pill, due_of, finding_pill, grade_pill
from audits.presentation.story import story_of
from audits.selectors.findings import findings_in, years_of_findings
from audits.selectors.late_steps import late_step_proposals
from audits.selectors.versions import answering_versions, audited_version_url
from audits.services.revising import prepare_revision, revisable_of
from audits.views.access import audit_policy_of, audit_view
from audits.views.acts import act_view, finding_subject
from audits.views.lists import chips_of, page_of, query_of
from dossiers.models import Dossier
from dossiers.views.access import dossier_policy_of
from organisation.record_history import record_history
from procedures.editor.editor_links import issue_tab_url
from procedures.workspace.views.access import policy_of

finding_act = act_view(FINDING_ACTS, finding_subject)


@require_safe
@audit_view
def finding_list(request: HttpRequest) -> HttpResponse:
    """Findings the person may read, newest first; above them what late steps propose."""
    policy = audit_policy_of(request)
    form = FindingFilter(request.GET, policy, years_of_findings(policy))
    page = page_of(request, findings_in(policy, form.wanted()))
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"finding": row, "grade": grade_pill(row), "pill": finding_pill(row)} for row in page.object_list
        ],
        "chips": chips_of(request, form),
        "query": query_of(request, without="trang"),
        "proposals": late_step_proposals(policy, timezone.now()),
        "may_raise": policy.may_raise,
    }
    return render(request, "audits/finding_list.html", context)


@require_safe
@audit_view
def finding(request: HttpRequest, code: str) -> HttpResponse:
    """One finding: what was found, what the unit says, what is done about it, which version answers it."""
    subject = finding_subject(request, code)
    row, today = subject.row, subject.policy.day
    context = {
        "finding": row,
        "grade": grade_pill(row),
        "pill": finding_pill(row),
        "is_nonconformity": row.grade in NONCONFORMITIES,
        "buttons": [*next_buttons(ACTION_ACTS, _actions_of(subject)), *buttons(FINDING_ACTS, subject)],
        "story": story_of(row),
        "actions": [
            {"action": one, "pill": action_pill(one), "due": due_of(one, today)} for one in subject.actions
        ],
        "versions": answering_versions(list(row.answered_by_versions.all()), policy_of(request)),
        "photos": [photo for photo in row.item.photos.all() if photo.removed_at is None] if row.item else [],
        "open_dossiers": _readable_dossiers(request, row),
        "version_url": audited_version_url(row, policy_of(request)),
        "revisable": revisable_of(subject.actor, row),
        "crumbs": [
            {"label": _("Nonconformities"), "url": reverse("finding-list")},
            {"label": row.code, "url": ""},
        ],
    }
    return render(request, "audits/finding.html", context)


def _actions_of(subject: Subject[Finding]) -> list[Subject[CorrectiveAction]]:
    """The actions of a finding as subjects of acts, seen by the same reader."""
    return [
        Subject(subject.actor, subject.policy, one, subject.now, one.lock_version) for one in subject.actions
    ]


def _readable_dossiers(request: HttpRequest, row: Finding) -> set[int]:
    """Keys of the late dossiers of a finding that are open to the reader."""
    keys = {incident.dossier_id for incident in row.incidents.all()}
    if not keys:
        return set()
    readable = dossier_policy_of(request).readable(Dossier.objects.filter(pk__in=keys))
    return set(readable.values_list("pk", flat=True))


@require_safe
@audit_view
def finding_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what of a finding, field by field."""
    row = finding_subject(request, code).row
    context = {
        "row": row,
        "entries": record_history(row),
        "back_url": reverse("finding", args=[row.code]),
        "crumbs": [
            {"label": _("Nonconformities"), "url": reverse("finding-list")},
            {"label": row.code, "url": reverse("finding", args=[row.code])},
            {"label": _("History"), "url": ""},
        ],
    }
    return render(request, "audits/action_history.html", context)


@require_POST
@audit_view
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare a draft of the procedure that cites the finding, and open it in the editor."""
    subject = finding_subject(request, code)
    try:
        page = prepare_revision(subject.actor, subject.row)
    except NotAllowedError:
        raise
    except AuditError as refusal:
        messages.error(request, str(refusal))
        return redirect("finding", code)
    return redirect(issue_tab_url(page))


@require_safe
@audit_view
def photo(request: HttpRequest, code: str, photo_id: int) -> FileResponse:
    """A photo of the question a finding was raised from; one that was taken back is not given out."""
    row = finding_subject(request, code).row
    photos = row.item.photos.all() if row.item else []
    found = next((one for one in photos if one.pk == photo_id and one.removed_at is None), None)
    if found is None:
        raise Http404(_("There is no such photo."))
    response = FileResponse(found.image.open("rb"), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
