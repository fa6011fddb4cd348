"""Views of the administration that every tracked register shares: history, deletion, reading."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from organisation.record_history import record_history


class RecordHistoryView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Who changed a record when, field by field; read from simple-history, never editable."""

    any_permission_required = ["add", "change", "delete", "view"]
    template_name = "organisation/admin/record_history.html"
    page_title = gettext_lazy("History")
    header_icon = "history"
    index_url_name: str | None = None
    edit_url_name: str | None = None
    inspect_url_name: str | None = None
    history_url_name: str | None = None
    child_histories: tuple[tuple[type[Model], str], ...] = ()
    per_page = 30

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(str(self.index_url_name)),
                "label": capfirst(self.model._meta.verbose_name_plural),
            },
            {"url": self.object_url, "label": str(self.object)},
            {"url": "", "label": str(self.page_title), "sublabel": str(self.object)},
        ]

    @cached_property
    def object_url(self) -> str:
        """Where the record is edited, or read by those who may not edit."""
        name = self.edit_url_name if self.user_has_permission("change") else self.inspect_url_name
        return reverse(name, args=[self.object.pk]) if name else ""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.object_url:
            return []
        return [HeaderButton(_("Back to the record"), url=self.object_url, icon_name="arrow-left")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = record_history(self.object, self.child_histories)
        page = Paginator(entries, self.per_page).get_page(self.request.GET.get("p"))
        return super().get_context_data(entries=page, object=self.object, **kwargs)


class HistoryButtonMixin:
    """Adds the button to the record's history to the page header."""

    request: HttpRequest
    history_url_name: str | None
    object: Model

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse(self.history_url_name, args=[self.object.pk]) if self.history_url_name else ""
        own = [HeaderButton(_("History"), url=url, icon_name="history")] if url else []
        return [*getattr(super(), "header_buttons", []), *own]


class TrackedEditView(HistoryButtonMixin, generic.EditView):
    """Editing a record whose changes are kept."""


def plain_value(value: Any) -> Any:
    """A field as a page of details shows it: yes and no in words, moments on the office's clock."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


class TrackedInspectView(HistoryButtonMixin, generic.InspectView):
    """Reading a record, with its inline rows, for those who may not edit it."""

    history_url_name: str | None = None
    child_histories: tuple[tuple[type[Model], str], ...] = ()
    page_title = gettext_lazy("Details")
    template_name = "organisation/admin/inspect.html"

    def get_fields_context(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [c for c in super().get_fields_context() if c["value"] not in (None, "")]
        for model, link in self.child_histories:
            children = model._default_manager.filter(**{link: self.object}).select_related()
            if lines := [str(child) for child in children]:
                label = capfirst(str(model._meta.verbose_name_plural))
                rows.append({"label": label, "lines": lines, "component": None})
        return rows

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return plain_value(super().get_field_display_value(field_name, field))


class TrackedDeleteView(generic.DeleteView):
    """Deleting a record that nothing rests on; otherwise the answer says what to do instead."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self.usage and self.usage.is_protected:
            return self._refuse()
        try:
            return super().form_valid(form)
        except ProtectedError:
            return self._refuse()

    def _refuse(self) -> HttpResponse:
        messages.error(
            self.request,
            _("“%(name)s” is used elsewhere, so it stays. Write the last day it holds instead.")
            % {"name": self.object},
        )
        return redirect(self.edit_url_name, self.object.pk)
