"""Addresses under /lam-viec/: files, boards, handbooks."""

from __future__ import annotations

from django.urls import path

from publications.views import distribution, downloads, files

urlpatterns = [
    path("quy-trinh/<slug:slug>/tai-ve/", downloads.process_downloads, name="process-downloads"),
    path("soan-va-duyet/<int:page_id>/in-thu/<slug:kind>/", files.draft_print, name="draft-print"),
    # Distribution and numbered copies
    path(
        "tai-lieu/<int:document_id>/phan-phoi/",
        distribution.distribution_page,
        name="document-distribution",
    ),
    path("tai-lieu/<int:document_id>/phan-phoi/them/", distribution.add, name="document-distribution-add"),
    path(
        "tai-lieu/<int:document_id>/phan-phoi/bo/<int:line_id>/",
        distribution.remove,
        name="document-distribution-remove",
    ),
    path("tai-lieu/<int:document_id>/phan-phoi/in/", distribution.make_copy, name="document-copy"),
    path(
        "tai-lieu/<int:document_id>/phan-phoi/ban-so/<int:number>/",
        distribution.copy_file,
        name="document-copy-file",
    ),
]
