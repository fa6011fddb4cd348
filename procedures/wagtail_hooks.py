"""Hooks of procedures: the administration as each role needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from procedures.editor.page_views import approval_url
from procedures.editor.viewsets import (
    CatalogueGroup,
    ControlledPageViewSet,
    FormTemplateChooserViewSet,
    InternalProcessListingViewSet,
    ProcedureListingViewSet,
)
from procedures.models import ProcessPage

CLOSED_ACTIONS = {"action-publish", "action-unpublish"}
TECHNICAL_MENU_ITEMS = {"explorer", "reports", "help", "images", "snippets"}
"""What only the technical administrator sees: editors work from the lists of texts."""


@hooks.register("register_admin_viewset")
def register_procedure_viewsets() -> list[Any]:
    return [
        ControlledPageViewSet("controlled_pages"),
        ProcedureListingViewSet(),
        InternalProcessListingViewSet(),
        CatalogueGroup(),
        FormTemplateChooserViewSet("form_template_chooser"),
    ]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_main_menu")
def hide_what_a_role_does_not_need(request: HttpRequest, menu_items: list[Any]) -> None:
    for item in menu_items:
        if item.name == "documents":
            item.label = _("Uploaded files")  # "documents" are controlled documents here
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in TECHNICAL_MENU_ITEMS]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail added its own
def no_page_counters(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_page_action_menu")
def hide_closed_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    page = context.get("page")
    parent = context.get("parent_page")
    is_controlled = isinstance(page, ProcessPage) or (
        parent is not None
        and any(issubclass(model, ProcessPage) for model in parent.specific_class.allowed_subpage_models())
    )
    if is_controlled:
        menu_items[:] = [item for item in menu_items if item.name not in CLOSED_ACTIONS]


class ApprovalMenuItem(PageMenuItem):
    """From a row of a listing to what the draft changes."""

    icon_name = "tasks"

    def is_shown(self, user: Any) -> bool:
        return True


@hooks.register("register_page_listing_more_buttons")
def approval_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[PageMenuItem]:
    if isinstance(page, ProcessPage):
        yield ApprovalMenuItem(label=_("Changes and approval"), url=approval_url(page), priority=3, page=page)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Publishing in bulk would go around the approval, also from a folder down."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type not in {"publish", "unpublish"} or not any(_holds_controlled_text(p) for p in pages):
        return None
    messages.error(
        request,
        _(
            "Nothing was changed: documents are published by approval and taken back by withdrawal, one by one."
        ),
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else pages[0].pk)


def _holds_controlled_text(page: Page) -> bool:
    return ProcessPage.objects.filter(path__startswith=page.path).exists()
