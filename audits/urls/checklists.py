"""Addresses of checklists and their templates, under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from audits.views import checklists

urlpatterns = [
    path("tai-lieu/<int:document_id>/phieu-hoi/", checklists.template, name="checklist-template"),
    path(
        "tai-lieu/<int:document_id>/phieu-hoi/<str:number>/",
        checklists.template,
        name="checklist-template-version",
    ),
    path("danh-gia/<str:code>/phieu-hoi/", checklists.checklist_list, name="audit-checklists"),
    path("danh-gia/<str:code>/phieu-hoi/<int:position>/", checklists.checklist, name="audit-checklist"),
    path("danh-gia/<str:code>/phieu-hoi/<int:position>/chon-mau/", checklists.draw, name="audit-sample-draw"),
    path(
        "danh-gia/<str:code>/phieu-hoi/<int:position>/doc-lai/",
        checklists.refresh,
        name="audit-facts-refresh",
    ),
    path(
        "danh-gia/<str:code>/phieu-hoi/<int:position>/bo/", checklists.remove, name="audit-checklist-remove"
    ),
]
