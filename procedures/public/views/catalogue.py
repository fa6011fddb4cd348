"""The catalogue: all procedures in force, filtered by what people know about theirs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.office_profile import profile_for
from procedures.as_of import AsOf
from procedures.cards import plain_query, query_words
from procedures.public import catalogue, presentation, selectors
from procedures.public.selectors import CatalogueRow
from procedures.public.views import frame

PER_PAGE = 20
MOST_VALUES = 30


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    """Procedures in force on the day asked for, in alphabetical order."""
    seen = frame.moment_asked(request)
    rows = selectors.catalogue_rows(seen.moment)
    text = plain_query(request.GET.get("q", ""))
    matching = _matching(rows, text)
    asked = {name: request.GET.getlist(name)[:MOST_VALUES] for name in catalogue.FILTERS}
    chosen = catalogue.known(rows, asked)
    found = catalogue.narrowed(matching, chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    query = _query(text, chosen, seen)
    context = {
        "seen": seen,
        "q": text,
        "total": len(rows),
        "page": page,
        "entries": _entries(page.object_list, seen),
        "groups": _groups(matching, chosen),
        "hidden": [*([("q", text)] if text else []), *seen.hidden_fields],
        "selected_count": sum(len(values) for values in chosen.values()),
        "chips": _chips(rows, text, chosen, seen),
        "clear_url": seen.link(reverse("procedure-list")),
        "query": query.urlencode(),
        "profile": profile_for(request),
        "crumbs": [
            {"label": _("Home page"), "url": seen.link(reverse("home"))},
            {"label": _("Procedures"), "url": ""},
        ],
        "banners": frame.as_of_banner(seen, _address(_query(text, chosen, None))),
        "canonical": frame.absolute(_address(_query("", chosen, None))),
    }
    return render(request, "procedures/catalogue.html", context)


def _matching(rows: list[CatalogueRow], text: str) -> list[CatalogueRow]:
    words = query_words(text)
    if not words:
        return rows
    ids = selectors.cards_with_words(words)
    return [row for row in rows if row.pk in ids]


def _entries(rows: list[CatalogueRow], seen: AsOf) -> list[presentation.ProcedureEntry]:
    return [
        presentation.procedure_entry(
            listed.snapshot, seen.link(reverse("procedure", args=[listed.slug])), seen.day
        )
        for listed in selectors.listed_versions([row.pk for row in rows])
    ]


def _groups(rows: list[CatalogueRow], chosen: catalogue.Chosen) -> list[dict[str, Any]]:
    """Filters with something to choose; a single value that all share is no choice."""
    legends = {
        catalogue.FIELD: _("Field"),
        catalogue.SUBJECT: _("Who applies"),
        catalogue.ONLINE: _("Online service"),
        catalogue.UNIT: _("Unit"),
    }
    groups = []
    for name, legend in legends.items():
        options = catalogue.options(rows, chosen, name)
        if len(options) > 1 or any(option.checked for option in options):
            groups.append({"name": name, "legend": legend, "options": options})
    return groups


def _chips(rows: list[CatalogueRow], text: str, chosen: catalogue.Chosen, seen: AsOf) -> list[dict[str, str]]:
    """Each choice with the address of the page without it."""
    chips = []
    if text:
        chips.append({"label": f"“{text}”", "url": _address(_query("", chosen, seen))})
    for name in catalogue.FILTERS:
        for option in catalogue.options(rows, chosen, name):
            if option.checked:
                rest = {**chosen, name: chosen[name] - {option.value}}
                chips.append({"label": option.label, "url": _address(_query(text, rest, seen))})
    return chips


def _query(text: str, chosen: catalogue.Chosen, seen: AsOf | None) -> QueryDict:
    query = QueryDict(mutable=True)
    if text:
        query["q"] = text
    for name in catalogue.FILTERS:
        query.setlist(name, sorted(chosen.get(name, ())))
    for name, value in seen.hidden_fields if seen else ():
        query[name] = value
    return query


def _address(query: QueryDict) -> str:
    encoded = query.urlencode()
    path = reverse("procedure-list")
    return f"{path}?{encoded}" if encoded else path
