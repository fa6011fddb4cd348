"""Pages, chips and addresses of filtered lists."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from audits.forms.improvement_filters import ListFilter

PAGE_SIZE = 25


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The page of the address; one that cannot be read is the first or the last."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang", "1")[:9])


def chips_of(request: HttpRequest, form: ListFilter) -> list[dict[str, str]]:
    """One chip for each filter, with the address of the list without it."""
    return [{"label": words, "url": f"?{query_of(request, without=name)}"} for name, words in form.chosen()]


def query_of(request: HttpRequest, *, without: str) -> str:
    """The query of the address without one part; the page goes with everything but itself."""
    kept = request.GET.copy()
    kept.pop(without, None)
    kept.pop("trang", None)
    return kept.urlencode()
