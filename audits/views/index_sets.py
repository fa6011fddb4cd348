"""Index sets come in as files: looked at first, stored whole or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audits.errors import AuditError
from audits.forms.index_sets import IndexSetFileForm
from audits.models import IndexSet
from audits.reform_index.reading import SetData
from audits.services.index_sets import require_free_version, save_index_set
from audits.views.act_pages import INVALID_STATUS
from audits.views.index_access import index_policy_of, index_view, require

CONTENT = "content"


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def index_sets(request: HttpRequest) -> HttpResponse:
    """The sets there are; POST of `file` shows what it describes, POST of `content` stores what was shown."""
    require(index_policy_of(request).opens_rounds, _("The ISO secretary brings in index sets."))
    if request.method != "POST":
        return _page(request, IndexSetFileForm())
    form = IndexSetFileForm(request.POST, _files(request))
    if not form.is_valid() or form.index_set is None:
        return _page(request, form, status=INVALID_STATUS)
    try:
        require_free_version(form.index_set)
        if CONTENT in request.POST:
            return _stored(request, form.index_set)
    except AuditError as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, status=INVALID_STATUS)
    return _page(request, form, preview=form.index_set)


def _files(request: HttpRequest) -> dict[str, object]:
    """The file that was chosen, or the text that was shown, which is read again by the same rules."""
    if CONTENT in request.POST:
        text = request.POST[CONTENT].encode("utf-8", "surrogatepass")
        return {"file": SimpleUploadedFile("index-set.yaml", text)}
    return dict(request.FILES.items())


def _stored(request: HttpRequest, data: SetData) -> HttpResponse:
    found = save_index_set(data)
    words = _("%(title)s, version %(version)s, is stored. Open a scoring to use it.")
    messages.success(request, words % {"title": found.title, "version": found.version})
    return redirect("reform-index-sets")


def _page(
    request: HttpRequest, form: IndexSetFileForm, *, preview: SetData | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "sets": IndexSet.objects.all(), "preview": preview}
    if preview is not None:
        context |= {"text": form.text, "component_count": sum(1 for _one in preview.components())}
    return render(request, "audits/reform_index_sets.html", context, status=status)
