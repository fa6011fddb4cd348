"""Document control in the administration: register, issued versions, legal acts, reviews."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from document_control import admin_views
from document_control.models import ControlledDocument, IssuedVersion, LegalAct, PeriodicReview
from document_control.panels import CitedByPanel
from organisation.viewsets import TrackedViewSet


class LegalActViewSet(TrackedViewSet):
    model = LegalAct
    icon = "doc-full"
    menu_label = _("Legal acts")
    menu_order = 30
    add_view_class = admin_views.LegalActCreateView
    edit_view_class = admin_views.LegalActEditView
    inspect_view_class = admin_views.LegalActInspectView
    list_display = ["number", "title", "kind", "issued_on", "effective_from", "replaced_by"]
    list_filter = ["kind"]
    list_select_related = ("replaced_by",)
    search_fields = ["number", "title", "issuer"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("issued_on")]),
        FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
        FieldPanel(
            "replaced_by",
            help_text=_("Every document in force that cites this act then gets a review."),
        ),
        FieldPanel("url"),
        CitedByPanel(),
    ]


class LegalActChooserViewSet(ChooserViewSet):
    """Chooses a legal act by number or words of its title; new ones can be added on the spot."""

    model = LegalAct
    icon = "doc-full"
    choose_one_text = _("Choose a legal act")
    choose_another_text = _("Choose another legal act")
    edit_item_text = _("Edit this legal act")
    form_fields = ["number", "title", "kind", "issuer", "issued_on", "effective_from"]
    per_page = 20


class ControlledDocumentViewSet(TrackedViewSet):
    model = ControlledDocument
    icon = "list-ul"
    menu_label = _("Register of documents")
    menu_order = 10
    index_view_class = admin_views.RegisterIndexView
    inspect_view_class = admin_views.RegisterInspectView
    list_display = [
        "code",
        "title",
        "kind",
        "unit",
        "audience",
        Column("version_in_force", label=_("Version in force")),
        Column("in_force_since", label=_("Since")),
    ]
    list_filter = ["kind", "audience", "unit"]
    list_select_related = ("unit",)
    search_fields = ["code", "title"]
    inspect_view_fields = ["code", "title", "kind", "unit", "audience", "review_cycle_months"]
    panels = [
        FieldPanel("code", read_only=True),
        FieldPanel("title", read_only=True),
        FieldPanel("kind", read_only=True),
        FieldPanel("unit", read_only=True),
        FieldPanel("audience"),
        FieldPanel("review_cycle_months"),
    ]


class IssuedVersionViewSet(ModelViewSet):
    """Issued versions: found and read, never written here (see `permissions.RecordPolicy`)."""

    model = IssuedVersion
    icon = "doc-full-inverse"
    menu_label = _("Issued versions")
    menu_order = 20
    index_view_class = admin_views.VersionIndexView
    inspect_view_class = admin_views.VersionInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    ordering = "-issued_at"
    list_display = [
        "title",
        Column("document.code", label=_("Code")),
        Column("number", label=_("Version")),
        "effective_from",
        "issued_at",
        Column("check_code_display", label=_("Check code")),
    ]
    list_filter = {"document__kind": ["exact"], "effective_from": ["year"]}
    search_fields = ["document__code", "title", "check_code", "decision_number"]
    form_fields: list[str] = []
    inspect_view_fields = [
        "document",
        "number",
        "title",
        "reason",
        "affected_sections",
        "decision_number",
        "decision_date",
        "effective_from",
        "issued_at",
        "issued_by",
        "approvals",
        "check_code",
        "content_hash",
        "chain_hash",
        "previous_hash",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """Only what reads; the names of the rest are never asked for, as the policy grants nobody to write."""
        return [p for p in super().get_urlpatterns() if p.name in {"index", "index_results", "inspect"}]

    def register_admin_url_finder(self) -> None:
        """There is no edit address to find."""


class ReviewForm(WagtailAdminModelForm):
    """A new review names its document and date; an open one gets its outcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("document", "reason", "legal_act", "due_on"):
                self.fields.pop(name, None)
            self.fields["outcome"].required = True
            self.fields["note"].required = True
        else:
            for name in ("outcome", "note"):
                self.fields.pop(name, None)


class PeriodicReviewViewSet(TrackedViewSet):
    model = PeriodicReview
    icon = "history"
    menu_label = _("Document reviews")
    menu_order = 40
    edit_view_class = admin_views.ReviewEditView
    list_display = ["document", "reason", "legal_act", "due_on", "outcome", "done_at"]
    list_filter = ["reason", "outcome"]
    list_select_related = ("document", "legal_act")
    search_fields = ["document__code", "document__title", "legal_act__number"]
    inspect_view_fields = [
        "document",
        "reason",
        "legal_act",
        "due_on",
        "outcome",
        "note",
        "done_at",
        "done_by",
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(_("Read the document again. Say whether it is kept, revised or withdrawn, and why.")),
            FieldPanel("document"),
            FieldPanel("reason"),
            FieldPanel("legal_act"),
            FieldPanel("due_on"),
            FieldPanel("outcome"),
            FieldPanel("note"),
        ],
        base_form_class=ReviewForm,
    )


class DocumentControlGroup(ModelViewSetGroup):
    """Menu group of document control."""

    menu_label = _("Document control")
    menu_icon = "folder-open-inverse"
    menu_name = "document-control"
    menu_order = 300
    items = (ControlledDocumentViewSet, IssuedVersionViewSet, LegalActViewSet, PeriodicReviewViewSet)
