"""Public addresses of publications: notices, the check of printed papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from publications.views import notices

urlpatterns: list[URLPattern] = [
    path("niem-yet/", notices.notice_list, name="notice-list"),
    path("niem-yet/man-hinh/<slug:slug>/", notices.kiosk, name="kiosk"),
    path("niem-yet/man-hinh/<slug:slug>/trang-thai/", notices.kiosk_state, name="kiosk-state"),
]
