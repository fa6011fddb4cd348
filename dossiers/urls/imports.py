"""Addresses of bringing dossiers in, under /lam-viec/; before those of one dossier, whose code may be anything."""

from __future__ import annotations

from django.urls import path

from dossiers.views import imports

urlpatterns = [
    path("ho-so/nhap/", imports.import_list, name="dossier-imports"),
    path("ho-so/nhap/mau.xlsx", imports.template_file, name="dossier-import-template"),
    path("ho-so/nhap/<int:import_id>/", imports.one_import, name="dossier-import"),
    path("ho-so/nhap/<int:import_id>/ghi/", imports.write, name="dossier-import-write"),
    path("ho-so/nhap/<int:import_id>/tep/", imports.original, name="dossier-import-file"),
]
