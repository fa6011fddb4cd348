"""Existing dossiers come in from a table: the file, what was found in it, writing. Below /lam-viec/ho-so/nhap/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossiers.errors import DossierError
from dossiers.importing import services
from dossiers.importing.columns import COLUMNS
from dossiers.importing.tables import MAX_BYTES, MAX_ROWS, UnreadableError
from dossiers.models import DossierImport
from dossiers.policies import DossierPolicy
from procedures.workspace.table_export import XLSX, as_xlsx
from procedures.workspace.views.access import staff_view

View = Callable[..., HttpResponse]

PAGE_SIZE = 25
REFRESH_SECONDS = 3
REFUSED_STATUS = 409


def import_view(view: View) -> View:
    """The counter and the ISO secretary come in; everybody else is told who does."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not DossierPolicy(request.user).may_import:  # type: ignore[arg-type]
            raise PermissionDenied(
                _(
                    "Existing dossiers are brought in by the officers of the one-stop office and the ISO secretary."
                )
            )
        return view(request, *args, **kwargs)

    return staff_view(guarded)


@import_view
def import_list(request: HttpRequest) -> HttpResponse:
    """What was brought in, and the form for the next file."""
    trouble, status = "", 200
    if request.method == "POST":
        try:
            return redirect("dossier-import", _take_in(request).pk)
        except (UnreadableError, DossierError) as error:
            trouble, status = str(error), REFUSED_STATUS
    imports = DossierImport.objects.select_related("brought_in_by").defer("problems")
    context = {
        "page": Paginator(imports, PAGE_SIZE).get_page(request.GET.get("trang")),
        "trouble": trouble,
        "columns": COLUMNS,
        "max_bytes": MAX_BYTES,
        "max_rows": MAX_ROWS,
    }
    return render(request, "dossiers/import_list.html", context, status=status)


def _take_in(request: HttpRequest) -> DossierImport:
    """Read the file of the form.

    Raises:
        UnreadableError, DossierError: a sentence for the form.
    """
    sent = request.FILES.get("tep")
    if sent is None:
        raise UnreadableError("Chọn tệp .xlsx hoặc .csv rồi bấm Tải tệp lên.")
    if (sent.size or 0) > MAX_BYTES:
        raise UnreadableError(f"Tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB. Chia thành nhiều tệp nhỏ hơn.")
    return services.take_in(request.user, sent.read(), sent.name or "", timezone.now())  # type: ignore[arg-type]


@require_safe
@import_view
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """What a file holds, what would be written, what was."""
    source = get_object_or_404(
        DossierImport.objects.select_related("brought_in_by", "competent_unit", "received_by"), pk=import_id
    )
    standing = services.writing_standing(source, timezone.now())
    source.refresh_from_db()
    return render(request, "dossiers/import.html", _context(source, standing))


def _context(source: DossierImport, standing: object) -> dict[str, Any]:
    return {"source": source, "standing": standing, "refresh": REFRESH_SECONDS, "refused": ""}


@require_POST
@import_view
def write(request: HttpRequest, import_id: int) -> HttpResponse:
    """Write the dossiers of a file."""
    source = get_object_or_404(DossierImport, pk=import_id)
    try:
        services.start_writing(request.user, source.pk, timezone.now())  # type: ignore[arg-type]
    except DossierError as error:
        source.refresh_from_db()
        context = _context(source, None) | {"refused": str(error)}
        return render(request, "dossiers/import.html", context, status=REFUSED_STATUS)
    return redirect("dossier-import", source.pk)


@require_safe
@import_view
def original(request: HttpRequest, import_id: int) -> FileResponse:
    """The file as it came, byte for byte."""
    source = get_object_or_404(DossierImport, pk=import_id)
    return FileResponse(source.content.open(), as_attachment=True, filename=source.name)


@require_safe
@import_view
def template_file(request: HttpRequest) -> HttpResponse:
    """An empty table with every column and one example line."""
    caption = "Bảng hồ sơ: mỗi hồ sơ một dòng. Xóa dòng ví dụ trước khi nhập."
    heads, examples = zip(*((column.heading, column.example) for column in COLUMNS), strict=True)
    table = as_xlsx(caption, heads, [examples], sheet="Hồ sơ cần nhập")
    response = HttpResponse(table, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-nhap-ho-so.xlsx"'
    return response
