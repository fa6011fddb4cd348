"""Addresses under /lam-viec/ of papers of dossiers, the register MC-07 and the register of apology letters."""

from __future__ import annotations

from django.urls import path

from dossiers.views import letters, papers, registers

urlpatterns = [
    path("ho-so/<str:code>/giay/<int:slip_id>.<slug:file_format>", papers.slip, name="dossier-slip"),
    path("ho-so/<str:code>/giay/<str:kind>.<slug:file_format>", papers.paper_of_kind, name="dossier-paper"),
    path("ho-so/<str:code>/thu/<int:letter_id>.<slug:file_format>", papers.letter, name="dossier-letter"),
    path("so-theo-doi/", registers.register, name="dossier-register"),
    path("so-theo-doi/so-theo-doi.<slug:file_format>", registers.register_file, name="dossier-register-file"),
    path("thu-xin-loi/", letters.letter_list, name="letter-list"),
    path("thu-xin-loi/thu-xin-loi.<slug:file_format>", letters.letter_list_file, name="letter-list-file"),
]
