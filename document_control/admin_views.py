"""Views of document control in the administration."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views import generic

from document_control.enums import Audience, ReviewOutcome, VersionState
from document_control.legal_acts import save_legal_act
from document_control.models import IssuedVersion, LegalAct, PeriodicReview
from document_control.policies import DocumentPolicy
from document_control.selectors import documents_citing, history_of
from document_control.services import record_review
from organisation.admin_views import TrackedEditView, TrackedInspectView, plain_value
from organisation.viewsets import RelatedIndexView

DUTY_WORDS = {"drafted": "Soạn thảo", "reviewed": "Xem xét", "approved": "Phê duyệt"}


class ListComponent(Component):
    """A list inside a page of details."""

    def __init__(self, template_name: str, **context: Any) -> None:
        self.template_name = template_name
        self.context = context

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return self.context


# --- Legal acts -----------------------------------------------------------------------------------------


class LegalActSaveMixin:
    """Saves the act through its service and says which reviews that opened."""

    request: HttpRequest
    form: Any

    def save_instance(self) -> LegalAct:
        act: LegalAct = self.form.save(commit=False)
        reviews = save_legal_act(act, now=timezone.now())
        if reviews:
            codes = ", ".join(review.document.code for review in reviews[:8])
            messages.info(
                self.request,
                ngettext(
                    "A review was opened for %(count)d document that cites this act: %(codes)s.",
                    "Reviews were opened for %(count)d documents that cite this act: %(codes)s.",
                    len(reviews),
                )
                % {"count": len(reviews), "codes": codes},
            )
        return act


class LegalActCreateView(LegalActSaveMixin, generic.CreateView):
    """Adding a legal act."""


class LegalActEditView(LegalActSaveMixin, TrackedEditView):
    """Editing a legal act."""


class LegalActInspectView(TrackedInspectView):
    """Reading a legal act, with the documents that rest on it."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        versions = documents_citing(self.object, timezone.now())
        cited_by = ListComponent("document_control/panels/cited_by.html", versions=versions)
        return [
            *super().get_fields_context(),
            {"label": _("Cited by"), "value": cited_by, "component": cited_by},
        ]


# --- Register and versions ------------------------------------------------------------------------------


def with_version_in_force(rows: QuerySet[Any], at: dt.datetime, link: str = "pk") -> QuerySet[Any]:
    """Annotate `version_in_force` ("2.1") and `in_force_since`; empty where nothing is in force."""
    current = IssuedVersion.objects.in_force_at(at).filter(document=OuterRef(link))
    number = Concat(
        Cast(F("edition"), CharField()),
        Value("."),
        Cast(F("revision"), CharField()),
        output_field=CharField(),
    )
    return rows.annotate(
        version_in_force=Subquery(current.annotate(number_text=number).values("number_text")[:1]),
        in_force_since=Subquery(current.values("effective_from")[:1]),
    )


class RegisterIndexView(RelatedIndexView):
    """The master list with the version in force of each document."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_version_in_force(super().get_base_queryset(), timezone.now())


class RegisterInspectView(TrackedInspectView):
    """A row of the register with all its versions."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        now = timezone.now()
        history = history_of(self.object)
        rows = [
            {"version": v, "state": VersionState(history.standing(v, now).state).label}
            for v in reversed(history.versions)
        ]
        versions = ListComponent("document_control/panels/document_versions.html", rows=rows)
        return [
            *super().get_fields_context(),
            {"label": _("Versions"), "value": versions, "component": versions},
        ]


class VersionIndexView(RelatedIndexView):
    """The issued versions that this person may read."""

    list_select_related = ("document",)

    def get_base_queryset(self) -> QuerySet[Any]:
        return readable_versions(self.request.user, super().get_base_queryset())


def readable_versions(user: Any, versions: Any) -> QuerySet[Any]:
    """Those in force that `user` may read; all of them for those who oversee."""
    policy = DocumentPolicy(user)
    rows = policy.readable_versions(versions)
    if not policy.reads_all_versions:
        now = timezone.now()
        shown = Q(document__audience=Audience.PUBLIC) | Q(pk__in=IssuedVersion.objects.in_force_at(now))
        rows = rows.filter(shown)
    return rows.defer("snapshot")


class VersionInspectView(generic.InspectView):
    """An issued version: who approved it, why, from when, and its hashes."""

    page_title = gettext_lazy("Details")
    labels = {
        "number": gettext_lazy("Version"),
        "issued_by": gettext_lazy("Approved by"),
        "chain_hash": gettext_lazy("Chain hash"),
        "previous_hash": gettext_lazy("Chain hash of the version before"),
    }

    def get_object(self, queryset: Any = None) -> IssuedVersion:
        rows = readable_versions(self.request.user, IssuedVersion.objects.select_related("document"))
        return get_object_or_404(rows, pk=self.pk)

    def get_number_display_value(self) -> str:
        return str(self.object.number)

    def get_check_code_display_value(self) -> str:
        return self.object.check_code_display

    def get_affected_sections_display_value(self) -> str:
        return ", ".join(self.object.affected_sections) or "–"

    def get_issued_by_display_value(self) -> str:
        return self.object.issued_by.get("name", "")

    def get_approvals_display_value(self) -> Component:
        return ListComponent(
            "document_control/panels/approvals.html", lines=[approval_line(a) for a in self.object.approvals]
        )

    def get_fields_context(self) -> list[dict[str, Any]]:
        return [row for row in super().get_fields_context() if row["value"] not in (None, "")]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        return plain_value(super().get_field_display_value(field_name, field))

    def get_field_label(self, field_name: str, field: Any) -> str:
        return self.labels.get(field_name) or super().get_field_label(field_name, field)


def approval_line(approval: dict[str, Any]) -> str:
    """ "Phê duyệt: Lê Thu Hà, Chủ tịch (09:15, 20/11/2026)"."""
    moment = timezone.localtime(dt.datetime.fromisoformat(approval["at"]))
    who = ", ".join(part for part in (approval["name"], approval["post"]) if part)
    return f"{DUTY_WORDS[approval['duty']]}: {who} ({moment:%H:%M, %d/%m/%Y})"


# --- Reviews --------------------------------------------------------------------------------------------


class ReviewEditView(TrackedEditView):
    """Recording the outcome of a review; a finished one, and one of another unit, is only read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        review = self.get_object()
        if self.user_has_permission("change") and (refusal := self._refusal(review)):
            messages.info(request, refusal)
            return redirect(self.inspect_url_name, review.pk)
        return super().dispatch(request, *args, **kwargs)

    def _refusal(self, review: PeriodicReview) -> str:
        if review.done_at is not None:
            return _("This review is finished. Open a new one instead.")
        if not DocumentPolicy(self.request.user).can_review_periodically(review.document):
            return _("Only the ISO secretary or the head of the owning unit records a review.")
        return ""

    def save_instance(self) -> PeriodicReview:
        closed = record_review(
            self.object.document,
            outcome=ReviewOutcome(self.form.cleaned_data["outcome"]),
            note=self.form.cleaned_data["note"],
            by=self.request.user,
            now=timezone.now(),
        )
        return next(review for review in closed if review.pk == self.object.pk)


__all__ = [
    "LegalActCreateView",
    "LegalActEditView",
    "LegalActInspectView",
    "RegisterIndexView",
    "RegisterInspectView",
    "ReviewEditView",
    "VersionIndexView",
    "VersionInspectView",
    "with_version_in_force",
]
