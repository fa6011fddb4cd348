"""The organisation in the administration (/quan-tri/): registers with history, grouped in one menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from organisation.admin_views import (
    RecordHistoryView,
    TrackedDeleteView,
    TrackedEditView,
    TrackedInspectView,
)
from organisation.calendars import calendar_problem
from organisation.forms import OfficeHoursForm, UnitForm
from organisation.models import (
    AdminLevel,
    Assignment,
    Holiday,
    OfficeHours,
    OfficeInterval,
    Post,
    Role,
    SwappedDay,
    Unit,
    UnitEvent,
    UnitParent,
    UnitSuccession,
)


def period_row() -> FieldRowPanel:
    """First and last day of a period, side by side."""
    return FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class RelatedIndexView(generic.IndexView):
    """A listing that reads the rows its columns name in the same query."""

    list_select_related: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows


class TrackedViewSet(ModelViewSet):
    """A register whose every change is kept (simple-history) and shown in words.

    Attributes:
        child_histories: (inline model, name of its link) pairs that belong to the record's history.
        list_select_related: relations that the listing's columns show.
    """

    index_view_class = RelatedIndexView
    edit_view_class = TrackedEditView
    inspect_view_class = TrackedInspectView
    delete_view_class = TrackedDeleteView
    history_view_class = RecordHistoryView
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id"]
    copy_view_enabled = False
    sort_order_field = None
    list_per_page = 50
    child_histories: tuple[tuple[type[Model], str], ...] = ()
    list_select_related: tuple[str, ...] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            child_histories=self.child_histories, list_select_related=self.list_select_related, **kwargs
        )

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {"header_icon": "history", **kwargs}

    def get_urlpatterns(self) -> list[Any]:
        """Without the log-entry results of Wagtail's own history, which ours replaces."""
        return [p for p in super().get_urlpatterns() if p.name != "history_results"]


class UnitViewSet(TrackedViewSet):
    model = Unit
    icon = "home"
    menu_order = 10
    list_display = ["name", "kind", "level", "code", "valid_from", "valid_to"]
    list_filter = ["kind", "level"]
    list_select_related = ("level",)
    search_fields = ["name", "short_name", "code", "gso_code"]
    child_histories = ((UnitParent, "unit"), (UnitEvent, "unit"), (UnitSuccession, "old_unit"))
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("gso_code")]),
                    period_row(),
                    InlinePanel(
                        "parents",
                        label=_("superior unit by period"),
                        heading=_("Superior units by period"),
                        panels=[FieldPanel("parent"), period_row()],
                    ),
                ],
                heading=_("Unit"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("address"), FieldRowPanel([FieldPanel("phone"), FieldPanel("email")])],
                        _("Contact"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("letterhead_parent"),
                            FieldPanel("letterhead_name"),
                            FieldPanel("place_name"),
                        ],
                        _("Letterhead"),
                    ),
                ],
                heading=_("Contact and letterhead"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "events",
                        label=_("unit event"),
                        heading=_("Events"),
                        panels=[
                            FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
                            FieldPanel("basis"),
                            FieldPanel("note"),
                        ],
                    ),
                    InlinePanel(
                        "successions",
                        label=_("unit succession"),
                        heading=_("Who took over"),
                        panels=[
                            FieldPanel("new_unit"),
                            FieldPanel("new_unit_name"),
                            FieldPanel("share"),
                        ],
                    ),
                ],
                heading=_("Events and successors"),
            ),
        ],
        base_form_class=UnitForm,
    )


class PostViewSet(TrackedViewSet):
    model = Post
    icon = "user"
    menu_order = 20
    list_display = ["title", "unit", "role", "valid_from", "valid_to"]
    list_filter = ["unit", "role"]
    list_select_related = ("unit", "role")
    search_fields = ["title", "unit__name", "slug"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("role")]),
        FieldPanel("slug"),
        period_row(),
    ]


class AssignmentViewSet(TrackedViewSet):
    model = Assignment
    icon = "group"
    menu_order = 30
    list_display = ["user", "post", "acting_for", "valid_from", "valid_to"]
    list_filter = ["post__unit", "post__role"]
    list_select_related = ("user", "post__unit", "acting_for")
    search_fields = ["user__last_name", "user__first_name", "user__username", "post__title"]
    panels = [
        FieldRowPanel([FieldPanel("user"), FieldPanel("post")]),
        period_row(),
        FieldPanel("acting_for"),
        FieldPanel("basis"),
    ]


class RoleViewSet(TrackedViewSet):
    model = Role
    icon = "key"
    menu_order = 40
    list_display = [
        "name",
        "code",
        BooleanColumn("is_everyone", label=_("Everybody")),
        BooleanColumn("is_external", label=_("Outside the office")),
    ]
    list_filter = ["is_everyone", "is_external"]
    search_fields = ["name", "code"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("is_everyone"),
        FieldPanel("is_external"),
        FieldPanel("sort_order"),
    ]


class CalendarWarningMixin:
    """After a change of the calendar, says what still contradicts itself."""

    request: HttpRequest
    object: Any

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        today = timezone.localdate()
        units = Unit.objects.filter(pk__in=OfficeHours.objects.values("unit")).valid_on(today)
        if isinstance(form.instance, OfficeHours):
            units = units.filter(pk=form.instance.unit_id)
        for unit in units[:10]:
            first, last = today.replace(month=1, day=1), today.replace(year=today.year + 1, month=12, day=31)
            if calendar_problem(unit, first, last):
                messages.warning(
                    self.request,
                    gettext(
                        "The calendar of %(unit)s contradicts itself or leaves a gap until the end of next year. "
                        "Until it is mended, the usual hours count."
                    )
                    % {"unit": unit.short_name},
                )
        return response


class CalendarCreateView(CalendarWarningMixin, generic.CreateView):
    """Adding a row of the calendar."""


class CalendarEditView(CalendarWarningMixin, TrackedEditView):
    """Editing a row of the calendar."""


class OfficeHoursViewSet(TrackedViewSet):
    model = OfficeHours
    icon = "time"
    menu_order = 50
    add_view_class = CalendarCreateView
    edit_view_class = CalendarEditView
    list_display = ["unit", "saturday_mode", "valid_from", "valid_to", "note"]
    list_filter = ["unit", "saturday_mode"]
    list_select_related = ("unit",)
    search_fields = ["unit__name", "note"]
    child_histories = ((OfficeInterval, "office_hours"),)
    edit_handler = ObjectList(
        [
            FieldPanel("unit"),
            FieldPanel("saturday_mode"),
            period_row(),
            InlinePanel(
                "intervals",
                label=_("opening"),
                heading=_("Openings"),
                panels=[FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])],
            ),
            FieldPanel("note"),
        ],
        base_form_class=OfficeHoursForm,
    )


class HolidayViewSet(TrackedViewSet):
    model = Holiday
    icon = "date"
    menu_order = 60
    add_view_class = CalendarCreateView
    edit_view_class = CalendarEditView
    list_display = ["name", "date", "kind", "basis"]
    list_filter = {"kind": ["exact"], "date": ["year"]}
    search_fields = ["name", "basis"]
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("basis"),
    ]


class SwappedDayViewSet(TrackedViewSet):
    model = SwappedDay
    icon = "repeat"
    menu_order = 70
    add_view_class = CalendarCreateView
    edit_view_class = CalendarEditView
    list_display = ["name", "day_off", "make_up_day", "basis"]
    list_filter = {"day_off": ["year"]}
    search_fields = ["name", "basis"]
    panels = [
        FieldRowPanel([FieldPanel("day_off"), FieldPanel("make_up_day")]),
        FieldPanel("name"),
        FieldPanel("basis"),
    ]


class AdminLevelViewSet(TrackedViewSet):
    model = AdminLevel
    icon = "site"
    menu_order = 80
    list_display = ["name", "code", "valid_from", "valid_to"]
    search_fields = ["name", "code"]
    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("code")]), period_row(), FieldPanel("sort_order")]


class OrganisationGroup(ModelViewSetGroup):
    """Menu group of the organisation."""

    menu_label = _("Organisation")
    menu_icon = "group"
    menu_name = "organisation"
    menu_order = 500
    items = (
        UnitViewSet,
        PostViewSet,
        AssignmentViewSet,
        RoleViewSet,
        OfficeHoursViewSet,
        HolidayViewSet,
        SwappedDayViewSet,
        AdminLevelViewSet,
    )
