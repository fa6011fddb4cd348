"""Published figures in the administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from dossiers.models import ReportedFigure
from organisation.viewsets import TrackedViewSet


class ReportedFigureViewSet(TrackedViewSet):
    model = ReportedFigure
    icon = "list-ul"
    menu_label = _("Published figures")
    menu_order = 360
    add_to_admin_menu = True
    list_display = ["__str__", "first_day", "last_day", "value", "is_approximate", "source"]
    list_filter = ["unit", "measure"]
    list_select_related = ("unit",)
    search_fields = ["source", "unit_words", "note"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("unit"),
            FieldPanel("unit_words"),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldRowPanel([FieldPanel("measure"), FieldPanel("value"), FieldPanel("is_approximate")]),
            FieldPanel("source"),
            FieldPanel("published_on"),
            FieldPanel("note"),
        ]
    )
