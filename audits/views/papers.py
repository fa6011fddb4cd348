"""The papers of audits as files, for those who may read what they say."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audits import paper_files
from audits.evidence.parts import ascii_name
from audits.models import AuditProgramme
from audits.selectors.papers import with_all_parts
from audits.selectors.report import checklists_of
from audits.views.access import audit_or_404, audit_policy_of, audit_view
from dossiers.views.answers import file_response
from organisation.models import OfficeSettings, Unit
from procedures.workspace.views.access import refuse
from publications.compose.document import Document
from publications.errors import PublicationError


@require_safe
@audit_view
def report(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The report; before it is issued a draft, which only the team and the overseers see."""
    audit = audit_or_404(request, code)
    policy = audit_policy_of(request)
    if audit.reported_at is None and not (policy.oversees or policy.is_in_team(audit)):
        raise Http404(_("The report of this audit is not issued yet."))
    name = f"bao-cao-{ascii_name(code)}"
    return _file(request, name, file_format, lambda: paper_files.report_document(audit, timezone.now()))


@require_safe
@audit_view
def plan(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """The plan of an audit."""
    audit = audit_or_404(request, code)
    name = f"ke-hoach-{ascii_name(code)}"
    return _file(request, name, file_format, lambda: paper_files.plan_document(audit, timezone.now()))


@require_safe
@audit_view
def checklist(request: HttpRequest, code: str, position: int, file_format: str) -> HttpResponse:
    """A checklist with its answers; the unit sees it once the report is out."""
    audit = audit_or_404(request, code)
    found = checklists_of(audit).select_related("audit__office", "audit__unit", "version__document")
    row = found.filter(position=position).first()
    if row is None or not audit_policy_of(request).sees_answers(row):
        raise Http404(_("There is no checklist here that you may read."))
    name = f"phieu-hoi-{ascii_name(code)}-{position}"
    return _file(request, name, file_format, lambda: paper_files.checklist_document(row, timezone.now()))


@require_safe
@audit_view
def programme(request: HttpRequest, year: int, file_format: str) -> HttpResponse:
    """The programme of a year of the person's office."""
    policy = audit_policy_of(request)
    programmes = AuditProgramme.objects.select_related("office", "drawn_up_by").filter(
        year=year, office__in=policy.office_ids
    )
    found = programmes.first() if policy.sees_programme else None
    if found is None:
        raise Http404(_("There is no audit programme of this year that you may read."))
    return _file(
        request,
        f"chuong-trinh-danh-gia-{year}",
        file_format,
        lambda: paper_files.programme_document(found, timezone.now()),
    )


@require_safe
@audit_view
def finding(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """A finding with its actions, as of now."""
    found = with_all_parts(audit_policy_of(request).readable_findings()).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no finding with this code that you may read."))
    office = found.audit.office if found.audit else _office() or found.unit
    name = f"phieu-{ascii_name(code)}"
    return _file(
        request, name, file_format, lambda: paper_files.nonconformity_document(found, office, timezone.now())
    )


@require_safe
@audit_view
def action_register(request: HttpRequest, file_format: str) -> HttpResponse:
    """The register of the actions that the person may read, the overdue ones first."""
    actions = audit_policy_of(request).readable_actions()
    return _file(
        request,
        "so-theo-doi-hanh-dong",
        file_format,
        lambda: paper_files.register_document(actions, _office(), timezone.now()),
    )


def _office() -> Unit | None:
    """The office that the installation belongs to."""
    chosen = OfficeSettings.objects.select_related("office").first()
    return chosen.office if chosen else None


def _file(request: HttpRequest, name: str, file_format: str, compose: Callable[[], Document]) -> HttpResponse:
    """The file, or the sentence that says why there is none (a letter that no font has)."""
    if file_format not in paper_files.FORMATS:
        raise Http404
    try:
        return file_response(paper_files.written(compose(), file_format), name)
    except PublicationError as error:
        return refuse(request, str(error), status=422)
