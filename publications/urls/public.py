"""Public addresses of publications: notices, the check of printed papers."""

from __future__ import annotations

from django.urls import path

from publications.views import notices

urlpatterns = [
    path("niem-yet/", notices.notices, name="notices"),
    path("niem-yet/man-hinh/<slug:slug>/", notices.kiosk, name="kiosk"),
]
