"""Hooks of document control: its log actions, and a kind refusal where Wagtail would delete issued documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from document_control.models import ControlledContentMixin, ControlledDocument, IssuedVersion, PeriodicReview
from document_control.permissions import RecordPolicy, RegisterPolicy, ReviewPolicy
from document_control.selectors import issued_codes_under
from document_control.viewsets import DocumentControlGroup, LegalActChooserViewSet

register_permission_policy(ControlledDocument, RegisterPolicy(ControlledDocument), exact_class=True)
register_permission_policy(IssuedVersion, RecordPolicy(IssuedVersion), exact_class=True)
register_permission_policy(PeriodicReview, ReviewPolicy(PeriodicReview), exact_class=True)


@hooks.register("register_admin_viewset")
def register_document_control_viewsets() -> list[Any]:
    return [DocumentControlGroup(), LegalActChooserViewSet("legal_act_chooser")]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("document_control.issue", _("Issue"), _("Issued a version"))
    actions.register_action("document_control.withdraw", _("Withdraw"), _("Withdrew the document"))
    actions.register_action("document_control.cancel", _("Cancel version"), _("Cancelled a version"))


@hooks.register("construct_snippet_action_menu")
def hide_publishing(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Controlled texts are published by approval alone, whoever edits them."""
    if issubclass(context["model"], ControlledContentMixin):
        menu_items[:] = [
            item for item in menu_items if item.name not in {"action-publish", "action-unpublish"}
        ]


def _refuse(request: HttpRequest, codes: list[str], page: Page) -> HttpResponse:
    shown = ", ".join(codes[:5]) + (" …" if len(codes) > 5 else "")
    messages.error(
        request,
        gettext("Not deleted: %(codes)s were issued, so they stay on record. Withdraw them instead.")
        % {"codes": shown},
    )
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


@hooks.register("before_delete_page")
def refuse_deleting_issued(request: HttpRequest, page: Page) -> HttpResponse | None:
    codes = issued_codes_under([page])
    return _refuse(request, codes, page) if codes else None


@hooks.register("before_bulk_action")
def refuse_bulk_deleting_issued(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [o for o in objects if isinstance(o, Page)]
    if action_type not in {"delete", "publish", "unpublish"} or not pages:
        return None
    codes = issued_codes_under(pages)
    if action_type == "delete" and codes:
        return _refuse(request, codes, pages[0])
    return None
