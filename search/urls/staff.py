"""Addresses of the search under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from search.views import files, report, results, suggesting

urlpatterns = [
    path("tim/", results.staff_search, name="staff-search"),
    path("tim/goi-y/", suggesting.staff_suggestions, name="staff-search-suggestions"),
    path("tim/khong-thay/", report.not_found_report, name="search-not-found"),
    path("tim/tep-khong-doc-duoc/", files.unread_files, name="search-unread-files"),
]
