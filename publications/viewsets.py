"""The menu group of publications in the administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from publications.boards.viewsets import NoticeBoardViewSet
from publications.handbooks.viewsets import HandbookViewSet


class PublicationsGroup(ModelViewSetGroup):
    menu_label = _("Publications")
    menu_icon = "doc-full"
    menu_name = "publications"
    menu_order = 350
    items = (HandbookViewSet, NoticeBoardViewSet)
