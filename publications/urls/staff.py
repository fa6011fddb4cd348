"""Addresses under /lam-viec/: files, boards, handbooks."""

from __future__ import annotations

from django.urls import path

from publications.views import downloads, files

urlpatterns = [
    path("quy-trinh/<slug:slug>/tai-ve/", downloads.process_downloads, name="process-downloads"),
    path("soan-va-duyet/<int:page_id>/in-thu/<slug:kind>/", files.draft_print, name="draft-print"),
    path("tai-lieu/in/<slug:list_kind>.<slug:file_format>", files.master_list_file, name="master-list-file"),
]
