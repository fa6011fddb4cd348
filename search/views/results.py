"""The search page, for the public and for staff: the same search with the rights of the face."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.enums import PermissionRole
from organisation.office_profile import profile_for
from procedures.as_of import AsOf
from procedures.public.views import frame
from procedures.workspace.views.access import policy_of, staff_view
from search import facets
from search.analysis.marks import normalise
from search.finding import Match, find, present
from search.models import Face
from search.promotions import promoted
from search.query_log import record
from search.reader import Reader
from search.registry import Result
from search.snippets import Marker, Piece
from search.understanding import Asked, ask

PER_PAGE = 10
OLD, TYPED = "cu", "nhu-go"


@dataclass(frozen=True, slots=True)
class Hit:
    """A result with the words of the query marked."""

    result: Result
    title: list[Piece]
    snippet: list[Piece]
    kind: str
    in_file: list[Piece]


@require_safe
def public_search(request: HttpRequest) -> HttpResponse:
    """What the office publishes, in force now or on the day asked for."""
    seen = frame.moment_asked(request)
    context = _context(request, Reader(seen), reverse("search"))
    context |= {
        "crumbs": [{"label": _("Home page"), "url": reverse("home")}, {"label": _("Search"), "url": ""}],
        "banners": frame.as_of_banner(seen, reverse("search")),
        "staff_url": reverse("staff-search") if policy_of(request).is_staff_member else "",
    }
    return render(request, "search/public.html", context)


@require_safe
@staff_view
def staff_search(request: HttpRequest) -> HttpResponse:
    """What the person may read, processes of the office included; older versions with that right."""
    now = timezone.now()
    policy = policy_of(request)
    reader = Reader(AsOf(now, localdate(now)), policy, asks_old=request.GET.get(OLD) == "1")
    context = _context(request, reader, reverse("staff-search"))
    context["sees_report"] = PermissionRole.ISO_SECRETARY.value in policy.roles
    return render(request, "search/staff.html", context)


def _context(request: HttpRequest, reader: Reader, path: str) -> dict[str, Any]:
    asked = ask(request.GET.get("q", ""), as_typed=request.GET.get(TYPED) == "1")
    found = find(asked, reader)
    wanted = {name: request.GET.getlist(name)[: facets.MOST_VALUES] for name in facets.FACETS}
    chosen = facets.known(found, wanted)
    shown = facets.narrowed(found, chosen)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    is_first = page.number == 1 and not any(chosen.values())
    only_near = bool(found) and found[0].is_near
    if is_first:
        answers = 0 if only_near else len(found)
        record(asked.text, answers, Face.STAFF if reader.is_staff else Face.PUBLIC, localdate(timezone.now()))
    address = Address(path, asked, reader)
    hits = _hits(asked, page)
    return {
        "seen": reader.seen,
        "reader": reader,
        "sees_register": reader.policy is not None and reader.policy.sees_register,
        "asked": asked,
        "q": asked.text,
        "path": path,
        "also": [" ".join(name) for name in asked.also if len(name) > 1],
        "missing_numbers": _missing(asked, hits) if page.number == 1 else [],
        "other_way_url": address.of(chosen, as_typed=not asked.as_typed),
        "page": page,
        "hits": hits,
        "promoted": promoted(asked, reader) if is_first and not asked.is_empty else [],
        "total": len(found),
        "only_near": only_near,
        "groups": _groups(found, chosen),
        "hidden": address.hidden,
        "selected_count": sum(len(values) for values in chosen.values()),
        "chips": _chips(found, chosen, address),
        "clear_url": address.of({}),
        "query": address.query(chosen).urlencode(),
        "profile": profile_for(request),
    }


def _hits(asked: Asked, page: Page[Match]) -> list[Hit]:
    marker = Marker(asked.words, asked.marked_names)
    matches = list(page.object_list)
    return [
        Hit(
            result,
            marker.pieces(result.title),
            _snippet(marker, result.passages) or [Piece(result.context, False)],
            match.values[facets.KIND][1],
            _snippet(marker, [result.file.text]) if result.file else [],
        )
        for match, result in zip(matches, present(matches), strict=False)
    ]


def _missing(asked: Asked, hits: list[Hit]) -> list[str]:
    """Numbers asked for that no result on the page has: what is found is then only like it."""
    shown = [text for hit in hits for text in (hit.result.title, *hit.result.codes, *hit.result.passages)]
    words = normalise("\n".join(shown))
    return [number for number in asked.numbers if hits and normalise(number) not in words]


def _snippet(marker: Marker, texts: Iterable[str]) -> list[Piece]:
    return marker.snippet(stretch for text in texts for stretch in marker.stretches(text))


# --- Facets and addresses -------------------------------------------------------------------------------
class Address:
    """Addresses of this search with other facets."""

    def __init__(self, path: str, asked: Asked, reader: Reader) -> None:
        self._path = path
        self.hidden = [("q", asked.text), *reader.seen.hidden_fields]
        self.hidden += [(OLD, "1")] if reader.sees_old else []
        self.hidden += [(TYPED, "1")] if asked.as_typed else []

    def query(self, chosen: facets.Chosen) -> QueryDict:
        """What a link back to this search carries."""
        query = QueryDict(mutable=True)
        for name, value in self.hidden:
            query[name] = value
        for name in facets.FACETS:
            if values := chosen.get(name):
                query.setlist(name, sorted(values))
        return query

    def of(self, chosen: facets.Chosen, *, as_typed: bool | None = None) -> str:
        """The address with these facets; `as_typed` says how to read the query, None as now."""
        query = self.query(chosen)
        if as_typed:
            query[TYPED] = "1"
        elif as_typed is not None:
            query.pop(TYPED, None)
        return f"{self._path}?{query.urlencode()}"


def _legends() -> dict[str, str]:
    return {
        facets.KIND: _("Kind"),
        facets.FIELD: _("Field"),
        facets.UNIT: _("Unit"),
        facets.STATUS: _("Status"),
        facets.YEAR: _("Year"),
    }


def _groups(found: list[Match], chosen: facets.Chosen) -> list[dict[str, Any]]:
    """Facets with something to choose; a single value that all share is no choice."""
    groups = []
    for name, legend in _legends().items():
        options = facets.options(found, chosen, name)
        if len(options) > 1 or any(option.checked for option in options):
            groups.append({"name": name, "legend": legend, "options": options})
    return groups


def _chips(found: list[Match], chosen: facets.Chosen, address: Address) -> list[dict[str, str]]:
    """Each choice with the address of the page without it."""
    return [
        {"label": option.label, "url": address.of({**chosen, name: chosen[name] - {option.value}})}
        for name in facets.FACETS
        for option in facets.options(found, chosen, name)
        if option.checked
    ]
