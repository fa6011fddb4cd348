"""Hooks of the organisation: its registers in the administration."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from organisation.viewsets import OrganisationGroup


@hooks.register("register_admin_viewset")
def register_organisation_viewsets() -> OrganisationGroup:
    return OrganisationGroup()


@hooks.register("insert_global_admin_js")
def keep_typed_dates() -> str:
    """On every page, so that also days in filters and in blocks stay as typed."""
    return format_html('<script src="{}"></script>', static("js/admin-dates.js"))
