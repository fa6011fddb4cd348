"""The master list and the register of legal acts, on screen and as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.models import LegalAct
from organisation.vietnamese_format import format_date, vietnamese_sort_key
from procedures.workspace.register_selectors import (
    ActRow,
    RegisterRow,
    documents_citing,
    legal_act_rows,
    register_rows,
)
from procedures.workspace.staff_selectors import document_url
from procedures.workspace.table_export import CSV, XLSX, as_csv, as_xlsx
from procedures.workspace.text_kinds import register_url
from procedures.workspace.views.access import asked_moment, policy_of, staff_view

MASTER_SHEET, ACT_SHEET = "Danh mục tài liệu", "Văn bản bên ngoài"
"""Names of the worksheets."""
R = TypeVar("R", RegisterRow, ActRow)
Facet = tuple[str, str, Callable[[Any], str], Callable[[Any], str]]  # name, legend, value of a row, its label


def _state_words() -> dict[str, str]:
    return {"in_force": _("In force"), "future": _("Coming into force"), "withdrawn": _("Abolished")}


def _register_tabs(current: str) -> list[dict[str, Any]]:
    entries = (("master-list", _("Our documents")), ("legal-acts", _("External documents")))
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in entries]


def _chosen(request: HttpRequest, facets: Iterable[Facet]) -> dict[str, set[str]]:
    return {name: set(request.GET.getlist(name)) for name, *_rest in facets}


def _matches(row: Any, facets: Iterable[Facet], chosen: dict[str, set[str]], but: str = "") -> bool:
    return all(
        name == but or not chosen[name] or value(row) in chosen[name]
        for name, _legend, value, _label in facets
    )


def _filter_groups(rows: list[R], facets: list[Facet], chosen: dict[str, set[str]]) -> list[dict[str, Any]]:
    """Options with counts; the count of an option is what choosing it would show beside the other filters."""
    groups = []
    for name, legend, value, label in facets:
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for row in rows:
            key = value(row)
            labels.setdefault(key, label(row))
            counts[key] = counts.get(key, 0) + _matches(row, facets, chosen, but=name)
        options = [
            {"value": key, "label": labels[key], "count": counts[key], "checked": key in chosen[name]}
            for key in sorted(labels, key=lambda key: vietnamese_sort_key(labels[key]))
        ]
        groups.append({"name": name, "legend": legend, "options": options})
    return groups


def _chips(request: HttpRequest, groups: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One chip per chosen option; its link is the address without it."""
    chips = []
    for group in groups:
        for option in group["options"]:
            if option["checked"]:
                query = request.GET.copy()
                kept = [value for value in query.getlist(group["name"]) if value != option["value"]]
                query.setlist(group["name"], kept)
                chips.append({"label": option["label"], "url": f"?{query.urlencode()}"})
    return chips


def _file(
    request: HttpRequest,
    name: str,
    caption: str,
    head: list[str],
    rows: list[list[str]],
    *,
    sheet: str,
    figures: Container[int],
) -> HttpResponse | None:
    """The table as the file asked for by `?tai=xlsx` or `?tai=csv`; None when none was asked for."""
    as_sheet = partial(as_xlsx, sheet=sheet, figures=figures)
    writers: dict[str, tuple[Callable[..., bytes], str]] = {"xlsx": (as_sheet, XLSX), "csv": (as_csv, CSV)}
    asked = request.GET.get("tai", "")
    if asked not in writers:
        return None
    write, content_type = writers[asked]
    response = HttpResponse(write(caption, head, rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{asked}"'
    return response


def _download_urls(request: HttpRequest) -> dict[str, str]:
    query = [(key, value) for key, values in request.GET.lists() for value in values if key != "tai"]
    return {kind: "?" + urlencode([*query, ("tai", kind)]) for kind in ("xlsx", "csv")}


def _require_register(request: HttpRequest, day: dt.date | None) -> None:
    policy = policy_of(request)
    if not policy.sees_register:
        raise PermissionDenied(_("The master list is not part of the technical role."))
    if day is not None and not policy.reads_all_versions:
        raise PermissionDenied(
            _("Looking back needs the right to versions not in force. The list of today is open.")
        )


def _context(
    request: HttpRequest, rows: list[R], shown: list[R], facets: list[Facet], chosen: dict[str, set[str]]
) -> dict[str, Any]:
    groups = _filter_groups(rows, facets, chosen)
    day = request.GET.get("ngay", "")
    return {
        "groups": groups,
        "chips": _chips(request, groups),
        "clear_url": f"?{urlencode({'ngay': day})}" if day else "?",
        "hidden": [("ngay", day)] if day else [],
        "selected_count": sum(len(values) for values in chosen.values()),
        "downloads": _download_urls(request),
        "rows": shown,
        "total": len(rows),
    }


def _master_head() -> list[str]:
    return [
        _("No."),
        _("Code"),
        _("Title"),
        _("Edition"),
        _("Issued on"),
        _("In force from"),
        _("Owner unit"),
        _("State"),
        _("Next review"),
    ]


def _master_cells(number: int, row: RegisterRow) -> list[str]:
    state = _state_words()[row.state]
    if row.withdrawn_on:
        state = f"{state} {format_date(row.withdrawn_on)}"
    return [
        str(number),
        row.code,
        row.title,
        row.number,
        format_date(row.issued_on),
        format_date(row.effective_on),
        row.unit_name,
        state,
        format_date(row.next_review),
    ]


@require_safe
@staff_view
def master_list(request: HttpRequest) -> HttpResponse:
    """Every controlled document as of today or the day asked for."""
    at, day = asked_moment(request)
    _require_register(request, day)
    words = _state_words()
    facets: list[Facet] = [
        ("loai", _("Kind"), lambda row: row.kind, lambda row: row.kind_label),
        ("don-vi", _("Owner unit"), lambda row: str(row.unit_id), lambda row: row.unit_name),
        ("tinh-trang", _("State"), lambda row: row.state, lambda row: words[row.state]),
    ]
    rows = register_rows(policy_of(request), at)
    chosen = _chosen(request, facets)
    shown = [row for row in rows if _matches(row, facets, chosen)]
    as_of = day or localdate(at)
    caption = _("Master list of documents as of %(date)s") % {"date": format_date(as_of)}
    cells = [_master_cells(number, row) for number, row in enumerate(shown, start=1)]
    if response := _file(
        request,
        f"danh-muc-tai-lieu-{as_of:%Y%m%d}",
        caption,
        _master_head(),
        cells,
        sheet=MASTER_SHEET,
        figures={0},
    ):
        return response
    context = _context(request, rows, shown, facets, chosen) | {
        "lines": [
            {"row": row, "cells": line, "url": register_url(row.kind, row.slug, row.document_id)}
            for row, line in zip(shown, cells, strict=True)
        ],
        "head": _master_head(),
        "caption": caption,
        "tabs": _register_tabs("master-list"),
        "day": day,
        "as_of": as_of,
        "may_look_back": policy_of(request).reads_all_versions,
        "may_withdraw": policy_of(request).withdraws_documents,
    }
    return render(request, "workspace/master_list.html", context)


def _act_head() -> list[str]:
    return [
        _("No."),
        _("Number"),
        _("Title"),
        _("Documents citing it"),
        _("Kind"),
        _("Issued on"),
        _("In force from"),
        _("State"),
        _("Replaced by"),
    ]


def _act_cells(number: int, row: ActRow) -> list[str]:
    return [
        str(number),
        row.number,
        row.title,
        str(row.citing),
        row.kind_label,
        format_date(row.issued_on),
        format_date(row.effective_from),
        _act_state(row),
        row.replaced_by,
    ]


def _act_state(row: ActRow) -> str:
    if row.in_force:
        return _("In force")
    return _("No longer in force") if row.effective_to else _("Coming into force")


@require_safe
@staff_view
def legal_acts(request: HttpRequest) -> HttpResponse:
    """External documents: legal acts, and how many documents in force rest on each."""
    at, day = asked_moment(request)
    _require_register(request, day)
    facets: list[Facet] = [
        ("loai", _("Kind"), lambda row: row.kind, lambda row: row.kind_label),
        ("tinh-trang", _("State"), _act_state, _act_state),
    ]
    rows = legal_act_rows(policy_of(request), at)
    chosen = _chosen(request, facets)
    shown = [row for row in rows if _matches(row, facets, chosen)]
    as_of = day or localdate(at)
    caption = _("Register of external documents as of %(date)s") % {"date": format_date(as_of)}
    cells = [_act_cells(number, row) for number, row in enumerate(shown, start=1)]
    if response := _file(
        request,
        f"van-ban-ben-ngoai-{as_of:%Y%m%d}",
        caption,
        _act_head(),
        cells,
        sheet=ACT_SHEET,
        figures={0, 3},
    ):
        return response
    context = _context(request, rows, shown, facets, chosen) | {
        "lines": [{"row": row, "cells": line} for row, line in zip(shown, cells, strict=True)],
        "head": _act_head(),
        "caption": caption,
        "tabs": _register_tabs("legal-acts"),
        "day": day,
        "as_of": as_of,
    }
    return render(request, "workspace/legal_acts.html", context)


@require_safe
@staff_view
def legal_act(request: HttpRequest, act_id: int) -> HttpResponse:
    """One legal act and the documents in force that cite it."""
    at, day = asked_moment(request)
    _require_register(request, day)
    act = get_object_or_404(LegalAct.objects.select_related("replaced_by"), pk=act_id)
    citing = documents_citing(policy_of(request), act, at)
    context = {
        "act": act,
        "in_force": act.is_in_force_on(localdate(at)),
        "citing": [
            {"version": version, "url": document_url(version.document.kind, version.slug or "")}
            for version in citing
        ],
    }
    return render(request, "workspace/legal_act.html", context)
