"""Findings: the list with its proposals, one finding with its story, raising, its photos."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.acts.acts import buttons
from audits.acts.finding_acts import FINDING_ACTS
from audits.enums import NONCONFORMITIES, FindingSource, Grade
from audits.errors import AuditError, NotAllowedError
from audits.forms.filters import FindingFilter
from audits.forms.raising import RaiseForm, RaiseFromItemForm
from audits.models import AuditItem, Finding
from audits.presentation.pills import action_pill, due_of, finding_pill, grade_pill
from audits.presentation.story import story_of
from audits.selectors.findings import findings_in, years_of_findings
from audits.selectors.late_steps import incidents_of, late_step_proposals
from audits.selectors.versions import answering_versions, audited_version_url
from audits.services import findings as services
from audits.services.revising import prepare_revision, revisable_of
from audits.views.access import audit_policy_of, improvement_view
from audits.views.acts import INVALID_STATUS, REFUSED_STATUS, act_view, finding_subject
from audits.views.lists import chips_of, page_of, query_of
from document_control.models import ControlledDocument
from dossiers.models import Dossier, LateIncident
from dossiers.statistics.periods import named_period
from dossiers.views.access import dossier_policy_of
from organisation.record_history import record_history
from procedures.editor.editor_links import issue_tab_url

finding_act = act_view(FINDING_ACTS, finding_subject)


@require_safe
@improvement_view
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
@improvement_view
def finding(request: HttpRequest, code: str) -> HttpResponse:
    """One finding: what was found, what the unit says, what is done about it, which version answers it."""
    subject = finding_subject(request, code)
    row, today = subject.row, subject.policy.day
    context = {
        "finding": row,
        "grade": grade_pill(row),
        "pill": finding_pill(row),
        "is_nonconformity": row.grade in NONCONFORMITIES,
        "buttons": buttons(FINDING_ACTS, subject),
        "story": story_of(row),
        "actions": [
            {"action": one, "pill": action_pill(one), "due": due_of(one, today)} for one in subject.actions
        ],
        "versions": answering_versions(list(row.answered_by_versions.all())),
        "photos": [photo for photo in row.item.photos.all() if photo.removed_at is None] if row.item else [],
        "open_dossiers": _readable_dossiers(request, row),
        "version_url": audited_version_url(row),
        "revisable": revisable_of(subject.actor, row),
        "crumbs": [
            {"label": _("Nonconformities"), "url": reverse("finding-list")},
            {"label": row.code, "url": ""},
        ],
    }
    return render(request, "audits/finding.html", context)


def _readable_dossiers(request: HttpRequest, row: Finding) -> set[int]:
    """Keys of the late dossiers of a finding that are open to the reader."""
    keys = {incident.dossier_id for incident in row.incidents.all()}
    if not keys:
        return set()
    readable = dossier_policy_of(request).readable(Dossier.objects.filter(pk__in=keys))
    return set(readable.values_list("pk", flat=True))


@require_safe
@improvement_view
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
@improvement_view
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
@improvement_view
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


# --- Raising --------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@improvement_view
def raise_finding(request: HttpRequest) -> HttpResponse:
    """The form of a finding from elsewhere than an audit; late steps of a month come with the address."""
    policy = audit_policy_of(request)
    if not policy.may_raise:
        raise PermissionDenied(_("Findings are raised by the ISO secretary and by internal auditors."))
    document, incidents = _late_steps(request)
    if request.method != "POST":
        form = RaiseForm(policy=policy, initial=_initial(request, document, incidents))
        return _raise_page(request, form, incidents)
    form = RaiseForm(request.POST, policy=policy)
    if not form.is_valid():
        return _raise_page(request, form, incidents, status=INVALID_STATUS)
    try:
        made = services.raise_finding(
            request.user,
            FindingSource(form.cleaned_data["source"]),
            form.details(),
            now=timezone.now(),
            incident_ids=[incident.pk for incident in incidents],
        )
    except NotAllowedError:
        raise
    except AuditError as refusal:
        form.add_error(None, str(refusal))
        return _raise_page(request, form, incidents, status=REFUSED_STATUS)
    return _raised(request, made)


def _raised(request: HttpRequest, made: Finding) -> HttpResponse:
    messages.success(
        request, _("Raised: %(code)s. The head of the unit finds it under “My work”.") % {"code": made.code}
    )
    return redirect("finding", made.code)


def _late_steps(request: HttpRequest) -> tuple[ControlledDocument | None, list[LateIncident]]:
    """The procedure and month of the address, and their late steps without a finding."""
    key, period = request.GET.get("quy-trinh", ""), named_period(request.GET.get("thang", ""))
    if not (key.isascii() and key.isdigit() and len(key) < 10) or period is None:
        return None, []
    document = ControlledDocument.objects.select_related("unit").filter(pk=int(key)).first()
    if document is None:
        return None, []
    rows = incidents_of(audit_policy_of(request), document.pk, period.first)
    return document, list(rows.select_related("dossier__competent_unit", "step").order_by("detected_at"))


def _initial(
    request: HttpRequest, document: ControlledDocument | None, incidents: list[LateIncident]
) -> dict[str, Any]:
    if document is None or not incidents:
        source = request.GET.get("nguon", "")
        return {"source": source if source in FindingSource.values else "", "grade": Grade.OBSERVATION}
    units = [incident.unit_id or incident.dossier.competent_unit_id for incident in incidents]
    title = ngettext(
        "%(count)s late step of %(code)s in %(month)s",
        "%(count)s late steps of %(code)s in %(month)s",
        len(incidents),
    ) % {
        "count": len(incidents),
        "code": document.code,
        "month": f"{timezone.localdate(incidents[0].detected_at):%m/%Y}",
    }
    return {
        "source": FindingSource.LATE_INCIDENT,
        "grade": Grade.MINOR_NC,
        "unit": max(units, key=units.count),
        "document": document.pk,
        "title": title,
        "requirement": _("Every step is done within its time (%(title)s).") % {"title": document.title},
        "evidence": "\n".join(_incident_line(incident) for incident in incidents),
    }


def _incident_line(incident: LateIncident) -> str:
    return _("%(dossier)s, step %(number)s (%(step)s): was due %(due)s") % {
        "dossier": incident.dossier.code,
        "number": incident.step.number,
        "step": incident.step.title,
        "due": f"{timezone.localtime(incident.step_due_at):%d/%m/%Y %H:%M}",
    }


def _raise_page(
    request: HttpRequest, form: RaiseForm, incidents: list[LateIncident], status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "incidents": incidents,
        "crumbs": [
            {"label": _("Nonconformities"), "url": reverse("finding-list")},
            {"label": _("Raise a finding"), "url": ""},
        ],
    }
    return render(request, "audits/finding_raise.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@improvement_view
def raise_from_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The form of a finding from a question of a checklist, filled with what was seen."""
    policy = audit_policy_of(request)
    items = AuditItem.objects.select_related("checklist__audit__unit", "finding")
    item = get_object_or_404(items.filter(checklist__audit__in=policy.readable()), pk=item_id)
    existing = getattr(item, "finding", None)
    if existing is not None:
        return redirect("finding", existing.code)
    if not policy.may_raise_from(item.checklist.audit):
        raise PermissionDenied(_("Findings of an audit are raised by its team, while it runs."))
    start = {"title": item.question[: services.TITLE_LENGTH], "evidence": services.evidence_of(item)}
    form = RaiseFromItemForm(request.POST or None, initial=start)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            try:
                made = services.raise_from_item(
                    request.user, item.pk, now=timezone.now(), **form.cleaned_data
                )
                return _raised(request, made)
            except NotAllowedError:
                raise
            except AuditError as refusal:
                form.add_error(None, str(refusal))
                status = REFUSED_STATUS
    context = {
        "form": form,
        "item": item,
        "crumbs": [
            {"label": _("Nonconformities"), "url": reverse("finding-list")},
            {"label": _("Raise a finding"), "url": ""},
        ],
    }
    return render(request, "audits/finding_raise.html", context, status=status)
