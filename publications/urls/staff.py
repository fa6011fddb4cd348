"""Addresses under /lam-viec/: files, boards, handbooks."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
