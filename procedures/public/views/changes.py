"""What changed and what will change, as consequences for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.as_of import AsOf
from procedures.public import presentation, selectors
from procedures.public.selectors import ChangeEvent
from procedures.public.views import frame

PER_PAGE = 15
MOST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class DescribedChange:
    """An event with its words and addresses."""

    moment: dt.datetime
    title: str
    url: str
    edition: str
    is_upcoming: bool
    is_withdrawal: bool
    sentences: list[presentation.Change]
    more_count: int
    reason: str
    compare_url: str


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """All changes, upcoming ones first."""
    seen = frame.moment_asked(request)
    events = selectors.change_events(seen.moment)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    context = {
        "seen": seen,
        "page": page,
        "query": seen.query,
        "changes": described(page.object_list, seen, MOST_SENTENCES),
        "crumbs": [{"label": _("Home page"), "url": seen.link(reverse("home"))}, {"label": _("Changes")}],
        "banners": frame.as_of_banner(seen, reverse("changes")),
        "canonical": frame.absolute(reverse("changes")),
    }
    return render(request, "procedures/changes.html", context)


def described(events: Sequence[ChangeEvent], seen: AsOf, most_sentences: int) -> list[DescribedChange]:
    """Compare each version with the one before it: as many comparisons as events, one query."""
    wanted = {pk for event in events for pk in (event.version_id, event.previous_id) if pk is not None}
    listed = {version.pk: version for version in selectors.listed_versions(list(wanted))}
    found = []
    for event in events:
        shown = listed.get(event.version_id or event.previous_id or 0)
        if shown is None:
            continue
        before = listed.get(event.previous_id or 0)
        number = str(event.number) if event.number else ""
        sentences = []
        if event.version_id is not None:
            sentences = presentation.changes(
                before.snapshot if before else None, shown.snapshot, only_changes=True
            )
        is_upcoming = event.moment > seen.moment
        url = reverse("procedure", args=[shown.slug])
        if is_upcoming and number:
            url = reverse("procedure-version", args=[shown.slug, number])
        found.append(
            DescribedChange(
                moment=event.moment,
                title=shown.snapshot.get("short_title") or shown.snapshot.get("title") or "",
                url=seen.link(url),
                edition=number,
                is_upcoming=is_upcoming,
                is_withdrawal=event.version_id is None,
                sentences=sentences[:most_sentences],
                more_count=max(0, len(sentences) - most_sentences),
                reason=event.reason,
                compare_url=_compare_url(shown.slug, event),
            )
        )
    return found


def _compare_url(slug: str, event: ChangeEvent) -> str:
    if event.number is None or event.previous_number is None:
        return ""
    return reverse("procedure-compare", args=[slug, str(event.previous_number), str(event.number)])
