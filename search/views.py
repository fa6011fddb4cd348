"""The search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.enums import DocumentKind
from organisation.office_profile import profile_for
from procedures.as_of import AsOf
from procedures.cards import plain_query, query_words
from procedures.public.presentation import ProcedureEntry, procedure_entry
from procedures.public.selectors import ListedVersion, listed_versions
from procedures.public.views import frame
from search.highlighting import Piece, pieces
from search.selectors import find

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A found version, with the words of the query marked."""

    entry: ProcedureEntry
    title: list[Piece]
    summary: list[Piece]
    is_internal: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Procedures in force that answer a query; for staff internal processes too."""
    seen = frame.moment_asked(request)
    text = plain_query(request.GET.get("q", ""))
    is_staff = request.user.is_authenticated
    found = find(text, seen.moment, is_staff=is_staff)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang", "1")[:9])
    words = query_words(text)
    query = QueryDict(mutable=True)
    query.update({"q": text, **dict(seen.hidden_fields)})
    context = {
        "seen": seen,
        "q": text,
        "is_asked": bool(words),
        "page": page,
        "hits": [_hit(listed, words, seen) for listed in listed_versions(page.object_list)],
        "query": query.urlencode(),
        "profile": profile_for(request),
        "crumbs": [{"label": _("Home page"), "url": reverse("home")}, {"label": _("Search"), "url": ""}],
        "banners": frame.as_of_banner(seen, reverse("search")),
    }
    return render(request, "search/search.html", context)


def _hit(listed: ListedVersion, words: list[str], seen: AsOf) -> Hit:
    is_internal = listed.kind == DocumentKind.INTERNAL_PROCESS
    url = reverse("process" if is_internal else "procedure", args=[listed.slug])
    entry = procedure_entry(listed.snapshot, seen.link(url), seen.day)
    return Hit(entry, pieces(entry.title, words), pieces(entry.summary, words), is_internal)
