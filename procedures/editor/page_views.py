"""Wagtail's page views for texts under document control: what they must not do here, they refuse kindly."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView, RevisionsUnscheduleView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from procedures.editor.lost_updates import PageLostUpdateMixin
from procedures.editor.side_panels import ImportSourceSidePanel


def approval_url(page: Page) -> str:
    """The screen that shows what a draft changes and where its approval stands."""
    return reverse("approval", args=[page.pk])


def official_header_buttons(page: Any, user: Any) -> list[HeaderButton]:
    """The ways from a draft to its official side, as far as `user` may go them."""
    buttons = [
        HeaderButton(_("Changes and approval"), url=approval_url(page), icon_name="tasks", priority=10)
    ]
    if page.document_id and page.document.chain_length:
        buttons.append(
            HeaderButton(
                _("View the version in force"), url=page.official_path(), icon_name="view", priority=20
            )
        )
        if user.has_perm("document_control.withdraw_document"):
            url = reverse("document-withdraw", args=[page.document_id])
            buttons.append(HeaderButton(_("Withdraw the document…"), url=url, icon_name="bin", priority=30))
    return buttons


class NotPublishedHereMixin:
    """A request to publish saves the draft and says how a text becomes official."""

    request: HttpRequest
    page: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action-publish") and not self.expects_json_response:  # type: ignore[attr-defined]
            messages.warning(
                request,
                _(
                    "Nothing was published: a text becomes official by review and approval. Submit it for that."
                ),
            )
        return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        name, method = super().action_name_and_method  # type: ignore[misc]
        return ("save", self.save_action) if name == "publish" else (name, method)  # type: ignore[attr-defined]

    def get_view_draft_message_button(self) -> Any:
        return messages.button(approval_url(self.page), _("Changes and approval"))


class ProcessCreateView(NotPublishedHereMixin, CreateView):
    """Writing a new text."""


class ProcessEditView(PageLostUpdateMixin, NotPublishedHereMixin, EditView):
    """Writing a text: with the ways to its official side, and no lost updates."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return official_header_buttons(self.page, self.request.user)

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        if self.page.imports.exists():
            panels.append(ImportSourceSidePanel(self.page, self.request))
        return panels


class ProcessRevertView(PageLostUpdateMixin, NotPublishedHereMixin, RevisionsRevertView):
    """Going back to an older draft."""


class RefusedView:
    """Mix in before a page view: answers every request with a reason, and goes back to the page."""

    @staticmethod
    def reason() -> str:
        """Why not, and what to do instead."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id)
        messages.error(request, self.reason())
        if page.permissions_for_user(request.user).can_edit():
            return redirect("wagtailadmin_pages:edit", page.pk)
        return redirect("wagtailadmin_home")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request, self.args, self.kwargs = request, args, kwargs


class ProcessUnpublishView(RefusedView, UnpublishView):
    """Unpublishing is a withdrawal here."""

    @staticmethod
    def reason() -> str:
        return _("An issued document is not taken off the site; it is withdrawn, with a reason and a basis.")


class ProcessUnscheduleView(RefusedView, RevisionsUnscheduleView):
    """An approved version that waits for its moment is cancelled with a reason."""

    @staticmethod
    def reason() -> str:
        return _(
            "An approved version is not unscheduled; it is cancelled with a reason, on the approval screen."
        )


class ProcessDeleteView(DeleteView):
    """A draft may go; what was issued stays."""

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id).specific
        if page.document_id and page.document.chain_length:
            messages.error(
                request,
                _("%(code)s was issued, so it stays on record. Withdraw it instead.") % {"code": page.code},
            )
            if page.permissions_for_user(request.user).can_edit():
                return redirect("wagtailadmin_pages:edit", page.pk)
            return redirect("wagtailadmin_home")
        response: HttpResponse = super().dispatch(request, page_id, *args, **kwargs)
        return response
