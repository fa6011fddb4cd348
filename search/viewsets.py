"""The search in the administration: the table of everyday names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList

from organisation.viewsets import TrackedViewSet
from search.models import SynonymGroup


class SynonymGroupViewSet(TrackedViewSet):
    model = SynonymGroup
    icon = "openquote"
    menu_label = _("Everyday names")
    menu_name = "everyday-names"
    menu_order = 360
    add_to_admin_menu = True
    list_display = ["__str__", "means"]
    search_fields = ["names", "means"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _(
                    "Who types one of the names also finds what the records call it. The list of what was searched "
                    "but not found, in the workplace under Search, shows which names are missing."
                )
            ),
            FieldPanel("names"),
            FieldPanel("means"),
        ]
    )
