"""Addresses of the programme of a year and of the audits, under /lam-viec/."""

from __future__ import annotations

from django.urls import path

from audits.views import plan, programme

urlpatterns = [
    path("danh-gia/", programme.current, name="audit-programme-current"),
    path("danh-gia/danh-sach/", programme.audit_list, name="audit-list"),
    path("danh-gia/ke-hoach/moi/", plan.new, name="audit-plan-new"),
    path("danh-gia/chuong-trinh/<int:year>/", programme.year_page, name="audit-programme"),
    path("danh-gia/chuong-trinh/<int:year>/lap/", programme.begin, name="audit-programme-new"),
    path("danh-gia/chuong-trinh/<int:year>/sua/", programme.edit, name="audit-programme-edit"),
    path(
        "danh-gia/chuong-trinh/<int:year>/muc/<int:entry_id>/", programme.entry, name="audit-programme-entry"
    ),
    path(
        "danh-gia/chuong-trinh/<int:year>/viec/<slug:slug>/",
        programme.programme_act,
        name="audit-programme-act",
    ),
    path("danh-gia/<str:code>/", plan.detail, name="audit"),
    path("danh-gia/<str:code>/ke-hoach/", plan.edit, name="audit-plan-edit"),
    path("danh-gia/<str:code>/doan/", plan.team, name="audit-team"),
    path("danh-gia/<str:code>/lich/", plan.schedule, name="audit-schedule"),
    path("danh-gia/<str:code>/lich-su/", plan.history, name="audit-history"),
    path("danh-gia/<str:code>/viec/<slug:slug>/", plan.act, name="audit-act"),
]
