"""Files come in: one by one from a script, many at once from a plain form. And the original goes out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from procedures.enums import ImportAction
from procedures.exporters.files import CONTENT_TYPES, export_bytes, pages_to_export
from procedures.import_desk import services
from procedures.import_desk.errors import ImportDeskError
from procedures.import_desk.reading_files import ACCEPTED
from procedures.import_desk.selectors import office_of_site
from procedures.import_desk.views.access import batch_or_404, desk_view, file_or_404
from procedures.importers.formats import MAX_BYTES
from procedures.models import ImportBatch, ImportFile

PACKED = (".zip", ".rar", ".7z", ".tar", ".gz")
FILES_OF_A_FORM = 100
"""Django's limit for one request (DATA_UPLOAD_MAX_NUMBER_FILES)."""
ENDINGS = ".json,.docx,.docm,.doc,.xlsx,.yaml,.yml"


def drop_context() -> dict[str, Any]:
    """What the drop zone tells its script and its reader."""
    return {
        "max_bytes": MAX_BYTES,
        "max_files": services.MOST_FILES,
        "form_files": FILES_OF_A_FORM,
        "endings": ENDINGS,
        "packed": ",".join(PACKED),
        "accepted": ACCEPTED,
    }


@require_POST
@desk_view
def upload(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take in the files of a form. A script sends one and gets {state, words}; a form goes back to the import."""
    batch = batch_or_404(request, batch_id)
    answers = [_take(batch, file) for file in request.FILES.getlist("tep")]
    if request.headers.get("Accept", "") == "application/json":
        if len(answers) != 1:
            return JsonResponse({"state": "refused", "words": _("Send exactly one file.")}, status=400)
        return JsonResponse(answers[0])
    _tell(request, answers)
    return redirect("import-batch", batch.pk)


def _take(batch: ImportBatch, sent: UploadedFile) -> dict[str, str]:
    """Read one file and say what came of it: {name, state, words}."""
    name = sent.name or _("file without a name")
    if refusal := _refusal_before_reading(name, sent.size or 0):
        return {"name": name, "state": "refused", "words": refusal}
    try:
        file = services.receive_file(batch, sent.read(), name, now=timezone.now())
    except ImportDeskError as error:
        return {"name": name, "state": "refused", "words": str(error)}
    return {"name": name, **_outcome(file)}


def _refusal_before_reading(name: str, size: int) -> str:
    if name.lower().endswith(PACKED):
        return _("This is a packed file. Unpack it, then drop the files in it here.")
    if size > MAX_BYTES:
        return _("The file is larger than %(size)d MB. Split it, or take pictures out of the Word file.") % {
            "size": MAX_BYTES // 1024 // 1024
        }
    return ""


def _outcome(file: ImportFile) -> dict[str, str]:
    """What was found in a file, in one line."""
    if file.is_refused:
        errors = [found["message"] for found in file.findings if found["severity"] == "error"]
        return {"state": "refused", "words": errors[0] if errors else _("Nothing was found in this file.")}
    actions = list(file.items.values_list("action", flat=True))
    blocked = actions.count(ImportAction.BLOCKED)
    if blocked:
        words = ngettext("%(n)d document to correct", "%(n)d documents to correct", blocked) % {"n": blocked}
        return {"state": "errors", "words": words}
    words = ngettext("%(n)d document read", "%(n)d documents read", len(actions)) % {"n": len(actions)}
    return {"state": "read", "words": words}


def _tell(request: HttpRequest, answers: list[dict[str, str]]) -> None:
    refused = [answer for answer in answers if answer["state"] == "refused"]
    taken = len(answers) - len(refused)
    if not answers:
        messages.warning(request, _("No file was chosen. Choose the files, then send them."))
    if taken:
        said = ngettext("%(n)d file was taken in.", "%(n)d files were taken in.", taken)
        messages.success(request, said % {"n": taken})
    for answer in refused[:10]:
        messages.error(request, f"{answer['name']}: {answer['words']}")
    if len(refused) > 10:
        messages.error(request, _("%(n)d more files were refused.") % {"n": len(refused) - 10})


@require_safe
@desk_view
def original(request: HttpRequest, file_id: int) -> FileResponse:
    """The file as it came, byte for byte; never shown by the browser."""
    file = file_or_404(request, file_id)
    try:
        source = file.content.open("rb")
    except OSError as error:
        raise Http404(_("The file is missing in the storage.")) from error
    response = FileResponse(
        source, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@desk_view
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    """Everything the office has, in one file of our own format."""
    unit = office_of_site()
    if unit is None or file_format not in CONTENT_TYPES:
        raise Http404
    pages, _copies = pages_to_export(unit)
    name = f"{unit.slug}-{timezone.localdate():%Y%m%d}.{file_format}"
    response = HttpResponse(
        export_bytes(pages, file_format, everything=True), content_type=CONTENT_TYPES[file_format]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@desk_view
def remove_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Take a file out of an import."""
    file = file_or_404(request, file_id)
    try:
        services.remove_file(file.pk)
    except ImportDeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken out: %(name)s.") % {"name": file.name})
    return redirect("import-batch", file.batch_id)
