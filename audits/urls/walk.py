"""Addresses of walking through a checklist, under /lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern, path

from audits.views import walk, walk_question, walk_sync

CHECKLIST = "danh-gia/<str:code>/phieu/<int:position>/"

urlpatterns: list[URLPattern] = [
    path(CHECKLIST, walk.walk_start, name="audit-walk-start"),
    path(f"{CHECKLIST}cau/<int:number>/", walk_question.walk_question, name="audit-walk"),
    path(f"{CHECKLIST}cau/<int:number>/chon/", walk_question.walk_choose, name="audit-walk-choose"),
    path(f"{CHECKLIST}gui/", walk_sync.walk_sync, name="audit-walk-sync"),
    path(f"{CHECKLIST}anh/", walk_sync.walk_photos, name="audit-walk-photos"),
    path(f"{CHECKLIST}anh/<uuid:uid>/", walk_sync.walk_photo, name="audit-photo"),
]
