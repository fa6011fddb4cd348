"""Registers of dossiers in the administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from dossiers.models import OneStopForm
from organisation.viewsets import TrackedViewSet, period_row


class OneStopFormViewSet(TrackedViewSet):
    """Names and numbers that circulars gave the one-stop forms; a new circular is a new row with its period."""

    model = OneStopForm
    icon = "doc-full-inverse"
    menu_label = _("One-stop forms")
    menu_order = 360
    add_to_admin_menu = True
    list_display = ["name", "kind", "number", "form_set", "valid_from", "valid_to"]
    list_filter = ["kind", "form_set"]
    search_fields = ["name", "form_set"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldPanel("name"),
        FieldPanel("form_set"),
        period_row(),
    ]
