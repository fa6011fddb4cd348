"""Addresses under /lam-viec/: files, boards, handbooks."""

from __future__ import annotations

from django.urls import URLPattern, path

from publications.views import boards, posting

urlpatterns: list[URLPattern] = [
    # Posting register
    path("niem-yet/", boards.board_list, name="board-list"),
    path("niem-yet/danh-muc/", boards.print_list, name="board-print"),
    path("niem-yet/<int:board_id>/", boards.board, name="board"),
    path("niem-yet/<int:board_id>/lich-su/", boards.board_history, name="board-history"),
    path("niem-yet/<int:board_id>/dan/<int:document_id>/", posting.post, name="board-post"),
    path("niem-yet/to/<int:posting_id>/thay/", posting.replace, name="board-replace"),
    path("niem-yet/to/<int:posting_id>/go/", posting.remove, name="board-take-down"),
    path("niem-yet/to/<int:posting_id>/anh/", boards.posting_photo, name="posting-photo"),
]
