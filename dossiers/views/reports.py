"""The on-time report (/lam-viec/bao-cao/): figures, late steps, published figures, and the lists behind numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.enums import CauseCategory, IncidentState
from dossiers.models import ClockPause, LateIncident
from dossiers.policies import DossierPolicy
from dossiers.statistics import incidents
from dossiers.statistics.drill import CONDITIONS, dossiers_behind
from dossiers.statistics.published import published_lines
from dossiers.statistics.report import KINDS, Report
from dossiers.statistics.report_files import report_file
from dossiers.statistics.tables import COLUMNS, Line, rate_words
from dossiers.statistics.texts import measure_words
from dossiers.views.access import dossier_policy_of
from organisation.vietnamese_format import format_number
from procedures.workspace.views.access import staff_view

PER_PAGE = 50
OWN_WORDS = ("xem", "tai", "trang", "so", "nguyen-nhan")
"""Parameters of one page that its links do not carry on."""


def report_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Counts are open to everybody who works with dossiers or watches over them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policy = dossier_policy_of(request)
        if not policy.sees_statistics:
            raise PermissionDenied(
                _("Reports are open to those who work on dossiers; the technical role does not see them.")
            )
        return view(request, policy, *args, **kwargs)

    return require_safe(staff_view(guarded))


# --- Addresses ----------------------------------------------------------------------------------------------------
def _query(request: HttpRequest, **changes: str) -> str:
    """The filters of the page with some of them changed, as the query of an address; what is empty is left out."""
    values = {name: value for name, value in request.GET.items() if name not in OWN_WORDS} | changes
    return urlencode({name: value for name, value in values.items() if value})


def _list_url(request: HttpRequest, measure: str, changes: Mapping[str, str] | None = None) -> str:
    return f"{reverse('report-dossiers')}?{_query(request, **(changes or {}), so=measure)}"


def _tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    words = {
        "don-vi": _("By unit"),
        "linh-vuc": _("By field"),
        "thu-tuc": _("By procedure"),
        "can-bo": _("By officer"),
        "kenh": _("By way of handing in"),
        "thang": _("By month"),
    }
    tabs = [
        {
            "label": words[kind],
            "url": f"{reverse('report')}?{_query(request, xem=kind)}",
            "current": kind == current,
        }
        for kind in KINDS
    ]
    for name, label in (("report-late", _("Late steps")), ("report-published", _("Published figures"))):
        tabs.append({"label": label, "url": f"{reverse(name)}?{_query(request)}", "current": name == current})
    return tabs


def _frame(request: HttpRequest, report: Report, current: str) -> dict[str, Any]:
    return {
        "report": report,
        "form": report.form,
        "tabs": _tabs(request, current),
        "is_narrowed": any(request.GET.get(name) for name in ("linh-vuc", "thu-tuc", "can-bo", "kenh")),
    }


# --- The report ---------------------------------------------------------------------------------------------------
@report_view
def report(request: HttpRequest, policy: DossierPolicy) -> HttpResponse:
    """Figures of a period with their pictures and one table, or that table as a file."""
    shown = Report(request.GET, timezone.now())
    if response := report_file(shown, request.GET.get("tai", "")):
        return response
    context = _frame(request, shown, shown.kind) | {
        "stats": [
            {"stat": stat, "url": _list_url(request, stat.measure) if stat.measure else ""}
            for stat in shown.stats()
        ],
        "lines": [_cells(request, line) for line in shown.table.lines],
        "total": _cells(request, shown.table.total),
        "downloads": {
            kind: f"?{_query(request, xem=shown.kind, tai=kind)}" for kind in ("xlsx", "csv", "pdf")
        },
        "trend_lines": [
            {"month": f"{month % 100}/{month // 100}", "figures": figures, "rate": rate_words(figures)}
            for month, figures in shown.months
        ],
    }
    return render(request, "dossiers/report.html", context)


def _cells(request: HttpRequest, line: Line) -> dict[str, Any]:
    """A line with the address behind each of its numbers that is not zero."""
    cells = []
    for name in COLUMNS:
        count = getattr(line.figures, name)
        url = _list_url(request, name, line.changes) if count else ""
        cells.append({"text": format_number(count), "url": url, "measure": measure_words(name)})
    return {"label": line.label, "cells": cells, "rate": rate_words(line.figures)}


@report_view
def report_dossiers(request: HttpRequest, policy: DossierPolicy) -> HttpResponse:
    """The dossiers behind a number: how many there are, and those that the person may read."""
    measure = request.GET.get("so", "")
    if measure not in CONDITIONS:
        raise Http404(_("No number of the report is called that."))
    report = Report(request.GET, timezone.now())
    behind = dossiers_behind(measure, report.asked.question, report.asked.period)
    readable = policy.readable(behind).select_related("document", "competent_unit", "handler")
    order = "due_at" if measure in ("pending", "past_due", "within_due") else "-received_at"
    pauses = Prefetch("pauses", ClockPause.objects.filter(ended_at=None), to_attr="running_pauses")
    rows = readable.order_by(order, "pk").prefetch_related(pauses)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    count = behind.count()
    context = {
        "report": report,
        "measure": measure_words(measure),
        "count": count,
        "hidden_count": count - page.paginator.count,
        "page": page,
        "filters": report.form.filter_words(report.asked),
        "query": _query(request, so=measure),
        "back_url": f"{reverse('report')}?{_query(request)}",
        "now": report.now,
    }
    return render(request, "dossiers/report_dossiers.html", context)


# --- Late steps and published figures -----------------------------------------------------------------------------
@report_view
def report_late(request: HttpRequest, policy: DossierPolicy) -> HttpResponse:
    """Late steps by cause, by person and month, and one by one as far as the person may read the dossiers."""
    report = Report(request.GET, timezone.now())
    found = incidents.incidents_of(report.asked.question, report.asked.period)
    causes = incidents.by_cause(found)
    cause = request.GET.get("nguyen-nhan", "")
    listed = found.filter(dossier__in=policy.readable().values("pk"))
    if cause in CauseCategory.values or cause == incidents.NOT_EXPLAINED:
        listed = listed.filter(cause="" if cause == incidents.NOT_EXPLAINED else cause)
    listed = listed.select_related("dossier", "step", "responsible").order_by("-detected_at", "-pk")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    context = _frame(request, report, "report-late") | {
        "total": sum(line.count for line in causes),
        "causes": [
            {
                "line": line,
                "url": f"?{_query(request, **{'nguyen-nhan': line.cause or incidents.NOT_EXPLAINED})}#tung-buoc",
            }
            for line in causes
        ],
        "people": incidents.by_person(found),
        "page": page,
        "chosen_cause": _cause_words(cause),
        "query": _query(request, **({"nguyen-nhan": cause} if cause else {})),
        "all_url": f"?{_query(request)}#tung-buoc",
        "incidents": [_incident(incident) for incident in page],
    }
    return render(request, "dossiers/report_late.html", context)


def _cause_words(cause: str) -> str:
    if cause == incidents.NOT_EXPLAINED:
        return _("not explained yet")
    return str(CauseCategory(cause).label) if cause in CauseCategory.values else ""


def _incident(incident: LateIncident) -> dict[str, Any]:
    return {
        "incident": incident,
        "state": IncidentState(incident.state).label,
        "cause": CauseCategory(incident.cause).label if incident.cause else _("not explained yet"),
    }


@report_view
def report_published(request: HttpRequest, policy: DossierPolicy) -> HttpResponse:
    """Figures that were published, beside what is computed for the same unit and period."""
    report = Report(request.GET, timezone.now())
    context = _frame(request, report, "report-published") | {"lines": published_lines(report.asked)}
    return render(request, "dossiers/report_published.html", context)
