"""Handbooks in the administration: which documents belong to which handbook."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList

from organisation.viewsets import TrackedViewSet
from publications.handbooks.forms import HandbookForm
from publications.models import Handbook


class HandbookViewSet(TrackedViewSet):
    model = Handbook
    icon = "openquote"
    menu_label = _("Handbooks")
    menu_order = 50
    list_display = ["code", "title", "kind", "only_unit", "only_field"]
    list_filter = ["kind"]
    list_select_related = ("only_unit",)
    search_fields = ["code", "title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            HelpPanel(
                _(
                    "A handbook is a list of documents. Its editions are prepared and approved in the workplace, "
                    "under Handbooks."
                )
            ),
            FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
            FieldPanel("title"),
            FieldPanel("subtitle"),
            FieldPanel("unit"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("only_unit"), FieldPanel("only_field")]),
        ],
        base_form_class=HandbookForm,
    )
