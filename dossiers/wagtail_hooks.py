"""Hooks of dossiers: their registers in the administration."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from dossiers.statistics.viewsets import ReportedFigureViewSet
from dossiers.viewsets import OneStopFormViewSet


@hooks.register("register_admin_viewset")
def register_dossier_viewsets() -> list[Any]:
    return [OneStopFormViewSet("one_stop_forms"), ReportedFigureViewSet("published_figures")]
