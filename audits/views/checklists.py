"""The checklists of an audit: chosen, previewed, sampled; and the issued templates they come from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.enums import ChecklistKind
from audits.errors import AuditError
from audits.forms.checklists import AddChecklistForm, SampleForm
from audits.models import Audit, AuditChecklist
from audits.presentation.checklists import question_groups, sample_rows, version_questions
from audits.presentation.templates import clause_groups
from audits.rules.sampling import advised_size
from audits.selectors.checklists import (
    Choice,
    checklists_of,
    population,
    procedure_choices,
    template_choices,
)
from audits.services import checklists as services
from audits.views.access import audit_or_404, audit_policy_of, audit_view
from document_control.enums import DocumentKind, VersionState
from document_control.models import ControlledDocument, IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import DocumentHistory, history_of
from procedures.workspace.staff_presentation import PILL_STATES, signatures
from procedures.workspace.views.access import policy_of, staff_view

INVALID, REFUSED = 422, 409
PREVIEW_PARAMETER = "xem"


def _readable(request: HttpRequest, code: str) -> Audit:
    """The audit whose checklists this person may see: the unit sees them once the report is out.

    Raises:
        PermissionDenied: the person reads the audit, but not its questions yet.
    """
    audit = audit_or_404(request, code, Audit.objects.select_related("unit"))
    policy = audit_policy_of(request)
    if not policy.may_prepare(audit) and not policy.sees_answers(AuditChecklist(audit=audit)):
        raise PermissionDenied(_("The unit sees questions and samples once the report is issued."))
    return audit


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def checklist_list(request: HttpRequest, code: str) -> HttpResponse:
    """What the audit asks, and what may be added; POST adds a checklist."""
    audit, policy = _readable(request, code), audit_policy_of(request)
    now = timezone.now()
    procedures, templates = procedure_choices(audit, now), template_choices(audit, now)
    clauses = list(audit.clauses.values_list("number", flat=True))
    form, status = None, 200
    if request.method == "POST":
        form = AddChecklistForm(request.POST, choices=[*procedures, *templates], clauses=clauses)
        added, status = _add(request, audit, form)
        if added is not None:
            messages.success(request, _("Added: %(title)s.") % {"title": added.title})
            return redirect("audit-checklist", audit.code, added.position)
    context = {
        "audit": audit,
        "checklists": checklists_of(audit),
        "procedures": procedures,
        "templates": templates,
        "clauses": clauses,
        "form": form,
        "may_prepare": policy.may_prepare(audit),
        "may_plan": policy.may_plan(audit),
        "previewed": _previewed(request, [*procedures, *templates]),
    }
    return render(request, "audits/checklist_list.html", context, status=status)


def _add(request: HttpRequest, audit: Audit, form: AddChecklistForm) -> tuple[AuditChecklist | None, int]:
    if not form.is_valid():
        return None, INVALID
    version = IssuedVersion.objects.select_related("document").get(pk=form.cleaned_data["version"])
    given: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
    try:
        if version.document.kind == DocumentKind.CHECKLIST:
            return services.add_from_template(audit, version, clauses=form.chosen_clauses, **given), 200
        return services.add_from_procedure(audit, version, **given), 200
    except AuditError as refusal:
        if isinstance(refusal, PermissionDenied):
            raise
        form.add_error(None, str(refusal))
        return None, REFUSED


def _previewed(request: HttpRequest, choices: list[Choice]) -> dict[str, Any] | None:
    """The questions that the version named by `?xem=` would give."""
    asked = request.GET.get(PREVIEW_PARAMETER, "")
    choice = next((choice for choice in choices if str(choice.version.pk) == asked), None)
    if choice is None:
        return None
    return {"choice": choice, "questions": version_questions(choice.version)}


def _checklist(request: HttpRequest, code: str, position: int) -> AuditChecklist:
    """A checklist of an audit that this person may see.

    Raises:
        Http404: no such checklist.
    """
    audit = _readable(request, code)
    rows = checklists_of(audit).filter(position=position)
    checklist = get_object_or_404(rows)
    checklist.audit = audit
    return checklist


@require_safe
@audit_view
def checklist(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """One checklist: its sample, and its questions with what the system found out."""
    return _show(request, _checklist(request, code, position))


def _show(
    request: HttpRequest,
    found: AuditChecklist,
    *,
    form: SampleForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    audit = found.audit
    may_prepare = audit_policy_of(request).may_prepare(audit)
    is_open = may_prepare and not services.is_answered(found)
    is_sampled = found.version.document.kind == DocumentKind.PROCEDURE
    count = population(audit, found.version).count() if is_open and is_sampled else found.population
    advised = advised_size(count or 0)
    sample = sample_rows(found, policy_of(request))
    context = {
        "audit": audit,
        "checklist": found,
        "groups": question_groups(found),
        "sample": sample,
        "late_count": sum(row["is_late"] for row in sample),
        "is_sampled": is_sampled,
        "is_procedure": found.kind == ChecklistKind.PROCEDURE,
        "has_period": audit.sample_from is not None,
        "count": count,
        "advised": advised,
        "form": form or SampleForm(initial={"size": found.sample_size or advised or None}),
        "refusal": refusal,
        "is_open": is_open,
        "may_prepare": may_prepare,
    }
    return render(request, "audits/checklist.html", context, status=status)


@require_POST
@audit_view
def draw(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Draw the sample of a checklist, or draw it again."""
    found = _checklist(request, code, position)
    form = SampleForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=INVALID)
    try:
        services.draw_sample(
            found,
            actor=request.user,
            now=timezone.now(),
            size=form.cleaned_data["size"],
            seed=form.cleaned_data["seed"],
        )
    except AuditError as refusal:
        if isinstance(refusal, PermissionDenied):
            raise
        return _show(request, found, form=form, refusal=str(refusal), status=REFUSED)
    messages.success(request, _("The dossiers are drawn; the questions carry what is known of them."))
    return redirect("audit-checklist", code, position)


@require_POST
@audit_view
def refresh(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Read again what the system knows, for questions not answered yet."""
    found = _checklist(request, code, position)
    services.refresh_facts(found, actor=request.user, now=timezone.now())
    messages.success(request, _("The facts are read again; answers that were given stay as they are."))
    return redirect("audit-checklist", code, position)


@require_POST
@audit_view
def remove(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Take back a checklist that nobody has begun."""
    found = _checklist(request, code, position)
    try:
        services.remove_checklist(found, actor=request.user)
    except AuditError as refusal:
        if isinstance(refusal, PermissionDenied):
            raise
        return _show(request, found, refusal=str(refusal), status=REFUSED)
    messages.success(request, _("Taken back: %(title)s.") % {"title": found.title})
    return redirect("audit-checklists", code)


# --- issued templates -------------------------------------------------------------------------------------------


@require_safe
@staff_view
def template(request: HttpRequest, document_id: int, number: str = "") -> HttpResponse:
    """An issued checklist template as staff read it: the version in force, or one of the past by its number."""
    document = get_object_or_404(
        ControlledDocument.objects.issued().select_related("unit"),
        pk=document_id,
        kind=DocumentKind.CHECKLIST,
    )
    policy = policy_of(request)
    if not policy.can_read(document):
        raise PermissionDenied(_("This document is open to others only."))
    history, now = history_of(document), timezone.now()
    version = _named(history, number) if number else history.shown_at(now)
    if version is None:
        raise Http404(_("There is no such version."))
    standing = history.standing(version, now)
    may_read_versions = policy.can_read_all_versions(document)
    if number and standing.state != VersionState.IN_FORCE and not may_read_versions:
        raise PermissionDenied(_("Versions not in force are open to those who control documents."))
    context = {
        "document": document,
        "version": version,
        "snapshot": version.snapshot,
        "groups": clause_groups(version.snapshot),
        "state": PILL_STATES.get(standing.state, standing.state).value,
        "in_force": history.in_force(now),
        "versions": _version_rows(history, now) if may_read_versions else [],
        "signatures": signatures(version),
        "may_withdraw": policy.can_withdraw(document),
    }
    return render(request, "audits/checklist_template.html", context)


def _named(history: DocumentHistory, number: str) -> IssuedVersion:
    """The version with this number.

    Raises:
        Http404: no number, or no such version.
    """
    try:
        version = history.by_number(VersionNumber.parse(number))
    except ValueError:
        version = None
    if version is None:
        raise Http404(_("There is no such version."))
    return version


def _version_rows(history: DocumentHistory, now: dt.datetime) -> list[dict[str, Any]]:
    rows = []
    for version in reversed(history.versions):
        state = history.standing(version, now).state
        rows.append({"version": version, "state": PILL_STATES.get(state, state).value})
    return rows
