"""Checklist templates in the administration: written here, decided on the approval screens of the workspace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from audits.models import ChecklistTemplate
from document_control.content_forms import ControlledContentFormMixin
from procedures.editor.lost_updates import SnippetLostUpdateMixin
from procedures.workspace.text_kinds import kind_of, text_url


class ChecklistTemplateForm(ControlledContentFormMixin, WagtailAdminModelForm):
    """A draft may be incomplete; submitting checks every question and says what is missing."""


class NotPublishedHereMixin:
    """A request to publish saves the draft and says how a text becomes official."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action-publish") and not self.expects_json_response:  # type: ignore[attr-defined]
            messages.warning(
                request,
                _(
                    "Nothing was published: a text becomes official by review and approval. Submit it for that."
                ),
            )
        return super().post(request, *args, **kwargs)  # type: ignore[misc]


class TemplateCreateView(NotPublishedHereMixin, CreateView):
    """Writing a new template."""


class TemplateEditView(SnippetLostUpdateMixin, NotPublishedHereMixin, EditView):
    """Writing a template: with the ways to its official side, and no lost updates."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        template = self.live_object
        buttons = [
            HeaderButton(
                _("Changes and approval"),
                url=text_url("approval", template),
                icon_name="tasks",
                priority=10,
            )
        ]
        if template.document_id and template.document.chain_length:
            url = kind_of(template).reading_url(template)
            buttons.append(
                HeaderButton(_("View the version in force"), url=url, icon_name="view", priority=20)
            )
            if self.request.user.has_perm("document_control.withdraw_document"):
                url = reverse("document-withdraw", args=[template.document_id])
                buttons.append(
                    HeaderButton(_("Withdraw the document…"), url=url, icon_name="bin", priority=30)
                )
        return buttons


class ChecklistTemplateViewSet(SnippetViewSet):
    """The templates with their drafts."""

    model = ChecklistTemplate
    icon = "clipboard-list"
    menu_label = gettext_lazy("Checklist templates")
    menu_name = "checklist-templates"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    list_display = ["title", "code", "unit", UpdatedAtColumn()]
    list_filter = ["unit"]
    search_fields = ["title", "code"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", classname="title"),
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("code", required_on_save=True)]),
                    FieldPanel("summary"),
                    InlinePanel(
                        "questions",
                        heading=gettext_lazy("Questions"),
                        label=gettext_lazy("Question"),
                        panels=[
                            FieldPanel("clause"),
                            FieldPanel("question"),
                            FieldPanel("look_at"),
                            FieldRowPanel([FieldPanel("method"), FieldPanel("asked")]),
                        ],
                    ),
                ],
                heading=gettext_lazy("Questions"),
            ),
            ObjectList(
                [
                    FieldPanel("issue_kind"),
                    FieldPanel("change_reason"),
                    FieldPanel("change_basis"),
                    FieldPanel("planned_effective_from"),
                    FieldRowPanel([FieldPanel("decision_number"), FieldPanel("decision_date")]),
                ],
                heading=gettext_lazy("Issue"),
            ),
        ],
        base_form_class=ChecklistTemplateForm,
    )
