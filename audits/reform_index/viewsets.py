"""Published standings of the reform index in the administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from audits.models import PublishedStanding
from organisation.viewsets import TrackedViewSet


class PublishedStandingViewSet(TrackedViewSet):
    model = PublishedStanding
    icon = "list-ul"
    menu_label = _("Published reform indexes")
    menu_order = 365
    add_to_admin_menu = True
    list_display = ["__str__", "group", "index", "rank", "within_top", "source"]
    list_filter = ["year", "target_kind"]
    list_select_related = ("unit",)
    search_fields = ["unit_words", "group", "source", "note"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("year"), FieldPanel("target_kind")]),
            FieldRowPanel([FieldPanel("group"), FieldPanel("of")]),
            FieldPanel("unit"),
            FieldPanel("unit_words"),
            FieldRowPanel([FieldPanel("index"), FieldPanel("is_approximate")]),
            FieldRowPanel([FieldPanel("rank"), FieldPanel("within_top"), FieldPanel("target_top")]),
            FieldPanel("commended"),
            FieldPanel("source"),
            FieldPanel("note"),
        ]
    )
