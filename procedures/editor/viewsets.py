"""Procedures in the administration: the two registers of texts, and the lists they choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import WorkflowState
from wagtail.permissions import page_permission_policy

from document_control.admin_views import with_version_in_force
from document_control.models import IssuedVersion
from organisation.viewsets import TrackedViewSet, period_row
from procedures.editor import page_views
from procedures.editor.page_states import PageStanding, state_words
from procedures.models import (
    FormTemplate,
    InternalProcessIndexPage,
    InternalProcessPage,
    OnlineLevel,
    ProcedureField,
    ProcedureIndexPage,
    ProcedurePage,
    ProcessPage,
    Subject,
)


class ControlledPageViewSet(PageViewSet):
    """Wagtail's page views, as texts under document control need them."""

    model = ProcessPage
    add_view_class = page_views.ProcessCreateView
    edit_view_class = page_views.ProcessEditView
    revisions_revert_view_class = page_views.ProcessRevertView
    revisions_unschedule_view_class = page_views.ProcessUnscheduleView
    unpublish_view_class = page_views.ProcessUnpublishView
    delete_view_class = page_views.ProcessDeleteView
    parent_models: list[Any] = []  # exploring the folders keeps Wagtail's own listing


class StateColumn(Column):
    """How the text stands, in words."""

    def get_value(self, instance: Any) -> str:
        workflow = instance.current_workflow_state  # prefetched by the listing
        task_state = workflow.current_task_state if workflow else None
        running = workflow is not None and workflow.status == WorkflowState.STATUS_IN_PROGRESS and task_state
        waiting = instance.waiting_from
        return state_words(
            PageStanding(
                has_issued=instance.document is not None and instance.document.chain_length > 0,
                version_in_force=instance.version_in_force or "",
                waiting_from=timezone.localtime(waiting) if waiting else None,
                task=task_state.task.name if running else "",
                is_returned=bool(workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES),
                has_newer_draft=not instance.is_latest_issued,
            )
        )


def _running_workflow() -> Prefetch:
    """The running workflow where `Page.current_workflow_state` looks for it.

    Wagtail's own `prefetch_workflow_states` asks for plain pages: on a queryset of one page type it finds none.
    """
    running = WorkflowState.objects.active().select_related("current_task_state__task")
    return Prefetch("_specific_workflow_states", queryset=running, to_attr="_current_workflow_states")


class ProcessListingView(IndexView):
    """Texts with their code, state and version in force; one query each for pages, workflow and register."""

    default_ordering = "code"
    index_page_model: Any = None

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        upcoming = IssuedVersion.objects.upcoming_at(now).filter(document=OuterRef("document"))
        of_latest_draft = IssuedVersion.objects.uncancelled().filter(
            source_revision=OuterRef("latest_revision")
        )
        pages = with_version_in_force(pages, now, link="document").annotate(
            waiting_from=Subquery(upcoming.order_by("chain_index").values("effective_from")[:1]),
            is_latest_issued=Exists(of_latest_draft),
            last_editor=F("latest_revision__user__username"),
        )
        return (
            pages.select_related("document", "unit", "content_type")
            .prefetch_related("sites_rooted_here")
            .defer_streamfields()
            .prefetch_related(_running_workflow())
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )

    @property
    def header_buttons(self) -> list[HeaderButton]:
        folder = self.index_page_model.objects.first()
        if folder is None or not folder.permissions_for_user(self.request.user).can_add_subpage():
            return []
        opts = self.model._meta
        url = reverse("wagtailadmin_pages:add", args=[opts.app_label, opts.model_name, folder.pk])
        return [HeaderButton(self.add_item_label, url=url, icon_name="plus")]


class ProcedureListingView(ProcessListingView):
    """Administrative procedures."""

    index_page_model = ProcedureIndexPage
    add_item_label = _("Write a new procedure")


class InternalProcessListingView(ProcessListingView):
    """Internal processes."""

    index_page_model = InternalProcessIndexPage
    add_item_label = _("Write a new internal process")


def _columns() -> list[Column]:
    return [
        Column("code", label=_("Code"), sort_key="code", classname="code-cell"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        StateColumn("state", label=_("State"), width="24%"),
        Column("version_in_force", label=_("In force"), width="9%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Last edit"),
            sort_key="latest_revision_created_at",
            width="12%",
        ),
    ]


class WrittenPagesViewSet(PageListingViewSet):
    """A list of texts, in the menu of those who may open it: the technical role keeps the system and writes none."""

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        required = self.index_view_class.any_permission_required

        def is_shown(_item: MenuItem, request: HttpRequest) -> bool:
            return bool(page_permission_policy.user_has_any_permission(request.user, required))

        return type("WrittenPagesMenuItem", (MenuItem,), {"is_shown": is_shown})


class ProcedureListingViewSet(WrittenPagesViewSet):
    model = ProcedurePage
    name = "procedure_pages"
    url_prefix = "thu-tuc-hanh-chinh"
    icon = "clipboard-list"
    menu_label = _("Administrative procedures")
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = ProcedureListingView
    columns = _columns()
    list_filter = ["field", "unit", "online_level"]


class InternalProcessListingViewSet(WrittenPagesViewSet):
    model = InternalProcessPage
    name = "process_pages"
    url_prefix = "quy-trinh-noi-bo"
    icon = "tasks"
    menu_label = _("Internal processes")
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = InternalProcessListingView
    columns = _columns()
    list_filter = ["unit"]


# --- Lists that procedures choose from ------------------------------------------------------------------


class FormTemplateViewSet(TrackedViewSet):
    model = FormTemplate
    icon = "doc-full"
    menu_order = 10
    list_display = ["code", "name", "file", BooleanColumn("is_active", label=_("In use"))]
    list_filter = ["is_active"]
    list_select_related = ("file",)
    search_fields = ["code", "name"]
    search_backend_name = None
    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("file"), FieldPanel("is_active")]


class FormTemplateChooserViewSet(ChooserViewSet):
    """Chooses a form by code or words of its name."""

    model = FormTemplate
    icon = "doc-full"
    choose_one_text = _("Choose a form")
    choose_another_text = _("Choose another form")
    edit_item_text = _("Edit this form")
    form_fields = ["code", "name", "file"]
    per_page = 20


class ProcedureFieldViewSet(TrackedViewSet):
    model = ProcedureField
    icon = "folder-open-1"
    menu_order = 20
    list_display = ["name", "code", "ministry_code", "sort_order"]
    search_fields = ["name", "code"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("ministry_code")]),
        FieldRowPanel([FieldPanel("icon"), FieldPanel("sort_order")]),
    ]


class SubjectViewSet(TrackedViewSet):
    model = Subject
    icon = "user"
    menu_order = 30
    list_display = ["name", "code", "sort_order"]
    search_fields = ["name", "code"]
    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")])]


class OnlineLevelViewSet(TrackedViewSet):
    model = OnlineLevel
    icon = "globe"
    menu_order = 40
    list_display = ["name", "scale", "code", "valid_from", "valid_to"]
    list_filter = ["scale"]
    search_fields = ["name", "code"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("scale"), FieldPanel("code")]),
        FieldPanel("description"),
        period_row(),
        FieldPanel("sort_order"),
    ]


class CatalogueGroup(ModelViewSetGroup):
    """Menu group of the lists."""

    menu_label = _("Catalogues")
    menu_icon = "table"
    menu_name = "catalogues"
    menu_order = 400
    items = (FormTemplateViewSet, ProcedureFieldViewSet, SubjectViewSet, OnlineLevelViewSet)
