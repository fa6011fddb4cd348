"""Addresses of the staff's dossier screens, under /lam-viec/ho-so/."""

from __future__ import annotations

from django.urls import path

from dossiers.desk.tables import DOSSIER_TABLE, GATE_TABLE
from dossiers.views import detail, files, intake, lists
from dossiers.views.acts import act_view

urlpatterns = [
    path("ho-so/", lists.dossier_list, name="dossier-list"),
    path("ho-so/tiep-nhan/", intake.choose_procedure, name="dossier-intake"),
    path("ho-so/tiep-nhan/<int:version_id>/", intake.intake_form, name="dossier-intake-form"),
    path("ho-so/<str:code>/", detail.dossier, name="dossier"),
    path("ho-so/<str:code>/vi-sao-ngay-nay/", detail.due_explained, name="dossier-due"),
    path("ho-so/<str:code>/da-ghi/", intake.entered, name="dossier-entered"),
    path("ho-so/<str:code>/tep/<int:file_id>/", files.download, name="dossier-file"),
    path(
        "ho-so/<str:code>/tre-han/<int:incident_id>/<slug:slug>/",
        act_view(GATE_TABLE),
        name="dossier-gate-act",
    ),
    path("ho-so/<str:code>/<slug:slug>/", act_view(DOSSIER_TABLE), name="dossier-act"),
]
