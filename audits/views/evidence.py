"""Papers and evidence packs of an audit: what there is, making a pack, taking one away, the verifier alone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audits.errors import AuditError, NotAllowedError
from audits.evidence.contents import VERIFIER
from audits.evidence.rights import may_make_pack, may_read_packs
from audits.evidence.service import make_pack, pack_name
from audits.models import Audit, AuditChecklist, EvidencePack
from audits.policies import AuditPolicy
from audits.selectors.report import findings_of
from audits.views.access import audit_or_404, audit_policy_of, audit_view
from publications.errors import PublicationError


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """What can be printed of an audit and the packs that were made; POST makes another pack."""
    audit = audit_or_404(request, code)
    policy = audit_policy_of(request)
    if request.method == "POST":
        return _make(request, audit)
    return render(request, "audits/evidence.html", _context(audit, policy))


def _make(request: HttpRequest, audit: Audit) -> HttpResponse:
    try:
        pack = make_pack(request.user, audit, timezone.now())  # type: ignore[arg-type]
    except NotAllowedError:
        raise
    except (AuditError, PublicationError) as error:
        messages.error(request, str(error))
    else:
        text = _("The pack is ready: %(count)d files. Its hash: %(hash)s")
        messages.success(request, text % {"count": pack.file_count, "hash": pack.sha256})
    return redirect("audit-evidence", audit.code)


def _context(audit: Audit, policy: AuditPolicy) -> dict[str, object]:
    is_insider = policy.oversees or policy.is_in_team(audit)
    is_issued = audit.reported_at is not None
    may_read = may_read_packs(policy, audit)
    packs = EvidencePack.objects.filter(audit=audit).select_related("made_by", "audit")
    return {
        "audit": audit,
        "is_issued": is_issued,
        "sees_report": is_issued or is_insider,
        "checklists": AuditChecklist.objects.filter(audit=audit) if is_issued or is_insider else [],
        "findings": policy.readable_findings(findings_of(audit)),
        "packs": packs if may_read else [],
        "may_read_packs": may_read,
        "may_make_pack": may_make_pack(policy, audit),
    }


@require_safe
@audit_view
def pack_file(request: HttpRequest, code: str, uid: uuid.UUID) -> FileResponse:
    """A pack that was made, byte for byte."""
    audit = audit_or_404(request, code)
    if not may_read_packs(audit_policy_of(request), audit):
        raise Http404(_("There is no evidence pack here that you may read."))
    pack = get_object_or_404(EvidencePack.objects.select_related("audit"), audit=audit, uid=uid)
    try:
        content = pack.file.open("rb")
    except OSError as error:
        raise Http404(_("The file is missing in the storage. Make the pack again.")) from error
    response = FileResponse(content, as_attachment=True, filename=f"{pack_name(pack)}.zip")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@audit_view
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks packs, from the system itself, for whoever mistrusts the one in a pack."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
