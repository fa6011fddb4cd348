"""Notice boards in the administration: where they are, who is in charge, what belongs on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from organisation.viewsets import TrackedViewSet, period_row
from publications.models import BoardDocument, NoticeBoard


class NoticeBoardViewSet(TrackedViewSet):
    model = NoticeBoard
    icon = "clipboard-list"
    menu_label = _("Notice boards")
    menu_order = 60
    list_display = ["name", "place", "unit", "size", "valid_from", "valid_to"]
    list_filter = ["unit", "size"]
    list_select_related = ("unit",)
    search_fields = ["name", "place", "slug"]
    search_backend_name = None
    child_histories = ((BoardDocument, "board"),)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("size")]),
            FieldPanel("place"),
            FieldPanel("unit"),
            period_row(),
            InlinePanel(
                "documents",
                label=_("document of a board"),
                heading=_("Documents that must hang here"),
                panels=[FieldPanel("document")],
            ),
        ]
    )
