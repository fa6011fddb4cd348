"""What people searched for and did not find: where the office's words and the people's part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.enums import PermissionRole
from organisation.vietnamese_format import format_date
from procedures.workspace.table_export import CSV, as_csv
from procedures.workspace.views.access import policy_of, staff_view
from search.models import Face
from search.query_log import not_found, totals

PERIODS = (30, 90, 365)


@require_safe
@staff_view
def not_found_report(request: HttpRequest) -> HttpResponse:
    """Words without results, most wanted first, on screen or as CSV."""
    if PermissionRole.ISO_SECRETARY.value not in policy_of(request).roles:
        raise PermissionDenied(_("This list is kept by the ISO secretary."))
    asked = request.GET.get("ky", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
    face = request.GET.get("noi", "")
    since = localdate(timezone.now()) - dt.timedelta(days=days)
    rows = not_found(since, face if face in Face.values else "")
    caption = _("Searched but not found since %(day)s") % {"day": format_date(since)}
    if request.GET.get("tai") == "csv":
        return _as_file(caption, rows)
    context = {
        "rows": rows,
        "caption": caption,
        "head": _head(),
        "days": days,
        "periods": PERIODS,
        "faces": Face.choices,
        "face": face,
        "totals": totals(since),
        "csv_url": f"?ky={days}&noi={face if face in Face.values else ''}&tai=csv",
    }
    return render(request, "search/not_found.html", context)


def _head() -> list[str]:
    return [_("Words"), _("Times"), _("First"), _("Last")]


def _as_file(caption: str, rows: list[Any]) -> HttpResponse:
    lines = [
        [str(r["words"]), str(r["total"]), format_date(r["first"]), format_date(r["last"])] for r in rows
    ]
    response = HttpResponse(as_csv(caption, _head(), lines), content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="tim-khong-thay.csv"'
    return response
