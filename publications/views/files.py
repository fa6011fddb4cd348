"""Addresses of single files: papers of issued versions, test prints of drafts, and the page that waits for a file."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from document_control.models import IssuedVersion
from procedures.models import ProcessPage
from procedures.workspace.approval_selectors import text_under_approval
from procedures.workspace.text_kinds import kind_of_model
from procedures.workspace.views.access import policy_of, staff_view
from publications.enums import FileFormat, JobState, ListKind, Marking, PaperKind, SheetSize
from publications.files import jobs
from publications.files.offers import KINDS, SHEET_PARAMETER, version_recipe
from publications.files.recipes import Recipe
from publications.files.rights import DOCUMENT_FORMATS, exists, marking_if_allowed, may_have, may_see_draft
from publications.files.subjects import Subject, subject_of
from publications.files.worker import start_worker
from publications.models import RenderJob
from publications.policies import PublicationPolicy
from publications.views.sending import frame, send, send_or_wait

STILL_PARAMETER = "dung-yen"
REFRESH_SECONDS = 2


@require_safe
def version_file(request: HttpRequest, check_code: str, kind: str, file_format: str) -> HttpResponse:
    """A paper of an issued version: notice or ISO document.

    Closed documents, unknown codes and papers that do not exist all answer 404, so that nobody learns what exists.
    """
    versions = IssuedVersion.objects.select_related("document").defer("snapshot", "approvals")
    version = versions.filter(check_code=check_code).first()
    sheet = request.GET.get(SHEET_PARAMETER, SheetSize.A4)
    if version is None or kind not in KINDS or file_format not in FileFormat or sheet not in SheetSize:
        raise Http404(_("There is no such file."))
    paper = (KINDS[kind], FileFormat(file_format), SheetSize(sheet))
    marking = marking_if_allowed(PublicationPolicy(request.user), version, timezone.now())
    if marking is None or not exists(version, *paper):
        raise Http404(_("There is no such file."))
    recipe = version_recipe(version, *paper, marking)
    return send_or_wait(request, Subject(recipe, version=version))


@require_safe
@staff_view
def draft_print(request: HttpRequest, page_id: int, kind: str) -> HttpResponse:
    """A text in work as it would be printed, with DỰ THẢO across it."""
    text = text_under_approval(kind_of_model(ProcessPage), page_id, timezone.now())
    if text is None or not _is_printed(kind, text.snapshot["kind"]):
        raise Http404(_("There is no such text."))
    if not may_see_draft(policy_of(request), text.page):
        raise PermissionDenied(_("Drafts are open to their authors, to reviewers and to those who approve."))
    recipe = Recipe(
        kind=KINDS[kind],
        format=FileFormat.PDF,
        draft_revision_id=text.revision.pk,
        marking=Marking.DRAFT,
    )
    return send_or_wait(request, Subject(recipe, draft=text.draft))


def _is_printed(kind: str, document_kind: str) -> bool:
    paper = KINDS.get(kind)
    return paper == PaperKind.PROCEDURE or (paper == PaperKind.NOTICE and document_kind == "procedure")


@require_safe
@staff_view
def master_list_file(request: HttpRequest, list_kind: str, file_format: str) -> HttpResponse:
    """A register of today as a paper, with what this person may read."""
    if list_kind not in ListKind or file_format not in DOCUMENT_FORMATS:
        raise Http404(_("There is no such file."))
    if not policy_of(request).sees_register:
        raise PermissionDenied(_("The master list is open to people with a post in the office."))
    recipe = Recipe(
        kind=PaperKind.MASTER_LIST,
        format=FileFormat(file_format),
        list_kind=list_kind,
        reader_id=request.user.pk,
        at=timezone.localdate().isoformat(),
    )
    return send_or_wait(request, Subject(recipe))


# --- Waiting --------------------------------------------------------------------------------------------------
@require_safe
@never_cache
def progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far a file is. The page loads itself again until the file is there, then the download begins."""
    job, subject = _job(request, public_id)
    now = timezone.now()
    if jobs.claimable(now).filter(pk=job.pk).exists():
        start_worker()  # its worker was ended, or none was free when it was asked for
        job.refresh_from_db()
    is_open = job.state in (JobState.QUEUED, JobState.RUNNING)
    is_still = STILL_PARAMETER in request.GET
    context = {
        **frame(request, subject),
        "job": job,
        "state": job.state,
        "reason": job.error,
        "artefact": job.artefact,
        "is_still": is_still,
        "ahead": _ahead(job) if job.state == JobState.QUEUED else 0,
        "still_url": f"?{STILL_PARAMETER}",
        "file_url": reverse("made-file", args=[job.public_id]),
    }
    response = render(request, "publications/progress.html", context)
    if is_open and not is_still:
        response["Refresh"] = str(REFRESH_SECONDS)
    elif job.state == JobState.DONE and job.artefact is not None and not is_still:
        response["Refresh"] = f"1; url={context['file_url']}"
    return response


@require_safe
def made_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file that a job made."""
    job, subject = _job(request, public_id)
    if job.artefact is None:
        return redirect("file-progress", public_id)
    return send(request, job.artefact, subject)


def _job(request: HttpRequest, public_id: UUID) -> tuple[RenderJob, Subject]:
    """The job with what it is about.

    Raises:
        Http404: there is none, or the person may not have its file.
    """
    job = get_object_or_404(RenderJob.objects.select_related("artefact"), public_id=public_id)
    subject = subject_of(Recipe.from_data(job.recipe))
    if subject is None or not may_have(request.user, subject, timezone.now()):
        raise Http404(_("There is no such file."))
    return job, subject


def _ahead(job: RenderJob) -> int:
    """How many files come before this one."""
    waiting = RenderJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    return waiting.filter(created_at__lt=job.created_at).count()
