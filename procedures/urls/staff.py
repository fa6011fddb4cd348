"""Addresses of procedures in the staff workspace (/lam-viec/)."""

from __future__ import annotations

from django.urls import path

urlpatterns: list = []
