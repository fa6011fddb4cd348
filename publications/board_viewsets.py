"""Notice boards in the administration: where they are, who is in charge, what must hang there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel

from organisation.viewsets import TrackedViewSet, period_row
from publications.models import BoardDocument, NoticeBoard


class NoticeBoardViewSet(TrackedViewSet):
    model = NoticeBoard
    icon = "clipboard-list"
    menu_label = _("Notice boards")
    menu_order = 60
    list_display = ["name", "place", "unit", "size", "valid_to"]
    list_filter = ["size", "unit"]
    list_select_related = ("unit",)
    search_fields = ["name", "place"]
    child_histories = ((BoardDocument, "board"),)
    panels = [
        HelpPanel(
            _("What hangs on a board, and since when, is recorded in the workplace, under Notice boards.")
        ),
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("size")]),
        period_row(),
        InlinePanel("documents", label=_("Document that must hang here"), panels=[FieldPanel("document")]),
    ]
