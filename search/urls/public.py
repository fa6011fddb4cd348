"""Public addresses of the search."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from search.views import results, suggesting

urlpatterns = [
    path("tim/", results.public_search, name="search"),
    path("tim/goi-y/", suggesting.public_suggestions, name="search-suggestions"),
    path("tim-kiem/", RedirectView.as_view(pattern_name="search", query_string=True, permanent=True)),
]
