"""Reports on dossiers, under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from dossiers.views import reports

urlpatterns = [
    path("bao-cao/", reports.report, name="report"),
    path("bao-cao/ho-so/", reports.report_dossiers, name="report-dossiers"),
    path("bao-cao/buoc-tre/", reports.report_late, name="report-late"),
    path("bao-cao/da-cong-bo/", reports.report_published, name="report-published"),
]
