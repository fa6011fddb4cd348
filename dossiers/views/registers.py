"""The register of dossiers MC-07: on screen page by page, whole as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dossiers.models import Dossier
from dossiers.papers import compose_register
from dossiers.papers.register import HEADINGS
from dossiers.policies import DossierPolicy
from dossiers.register_forms import RegisterForm
from dossiers.selectors.papers import register_entry, register_of, register_rows
from dossiers.views.access import dossier_policy_of, dossier_view
from dossiers.views.answers import file_response
from organisation.models import Unit
from organisation.vietnamese_format import format_date
from procedures.workspace.table_export import XLSX, as_xlsx
from procedures.workspace.views.access import refuse
from publications.errors import PublicationError
from publications.writers import writer_for
from publications.writers.base import Rendered

PER_PAGE = 50
SHEET, FIGURES = "Sổ theo dõi hồ sơ", frozenset({0, 3})
"""Name of the worksheet; its numbers are the running number and the number of sets."""
MOST_ROWS = {"pdf": 500, "docx": 500, "xlsx": 5_000}
"""What is made while somebody waits: 500 rows are two seconds."""


def _units(policy: DossierPolicy) -> list[Unit]:
    """The counters whose register the person may see.

    Raises:
        PermissionDenied: the register is full of names and telephones, so it is the counter's and the leaders'.
    """
    if not (policy.may_receive or policy.sees_whole_office):
        raise PermissionDenied(
            _("The register is open to the one-stop office, leaders and the ISO secretary.")
        )
    allowed = policy.office_ids if policy.sees_whole_office else policy.counter_ids
    received = Exists(Dossier.objects.filter(received_by=OuterRef("pk"), received_at__isnull=False))
    return list(Unit.objects.filter(pk__in=allowed).filter(received).order_by("name"))


def _form(request: HttpRequest) -> RegisterForm:
    today = timezone.localdate()
    return RegisterForm(request.GET, _units(dossier_policy_of(request)), today.replace(day=1), today)


def _rows(request: HttpRequest, chosen: dict[str, Any]) -> QuerySet[Dossier]:
    readable = dossier_policy_of(request).readable()
    return register_rows(readable, [chosen["don_vi"].pk], chosen["tu"], chosen["den"])


@require_safe
@dossier_view
def register(request: HttpRequest) -> HttpResponse:
    """The register of a counter and a period; the current month when nothing is chosen."""
    form = _form(request)
    context: dict[str, Any] = {"form": form, "headings": HEADINGS, "limits": MOST_ROWS}
    if form.is_valid():
        rows = _rows(request, form.cleaned_data)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
        query = request.GET.copy()
        query.pop("trang", None)
        context |= {
            "page": page,
            "entries": [register_entry(row) for row in page.object_list],
            "query": query.urlencode(),
        }
    return render(request, "dossiers/register.html", context)


@require_safe
@dossier_view
def register_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """The whole register as a file; what is too long for one file says so."""
    if file_format not in MOST_ROWS:
        raise Http404
    form = _form(request)
    if not form.is_valid():
        return refuse(request, _("Choose a reception point and a period first."), status=400)
    chosen = form.cleaned_data
    most = MOST_ROWS[file_format]
    rows = list(_rows(request, chosen)[: most + 1])
    if len(rows) > most:
        return refuse(request, _too_long(most), status=422)
    name = f"so-theo-doi-{chosen['tu']:%Y%m%d}-{chosen['den']:%Y%m%d}"
    try:
        return file_response(_made(rows, chosen, file_format), name, is_download=file_format != "pdf")
    except PublicationError as error:
        return refuse(request, str(error), status=422)


def _too_long(most: int) -> str:
    words = ngettext(
        "A file of this kind holds %(count)s dossier at most. Choose a shorter period.",
        "A file of this kind holds %(count)s dossiers at most. Choose a shorter period.",
        most,
    )
    return words % {"count": most}


def _made(rows: list[Dossier], chosen: dict[str, Any], file_format: str) -> Rendered:
    unit, first, last = chosen["don_vi"], chosen["tu"], chosen["den"]
    whole = register_of(rows, unit, first, last, timezone.now())
    if file_format != "xlsx":
        return writer_for(file_format).write(compose_register(whole))
    caption = f"{whole.title}. {unit.name}, {format_date(first)} – {format_date(last)}"
    lines = [[str(number), *entry.words()] for number, entry in enumerate(whole.entries, start=1)]
    return Rendered(as_xlsx(caption, HEADINGS, lines, sheet=SHEET, figures=FIGURES), "xlsx", XLSX, {})
