"""Results that editors put on top for certain words (Wagtail's promoted search results)."""

from __future__ import annotations

from django.urls import reverse
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from document_control.enums import DocumentKind
from search.analysis.marks import fold, normalise
from search.reader import Reader
from search.registry import Result
from search.understanding import Asked

MOST_PROMOTED = 3


def promoted(asked: Asked, reader: Reader) -> list[Result]:
    """The promotions for exactly these words; of pages only those that the reader may find."""
    forms = {normalise(asked.text), normalise(asked.query.understood.meant), fold(normalise(asked.text))}
    found = SearchPromotion.objects.filter(query__query_string__in=forms).select_related("page")
    picks = list(found.order_by("sort_order", "pk")[: 2 * MOST_PROMOTED])
    pages = _addresses([pick.page for pick in picks if pick.page_id], reader) if picks else {}
    results = [
        Result(pick.title, pages.get(pick.page_id, "") if pick.page_id else pick.external_link_url, "flag",
               context=pick.description)
        for pick in picks
    ]  # fmt: skip
    return [result for result in results if result.url][:MOST_PROMOTED]


def _addresses(pages: list[Page], reader: Reader) -> dict[int, str]:
    """Addresses of the pages the reader may open: documents in force, other pages when live and public."""
    ids = [page.pk for page in pages]
    kinds = [DocumentKind.PROCEDURE, *([DocumentKind.INTERNAL_PROCESS] if reader.is_staff else [])]
    versions = reader.versions_in_force().filter(document__processpage__in=ids, document__kind__in=kinds)
    rows = versions.order_by().values_list(
        "document__processpage", "document__kind", "document__processpage__slug"
    )
    found = {
        pk: reverse("procedure" if kind == DocumentKind.PROCEDURE else "process", args=[slug])
        for pk, kind, slug in rows
    }
    others = (
        Page.objects.filter(pk__in=ids)
        .live()
        .public()
        .exclude(pk__in=found)
        .exclude(processpage__isnull=False)
    )
    return found | {page.pk: url for page in others if (url := page.get_url())}
