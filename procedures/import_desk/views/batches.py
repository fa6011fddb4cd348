"""The list of imports, and one import: its files and documents, what is chosen, and writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from procedures.enums import ImportState
from procedures.import_desk import services
from procedures.import_desk.errors import ImportDeskError
from procedures.import_desk.kind_words import kind_words
from procedures.import_desk.selectors import (
    REFUSED,
    STATES,
    WRITTEN,
    BatchCounts,
    ItemFilter,
    batches_with_counts,
    counts_of,
    empty_batch_of,
    items_of,
    kinds_of,
    office_of_site,
    refused_files,
    twin_codes,
)
from procedures.import_desk.views.access import batch_or_404, desk_view, import_policy_of, visible_batches
from procedures.import_desk.views.uploads import drop_context
from procedures.import_desk.writing import MOST_AT_ONCE, standing_of, start_writing
from procedures.importers.findings import FindingKind
from procedures.models import ImportBatch

PAGE_SIZE = 50
REFRESH_SECONDS = 3
REFUSED_STATUS = 409


@require_safe
@desk_view
def import_list(request: HttpRequest) -> HttpResponse:
    """Every import the person may see, newest first."""
    page = Paginator(batches_with_counts(visible_batches(request)), PAGE_SIZE).get_page(
        request.GET.get("trang")
    )
    context = {
        "page": page,
        "sees_all": import_policy_of(request).sees_all,
        "export_formats": ("xlsx", "yaml", "json"),
    }
    return render(request, "workspace/import_list.html", context)


@require_POST
@desk_view
def open_import(request: HttpRequest) -> HttpResponse:
    """Begin an import; one of the person's own that is still empty is used again."""
    unit = office_of_site()
    if unit is None:
        raise PermissionDenied(
            _("The office is not chosen yet. Ask the administrator to choose it in the office settings.")
        )
    batch = empty_batch_of(visible_batches(request), request.user)
    batch = batch or services.open_batch(unit, by=request.user, now=timezone.now())
    return redirect("import-batch", batch.pk)


@require_safe
@desk_view
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One import: room for more files, and the documents in them."""
    batch = batch_or_404(request, batch_id)
    if standing_of(batch, timezone.now()) is not None:
        return redirect("import-progress", batch.pk)
    batch.refresh_from_db()
    return show_batch(request, batch)


def show_batch(
    request: HttpRequest, batch: ImportBatch, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The screen of one import, with what was refused above it."""
    wanted = ItemFilter(
        request.GET.get("loc", "tat-ca"), request.GET.get("loai", ""), request.GET.get("q", "").strip()[:200]
    )
    counts = counts_of(batch)
    lists_files = wanted.state == REFUSED
    rows: Any = refused_files(batch, wanted.words) if lists_files else items_of(batch, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    query = {"loc": wanted.state, "loai": wanted.kind, "q": wanted.words}
    twins = list(twin_codes(batch))
    chosen_twins = list(twin_codes(batch, is_chosen=True)) if twins else []
    context = {
        "batch": batch,
        "is_open": batch.state == ImportState.OPEN,
        "may_choose": batch.state == ImportState.OPEN
        and wanted.state != WRITTEN
        and counts.items[WRITTEN] < counts.documents,
        "counts": counts,
        "wanted": wanted,
        "page": page,
        "query": urlencode({key: value for key, value in query.items() if value}),
        "lists_files": lists_files,
        "tabs": _tabs(batch, counts, wanted),
        "kinds": _kinds(batch, wanted, twins),
        "twins": twins,
        "locked_reason": _locked_reason(counts, chosen_twins),
        "most": MOST_AT_ONCE,
        "refusal": refusal,
        "titles": _titles(counts),
        **drop_context(),
    }
    return render(request, "workspace/import_batch.html", context, status=status)


def _titles(counts: BatchCounts) -> dict[str, str]:
    """Button texts with their numbers."""
    ready = min(counts.ready, MOST_AT_ONCE)
    return {
        "write": ngettext("Create %(n)d draft", "Create %(n)d drafts", counts.chosen) % {"n": counts.chosen},
        "choose": ngettext("Choose the one that is ready", "Choose all %(n)d that are ready", ready)
        % {"n": ready},
    }


def _tabs(batch: ImportBatch, counts: BatchCounts, wanted: ItemFilter) -> list[dict[str, Any]]:
    labels = {
        "tat-ca": _("All"),
        "moi": _("New drafts"),
        "sua": _("Change a text of ours"),
        "khong-doi": _("Nothing new"),
        "loi": _("With errors"),
        WRITTEN: _("Became drafts"),
    }
    tabs = [(name, labels[name], counts.items[name]) for name in STATES]
    tabs.append((REFUSED, _("Refused files"), counts.refused))
    address = reverse("import-batch", args=[batch.pk])
    return [
        {
            "label": label,
            "count": count,
            "url": f"{address}?loc={name}#danh-sach",
            "current": name == wanted.state,
        }
        for name, label, count in tabs
        if count or name in ("tat-ca", wanted.state)
    ]


def _kinds(batch: ImportBatch, wanted: ItemFilter, twins: Sequence[str]) -> list[dict[str, Any]]:
    counts = kinds_of(batch)
    if twins:
        counts[FindingKind.CODE_TWICE] = len(twins)
    return [
        {"value": kind, "label": kind_words(kind), "count": count, "chosen": kind == wanted.kind}
        for kind, count in counts.most_common()
    ]


def _locked_reason(counts: BatchCounts, twins: Sequence[str]) -> str:
    """Why drafts cannot be made now; empty when they can."""
    if not counts.chosen:
        return _("Choose at least one document that is ready.")
    if counts.chosen > MOST_AT_ONCE:
        return _("%(count)d are chosen; at most %(most)d become drafts at once.") % {
            "count": counts.chosen,
            "most": MOST_AT_ONCE,
        }
    if twins:
        return _("Several chosen documents have the same code: %(codes)s.") % {"codes": ", ".join(twins[:5])}
    return ""


# --- Choosing and writing -----------------------------------------------------------------------------------------
def _numbers(values: Sequence[str]) -> set[int]:
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19}


def _choose(request: HttpRequest, batch: ImportBatch) -> None:
    """Take over the ticks of the page that was shown; what other pages have chosen stays."""
    shown = _numbers(request.POST.getlist("hien"))
    services.choose_items(batch, _numbers(request.POST.getlist("chon")) & shown, among=shown)


def _back(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    query = urlencode(
        {key: request.GET[key] for key in ("loc", "loai", "q", "trang") if request.GET.get(key)}
    )
    return redirect(f"{reverse('import-batch', args=[batch.pk])}?{query}#danh-sach")


@require_POST
@desk_view
def choose(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Keep the ticks, or choose everything that is ready, or nothing."""
    batch = batch_or_404(request, batch_id)
    try:
        if "tat-ca" in request.POST:
            services.choose_all(batch, MOST_AT_ONCE)
        elif "khong" in request.POST:
            services.choose_items(batch, ())
        else:
            _choose(request, batch)
    except ImportDeskError as refusal:
        return show_batch(request, batch, refusal=str(refusal), status=REFUSED_STATUS)
    return _back(request, batch)


@require_POST
@desk_view
def write(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Make drafts of what is chosen."""
    batch = batch_or_404(request, batch_id)
    try:
        _choose(request, batch)
        start_writing(batch, by=request.user, submit="gui-duyet" in request.POST, now=timezone.now())
    except ImportDeskError as refusal:
        return show_batch(request, batch, refusal=str(refusal), status=REFUSED_STATUS)
    return redirect("import-progress", batch.pk)


@require_safe
@desk_view
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far the writing is; leads on to its result."""
    batch = batch_or_404(request, batch_id)
    standing = standing_of(batch, timezone.now())
    if standing is None:
        return _after_writing(request, batch)
    words = (
        _("%(done)d of %(total)d drafts are ready.") % {"done": standing.done, "total": standing.total}
        if standing.total
        else _("Writing begins …")
    )
    if wants_json(request):
        return JsonResponse(
            {"done": standing.done, "total": standing.total, "words": words, "is_over": False}
        )
    context = {"batch": batch, "standing": standing, "words": words, "refresh": REFRESH_SECONDS}
    return render(request, "workspace/import_progress.html", context)


def _after_writing(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    batch.refresh_from_db()
    if batch.trouble:
        url = reverse("import-batch", args=[batch.pk])
    else:
        url = f"{reverse('import-batch', args=[batch.pk])}?loc={WRITTEN}"
    return JsonResponse({"is_over": True, "url": url}) if wants_json(request) else redirect(url)


def wants_json(request: HttpRequest) -> bool:
    """Does a script ask, which would rather have data than a page?"""
    return request.headers.get("Accept", "") == "application/json"


@require_POST
@desk_view
def close(request: HttpRequest, batch_id: int) -> HttpResponse:
    """End an import."""
    batch = batch_or_404(request, batch_id)
    try:
        services.close_batch(batch)
    except ImportDeskError as refusal:
        return show_batch(request, batch, refusal=str(refusal), status=REFUSED_STATUS)
    messages.success(request, _("The import is closed. Files that became drafts are kept as evidence."))
    return redirect("import-list")
