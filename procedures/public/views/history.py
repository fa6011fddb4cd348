"""All versions of a procedure, and any two of them side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.models import IssuedVersion
from document_control.numbering import VersionNumber
from document_control.selectors import DocumentHistory, history_of
from procedures.as_of import AsOf
from procedures.comparison import field_rows
from procedures.models import ProcedurePage
from procedures.public import presentation, selectors
from procedures.public.views import frame


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a procedure, latest first."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure-history")
    return _history_page(request, page)


def _history_page(request: HttpRequest, page: ProcedurePage, problem: str = "") -> HttpResponse:
    seen = frame.moment_asked(request)
    record = history_of(page.document)
    last = record.shown_at(seen.moment) or record.versions[-1]
    snapshot = selectors.snapshots_of([last.pk])[last.pk]
    previous = record.previous(last)
    context = {
        **_frame(page, snapshot, record, seen),
        "chosen_old": previous.number if previous else last.number,
        "chosen_new": last.number,
        "earlier_issues": list(reversed(snapshot.get("earlier_issues") or [])),
        "withdrawals": [w for w in record.withdrawals if w.cancelled_version_id is None],
        "problem": problem,
    }
    return render(request, "procedures/history.html", context)


def _frame(
    page: ProcedurePage, snapshot: dict[str, Any], record: DocumentHistory, seen: AsOf
) -> dict[str, Any]:
    """What history and comparison share: the list of versions to choose from, and the crumbs."""
    title = snapshot.get("short_title") or snapshot.get("title") or ""
    url = reverse("procedure", args=[page.slug])
    crumbs = [*frame.field_crumbs(snapshot, seen)[1:], {"label": title, "url": seen.link(url)}]
    return {
        "title": title,
        "code": page.document.code,
        "url": url,
        "slug": page.slug,
        "seen": seen,
        "versions": [_line(page, record, version, seen) for version in reversed(record.versions)],
        "crumbs": [*crumbs, {"label": _("History"), "url": ""}],
        "canonical": frame.absolute(reverse("procedure-history", args=[page.slug])),
        "banners": frame.as_of_banner(seen, reverse("procedure-history", args=[page.slug])),
    }


def _line(page: ProcedurePage, record: DocumentHistory, version: IssuedVersion, seen: AsOf) -> dict[str, Any]:
    standing = record.standing(version, seen.moment)
    previous = record.previous(version)
    return {
        "number": version.number,
        "url": frame.version_address(page.slug, version.number),
        "state": str(standing.state),
        "effective_from": version.effective_from,
        "since": standing.since,
        "decision": version.decision_number,
        "reason": version.reason,
        "previous": previous.number if previous else None,
    }


@require_safe
def compare_chosen(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from the form with two columns to the address of the comparison."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure-compare-chosen")
    try:
        old, new = (VersionNumber.parse(request.GET.get(key, "")) for key in ("cu", "moi"))
    except ValueError:
        return _history_page(request, page, _("Choose one version in each column, then compare."))
    numbers = {version.number for version in history_of(page.document).versions}
    if not {old, new} <= numbers:
        return _history_page(
            request, page, _("One of the two versions does not exist. Choose from the list.")
        )
    seen = frame.moment_asked(request)
    target = reverse("procedure-compare", args=[page.slug, str(min(old, new)), str(max(old, new))])
    return HttpResponseRedirect(seen.link(target))


@require_safe
def compare(request: HttpRequest, slug: str, old: VersionNumber, new: VersionNumber) -> HttpResponse:
    """What differs between two versions: in sentences, field by field, and who answered for it."""
    page = selectors.public_procedure(slug)
    if page is None:
        return frame.moved_or_missing(request, slug, "procedure-compare", str(old), str(new))
    if old > new:
        target = reverse("procedure-compare", args=[page.slug, str(new), str(old)])
        return HttpResponseRedirect(frame.moment_asked(request).link(target))
    record = history_of(page.document)
    before, after = record.by_number(old), record.by_number(new)
    if before is None or after is None:
        raise Http404(_("This procedure has no such version."))
    snapshots = selectors.snapshots_of([before.pk, after.pk])
    shows_all = request.GET.get("tat-ca") == "1"
    rows = field_rows(snapshots[before.pk], snapshots[after.pk], include_unchanged=True)
    changed = [row for row in rows if row.is_changed]
    context = {
        **_frame(page, snapshots[after.pk], record, frame.moment_asked(request)),
        "before": before,
        "after": after,
        "chosen_old": old,
        "chosen_new": new,
        "changes": presentation.changes(snapshots[before.pk], snapshots[after.pk]),
        "rows": presentation.table_rows(rows if shows_all else changed),
        "signatures": presentation.signature_lines(after.approvals),
        "unchanged_count": len(rows) - len(changed),
        "shows_all": shows_all,
        "canonical": frame.absolute(reverse("procedure-compare", args=[page.slug, str(old), str(new)])),
    }
    return render(request, "procedures/compare.html", context)
