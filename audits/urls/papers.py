"""Addresses of papers, under /lam-viec/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
