"""One document of an import: source and result side by side, corrected in place, one part at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.enums import ImportState
from procedures.exporters.drafts import layout_of
from procedures.import_desk import services
from procedures.import_desk.differences import differences
from procedures.import_desk.errors import ChangedMeanwhileError, ImportDeskError
from procedures.import_desk.layout_forms import PartOptions
from procedures.import_desk.matching import draft_layout
from procedures.import_desk.part_editing import PartEditor
from procedures.import_desk.parts import office_options, part_of
from procedures.import_desk.report import report_of
from procedures.import_desk.selectors import neighbours
from procedures.import_desk.views.access import desk_view, item_or_404
from procedures.importers.reading import Layout
from procedures.models import ImportItem

PASSAGE_FILTERS = ("unplaced", "unsure", "proposed", "technical")
REFUSED_STATUS = 409
INVALID_STATUS = 422


@require_safe
@desk_view
def import_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The report of one document."""
    return _show(request, item_or_404(request, item_id), office_options())


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def edit_part(request: HttpRequest, item_id: int, slug: str) -> HttpResponse:
    """The same screen with one part as a form; POST saves it."""
    item = item_or_404(request, item_id)
    part = part_of(item.layout, slug)
    if part is None:
        raise Http404(_("There is no such part."))
    if not _is_editable(item):
        return redirect(_address(item, f"phan-{slug}"))
    options = office_options()
    if request.method != "POST":
        return _show(request, item, options, editor=PartEditor(part, item.layout, options))
    editor = PartEditor(part, item.layout, options, request.POST)
    if editor.wants_more_rows:
        return _show(request, item, options, editor=editor)
    if not editor.is_valid():
        return _show(request, item, options, editor=editor, status=INVALID_STATUS)
    try:
        services.correct_item(
            item.pk,
            editor.written(),
            by=request.user,
            version=_version(request),
            now=timezone.now(),
            seen=part.keys,
        )
    except ImportDeskError as refusal:
        return _show(
            request,
            item_or_404(request, item_id),
            options,
            editor=editor,
            refusal=str(refusal),
            was_changed=isinstance(refusal, ChangedMeanwhileError),
            status=REFUSED_STATUS,
        )
    return redirect(_address(item, f"phan-{slug}"))


@require_POST
@desk_view
def confirm_part(request: HttpRequest, item_id: int, slug: str) -> HttpResponse:
    """A part was read and is right: proposed rows are confirmed, the reader's remarks on it are settled."""
    item = item_or_404(request, item_id)
    part = part_of(item.layout, slug)
    if part is None:
        raise Http404(_("There is no such part."))
    layout = dict(item.layout)
    if part.rows in layout:
        layout[part.rows] = [
            {key: value for key, value in row.items() if key != "proposed"} for row in part.rows_of(layout)
        ]
    try:
        services.correct_item(
            item.pk, layout, by=request.user, version=_version(request), now=timezone.now(), seen=part.keys
        )
    except ImportDeskError as refusal:
        return _refused(request, item_id, refusal)
    return redirect(_address(item, f"phan-{slug}"))


@require_POST
@desk_view
def take_side(request: HttpRequest, item_id: int) -> HttpResponse:
    """For one key: what the file says, or what the office has."""
    item = item_or_404(request, item_id)
    side, key = request.POST.get("ben", ""), request.POST.get("khoa", "")
    if side not in ("file", "ours") or not key:
        raise BadRequest("side or key is missing")
    try:
        services.take_side(
            item.pk,
            key,
            "file" if side == "file" else "ours",
            by=request.user,
            version=_version(request),
            now=timezone.now(),
        )
    except ImportDeskError as refusal:
        return _refused(request, item_id, refusal)
    return redirect(_address(item, "so-sanh"))


@require_POST
@desk_view
def compare_again(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put the document beside the draft as it is now."""
    item = item_or_404(request, item_id)
    try:
        services.compare_again(item.pk, by=request.user, now=timezone.now())
    except ImportDeskError as refusal:
        return _refused(request, item_id, refusal)
    messages.success(request, _("Compared again with what the office has now."))
    return redirect("import-item", item.pk)


def _refused(request: HttpRequest, item_id: int, refusal: ImportDeskError) -> HttpResponse:
    item = item_or_404(request, item_id)
    return _show(request, item, office_options(), refusal=str(refusal), status=REFUSED_STATUS)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _address(item: ImportItem, anchor: str) -> str:
    return f"{reverse('import-item', args=[item.pk])}#{anchor}"


def _is_editable(item: ImportItem) -> bool:
    return not item.is_written and item.file.batch.state == ImportState.OPEN


def _show(
    request: HttpRequest,
    item: ImportItem,
    options: PartOptions,
    *,
    editor: PartEditor | None = None,
    refusal: str = "",
    was_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    report = report_of(item, options)
    wanted = request.GET.get("xem", "")
    wanted = wanted if wanted in PASSAGE_FILTERS else ""
    before, after = neighbours(item)
    context: dict[str, Any] = {
        "item": item,
        "batch": item.file.batch,
        "report": report,
        "passages": [p for p in report.passages if (p.state == wanted if wanted else p.state != "technical")],
        "passage_tabs": _passage_tabs(item, report.counts, wanted),
        "editor": editor,
        "refusal": refusal,
        "was_changed": was_changed,
        "is_editable": _is_editable(item),
        "before": before,
        "after": after,
        **_comparison(request, item, options),
    }
    return render(request, "workspace/import_item.html", context, status=status)


def _passage_tabs(item: ImportItem, counts: dict[str, int], wanted: str) -> list[dict[str, Any]]:
    """Tabs over the passages; what only the source's machine understands stands apart, not among the others."""
    labels = {
        "": _("All passages"),
        "unplaced": _("Without a place"),
        "unsure": _("Unsure"),
        "proposed": _("Proposed"),
        "technical": _("Codes of the machine"),
    }
    total = sum(counts.values()) - counts.get("technical", 0)
    address = reverse("import-item", args=[item.pk])
    return [
        {
            "label": label,
            "count": counts.get(state, 0) if state else total,
            "url": f"{address}?xem={state}" if state else address,
            "current": state == wanted,
        }
        for state, label in labels.items()
        if not state or counts.get(state)
    ]


def _comparison(request: HttpRequest, item: ImportItem, options: PartOptions) -> dict[str, Any]:
    """The document beside the draft of the office, or beside what is in force there."""
    if item.page is None or item.is_written:
        return {"differences": None}
    page = item.page.specific
    against_issued = request.GET.get("so-voi") == "ban-hanh" and page.live
    ours: Layout = layout_of(page) if against_issued else draft_layout(item.page)
    return {
        "differences": differences(ours, item.layout, item.read_layout, options),
        "against_issued": against_issued,
        "has_issued": page.live,
        "is_stale": item.is_stale,
    }
