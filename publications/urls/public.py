"""Public addresses of publications: notices, the check of printed papers."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
