"""The pages above the procedures: home, catalogue and the folder of internal processes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from document_control.permissions import FolderPermissionTester
from organisation.models import User


class FolderPage(Page):
    """Abstract: a page above controlled documents; it is not deleted from over them."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: User) -> FolderPermissionTester:
        return FolderPermissionTester(user, self)


class HomePage(FolderPage):
    """The entrance of the public site."""

    search_examples = models.TextField(
        _("examples under the search box"),
        blank=True,
        help_text=_("One per line, as people would type them."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("search_examples"),
        InlinePanel("featured", label=_("Most used procedures"), max_num=8),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["procedures.ProcedureIndexPage", "procedures.InternalProcessIndexPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The home page is a view at "/" (procedures.public.views); a Wagtail route only leads there."""
        return HttpResponseRedirect(reverse("home"))


class FeaturedProcedure(Orderable):
    """A procedure that is asked for most, in the order shown."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    procedure = models.ForeignKey(
        "procedures.ProcedurePage", on_delete=models.CASCADE, related_name="+", verbose_name=_("procedure")
    )

    panels = [PageChooserPanel("procedure", "procedures.ProcedurePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("most used procedure")

    def __str__(self) -> str:
        return str(self.procedure)


class ProcedureIndexPage(FolderPage):
    """The folder in which procedures are written; its address is the public catalogue."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["procedures.HomePage"]
    subpage_types = ["procedures.ProcedurePage"]

    class Meta:
        verbose_name = _("catalogue of procedures")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("procedure-list"))


class InternalProcessIndexPage(FolderPage):
    """The folder in which internal processes are written; readable by signed-in staff only."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["procedures.HomePage"]
    subpage_types = ["procedures.InternalProcessPage"]
    private_page_options = ["login", "groups"]

    class Meta:
        verbose_name = _("folder of internal processes")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("process-list"))
