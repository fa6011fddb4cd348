"""Raising findings: by hand, from late steps of a month, from a question of a checklist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audits.enums import FindingSource, Grade
from audits.errors import AuditError, NotAllowedError
from audits.forms.raising import RaiseForm, RaiseFromItemForm
from audits.models import AuditItem, Finding
from audits.selectors.late_steps import incidents_of
from audits.services import findings as services
from audits.views.access import audit_policy_of, audit_view
from audits.views.acts import INVALID_STATUS, REFUSED_STATUS
from document_control.models import ControlledDocument
from dossiers.models import LateIncident
from dossiers.statistics.periods import named_period


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def raise_finding(request: HttpRequest) -> HttpResponse:
    """The form of a finding from elsewhere than an audit; late steps of a month come with the address."""
    policy = audit_policy_of(request)
    if not policy.may_raise:
        raise PermissionDenied(_("Findings are raised by the ISO secretary and by internal auditors."))
    document, incidents = _late_steps(request)
    if request.method != "POST":
        form = RaiseForm(policy=policy, initial=_initial(request, document, incidents))
        return _page(request, form, incidents=incidents)
    form = RaiseForm(request.POST, policy=policy)

    def perform() -> Finding:
        if document is not None and not incidents:
            raise AuditError(_("Somebody else raised a finding for these late steps meanwhile."))
        return services.raise_finding(
            request.user,
            FindingSource(form.cleaned_data["source"]),
            form.details(),
            now=timezone.now(),
            incident_ids=[incident.pk for incident in incidents],
        )

    return _raise(request, form, perform, incidents=incidents)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
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
    start = {"title": services.title_of(item), "evidence": services.evidence_of(item)}
    form = RaiseFromItemForm(request.POST or None, initial=start)
    if request.method != "POST":
        return _page(request, form, item=item)

    def perform() -> Finding:
        return services.raise_from_item(request.user, item.pk, now=timezone.now(), **form.cleaned_data)

    return _raise(request, form, perform, item=item)


def _raise(
    request: HttpRequest, form: forms.Form, perform: Callable[[], Finding], **context: Any
) -> HttpResponse:
    """Raise it, or show the form again with everything typed and the reason."""
    if not form.is_valid():
        return _page(request, form, status=INVALID_STATUS, **context)
    try:
        made = perform()
    except NotAllowedError:
        raise
    except AuditError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=REFUSED_STATUS, **context)
    said = _("Raised: %(code)s. The head of the unit finds it under “My work”.")
    messages.success(request, said % {"code": made.code})
    return redirect("finding", made.code)


def _page(request: HttpRequest, form: forms.Form, status: int = 200, **context: Any) -> HttpResponse:
    context["form"] = form
    context["crumbs"] = [
        {"label": _("Nonconformities"), "url": reverse("finding-list")},
        {"label": _("Raise a finding"), "url": ""},
    ]
    return render(request, "audits/finding_raise.html", context, status=status)


# --- Late steps -----------------------------------------------------------------------------------------
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
