"""The entrance of the public site."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisation.office_profile import counter_at, profile_for
from procedures.as_of import AsOf
from procedures.models import HomePage
from procedures.public import presentation, selectors
from procedures.public.selectors import CatalogueRow
from procedures.public.views import frame
from procedures.public.views.changes import described

MOST_FEATURED = 5
MOST_CHANGES = 4
MOST_EXAMPLES = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, fields, what is asked for most, what changed, where and when."""
    seen = frame.moment_asked(request)
    profile = profile_for(request)
    now = timezone.now()
    rows = selectors.catalogue_rows(seen.moment)
    context = {
        "seen": seen,
        "count": len(rows),
        "examples": _examples(),
        "tiles": _tiles(rows, seen),
        "entries": _most_used(rows, seen),
        "changes": described(_events(seen), seen, most_sentences=1),
        "counter": counter_at(profile, now, timezone.localdate(now)),
        "profile": profile,
        "banners": frame.as_of_banner(seen, reverse("home")),
        "canonical": frame.absolute(reverse("home")),
    }
    return render(request, "procedures/home.html", context)


def _examples() -> list[str]:
    text = HomePage.objects.values_list("search_examples", flat=True).first() or ""
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_EXAMPLES]


def _tiles(rows: list[CatalogueRow], seen: AsOf) -> list[dict[str, Any]]:
    """One tile per field with procedures, in the office's order."""
    icons = selectors.field_icons()
    by_field: dict[tuple[str, str], list[CatalogueRow]] = defaultdict(list)
    for row in rows:
        if row.field[0]:
            by_field[row.field].append(row)
    tiles = [
        {
            "label": name,
            "url": seen.link(f"{reverse('procedure-list')}?linh-vuc={code}"),
            "icon": icons.get(code, (0, "doc"))[1],
            "count": len(found),
            "examples": ", ".join(presentation.example_words(row.short_title) for row in found[:2]),
        }
        for (code, name), found in by_field.items()
    ]
    order = {name: icons.get(code, (len(icons) + 1, ""))[0] for code, name in by_field}
    return sorted(tiles, key=lambda tile: (order[tile["label"]], tile["label"]))


def _most_used(rows: list[CatalogueRow], seen: AsOf) -> list[presentation.ProcedureEntry]:
    """The procedures named on the home page; an office that named none gets the first of the catalogue."""
    ids = selectors.featured_version_ids(seen.moment) or [row.pk for row in rows]
    return [
        presentation.procedure_entry(
            listed.snapshot, seen.link(reverse("procedure", args=[listed.slug])), seen.day
        )
        for listed in selectors.listed_versions(ids[:MOST_FEATURED])
    ]


def _events(seen: AsOf) -> list[selectors.ChangeEvent]:
    """Changes before first issues: a new procedure is news only when nothing changed."""
    events = selectors.change_events(seen.moment)
    ordered = sorted(events, key=lambda event: event.is_first_issue)
    chosen = ordered[:MOST_CHANGES]
    return sorted(chosen, key=lambda event: event.moment, reverse=True)
