"""Trends of findings (/lam-viec/danh-gia/xu-huong/): pictures, one table, the same as a file, and what is behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audits.selectors.findings import with_progress
from audits.trends.charts import bars, year_columns
from audits.trends.figures import Line, Table
from audits.trends.report import CLAUSE, GRADE, KINDS, SOURCE, UNIT, YEAR, Trends
from audits.views.access import audit_policy_of, audit_view
from procedures.workspace.table_export import CSV, XLSX, as_csv, as_xlsx

PER_PAGE = 50
SHEETS = {
    CLAUSE: "Phát hiện theo điều khoản",
    UNIT: "Phát hiện theo đơn vị",
    GRADE: "Phát hiện theo mức độ",
    SOURCE: "Phát hiện theo nguồn",
    YEAR: "Phát hiện theo năm",
}
"""Names of the worksheets."""


def _trends(request: HttpRequest) -> Trends:
    policy = audit_policy_of(request)
    if not policy.sees_programme:
        raise PermissionDenied(
            _("Trends are open to leaders, heads of units, the ISO secretary and internal auditors.")
        )
    return Trends(request.GET, policy.readable_findings())


def _query(shown: Trends, **changes: str) -> str:
    """The filters that hold, some of them changed, as the query of an address."""
    return urlencode(shown.filters | changes)


@require_safe
@audit_view
def trends(request: HttpRequest) -> HttpResponse:
    """Findings by one dimension, and by year; or the table as a file."""
    shown = _trends(request)
    if response := _file(shown, request.GET.get("tai", "")):
        return response
    context = {
        "shown": shown,
        "form": shown.form,
        "tabs": _tabs(shown),
        "misunderstood": ", ".join(shown.form.misunderstood()),
        "is_narrowed": bool(shown.filters),
        "bars": bars(shown.table),
        "years": year_columns(shown.years),
        "head": shown.table.head(),
        "lines": [_cells(shown, shown.table, line) for line in shown.table.lines],
        "total": _cells(shown, shown.table, shown.table.total),
        "year_head": shown.years.head(),
        "year_lines": [_cells(shown, shown.years, line) for line in shown.years.lines],
        "downloads": {kind: f"?{_query(shown, xem=shown.kind, tai=kind)}" for kind in ("xlsx", "csv")},
    }
    return render(request, "audits/trends.html", context)


def _tabs(shown: Trends) -> list[dict[str, Any]]:
    words = {
        CLAUSE: _("By clause"),
        UNIT: _("By unit"),
        GRADE: _("By grade"),
        SOURCE: _("By source"),
        YEAR: _("By year"),
    }
    return [
        {"label": words[kind], "url": f"?{_query(shown, xem=kind)}", "current": kind == shown.kind}
        for kind in KINDS
    ]


def _cells(shown: Trends, table: Table, line: Line) -> dict[str, Any]:
    """A line with the address behind each of its numbers that is not zero."""
    cells = []
    for column, text in zip(table.columns, table.cells(line)[1:], strict=True):
        changes: Mapping[str, str] = {**line.changes, **column.changes}
        address = f"{reverse('audit-trends-findings')}?{_query(shown, **changes)}"
        cells.append({"text": text, "url": address if line.counts[column.key] else "", "label": column.label})
    return {"label": line.label, "cells": cells}


def _file(shown: Trends, kind: str) -> HttpResponse | None:
    """The table as the file asked for; None when none was asked for."""
    if kind not in ("xlsx", "csv"):
        return None
    head, rows = shown.table.head(), shown.table.rows()
    if kind == "csv":
        response = HttpResponse(as_csv(shown.caption, head, rows), content_type=CSV)
    else:
        content = as_xlsx(shown.caption, head, rows, sheet=SHEETS[shown.kind], figures=range(1, len(head)))
        response = HttpResponse(content, content_type=XLSX)
    name = f"phat-hien-theo-{shown.kind}-{localdate(timezone.now()):%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@audit_view
def findings(request: HttpRequest) -> HttpResponse:
    """The findings behind a number."""
    shown = _trends(request)
    rows = with_progress(shown.findings()).select_related("unit", "audit").order_by("-raised_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    context = {
        "shown": shown,
        "page": page,
        "filters": shown.form.words(),
        "query": _query(shown),
        "back_url": f"{reverse('audit-trends')}?{_query(shown)}",
    }
    return render(request, "audits/trends_findings.html", context)
