"""Hooks of the organisation: its registers in the administration."""

from __future__ import annotations

from wagtail import hooks

from organisation.viewsets import OrganisationGroup


@hooks.register("register_admin_viewset")
def register_organisation_viewsets() -> OrganisationGroup:
    return OrganisationGroup()
