"""Addresses under /lam-viec/: files, boards, handbooks."""

from __future__ import annotations

from django.urls import path

from publications.views import (
    boards,
    distribution,
    downloads,
    files,
    handbook_files,
    handbook_issuing,
    handbooks,
    posting,
)

urlpatterns = [
    # Posting register
    path("niem-yet/", boards.board_list, name="board-list"),
    path("niem-yet/danh-muc/", boards.print_list, name="board-print"),
    path("niem-yet/<int:board_id>/", boards.board, name="board"),
    path("niem-yet/<int:board_id>/lich-su/", boards.board_history, name="board-history"),
    path("niem-yet/<int:board_id>/dan/<int:document_id>/", posting.post, name="board-post"),
    path("niem-yet/to/<int:posting_id>/thay/", posting.replace, name="board-replace"),
    path("niem-yet/to/<int:posting_id>/go/", posting.remove, name="board-take-down"),
    path("niem-yet/to/<int:posting_id>/anh/", boards.posting_photo, name="posting-photo"),
    # Handbooks
    path("so-tay/", handbooks.handbook_list, name="handbook-list"),
    path("so-tay/de-nghi/<int:proposal_id>/", handbook_issuing.handbook_proposal, name="handbook-proposal"),
    path("so-tay/<slug:slug>/", handbooks.handbook, name="handbook"),
    path("so-tay/<slug:slug>/ban-hanh/", handbook_issuing.handbook_prepare, name="handbook-prepare"),
    path("so-tay/<slug:slug>/lan/<int:number>/", handbooks.handbook_edition, name="handbook-edition"),
    path(
        "so-tay/<slug:slug>/lan/<int:number>/chuong/<int:version_id>/",
        handbooks.handbook_chapter,
        name="handbook-chapter",
    ),
    path(
        "so-tay/<slug:slug>/lan/<int:number>/so-voi-lan-truoc/",
        handbooks.handbook_changes,
        name="handbook-changes",
    ),
    path(
        "so-tay/<slug:slug>/lan/<int:number>/nguoi-doc/",
        handbook_issuing.handbook_readers,
        name="handbook-readers",
    ),
    path(
        "so-tay/<slug:slug>/lan/<int:number>/xac-nhan/",
        handbooks.handbook_acknowledge,
        name="handbook-acknowledge",
    ),
    path(
        "so-tay/<slug:slug>/lan/<int:number>/tai-ve/so-tay.<slug:file_format>",
        handbook_files.handbook_file,
        name="handbook-file",
    ),
    # Files
    path("quy-trinh/<slug:slug>/tai-ve/", downloads.process_downloads, name="process-downloads"),
    path("soan-va-duyet/<int:page_id>/in-thu/<slug:kind>/", files.draft_print, name="draft-print"),
    path("tai-lieu/in/<slug:list_kind>.<slug:file_format>", files.master_list_file, name="master-list-file"),
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
    path(
        "tai-lieu/<int:document_id>/phan-phoi/ban-so/<int:number>/thu-hoi/",
        distribution.copy_returned,
        name="document-copy-returned",
    ),
]
