"""Checklist templates: controlled texts of questions, written in the administration, issued by review and approval.

What an audit uses is a copy of an issued version (`audits.models.checklists`), so a template may change at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from audits.models.standard import StandardClause
from audits.rules.templates import changed_numbers
from audits.template_wording import problem_sentences
from document_control.enums import Audience, DocumentKind
from document_control.models import ControlledContentMixin
from document_control.permissions import ControlledSnippetPermissionTester

if TYPE_CHECKING:
    from organisation.models import User

SCHEMA = 1
STANDARD = "TCVN ISO 9001:2015"


class ChecklistTemplate(
    ControlledContentMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A checklist by clauses of the standard, under document control.

    Attributes:
        summary: what it is for and when it is used, in one or two sentences.
    """

    document_kind = DocumentKind.CHECKLIST
    default_audience = Audience.STAFF

    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("what it is for"), blank=True)

    revisions = GenericRelation(
        Revision,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="checklisttemplate",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="checklisttemplate",
        for_concrete_model=False,
    )

    preview_modes: list[tuple[str, str]] = []
    """A draft is read on its approval screen."""

    class Meta:
        verbose_name = _("checklist template")
        verbose_name_plural = _("checklist templates")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.title

    def permissions_for_user(self, user: User) -> ControlledSnippetPermissionTester:
        """What a person may do with it; asked by document control as it asks a page."""
        return ControlledSnippetPermissionTester(user, self)

    # --- document control --------------------------------------------------------------------------------

    def build_snapshot(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "kind": str(self.document_kind),
            "code": self.code,
            "title": self.title,
            "short_title": self.title,
            "summary": self.summary,
            "audience": self.document.audience if self.document else str(self.default_audience),
            "unit": {"name": self.unit.name, "short_name": self.unit.short_name, "code": self.unit.code},
            "standard": STANDARD,
            "questions": [
                row.as_plain_data(number) for number, row in enumerate(self.questions.all(), start=1)
            ],
        }

    def submission_problems(self) -> list[str]:
        return [*super().submission_problems(), *problem_sentences(self.build_snapshot())]

    def affected_sections(self, before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
        return changed_numbers(before, after) if before is not None else []


class ChecklistQuestion(Orderable):
    """A question of a template.

    Attributes:
        look_at: the evidence to look at.
        method: how: asking, reading records, watching.
        asked: whom to ask: a role or post in words.
    """

    template = ParentalKey(ChecklistTemplate, on_delete=models.CASCADE, related_name="questions")
    clause = models.ForeignKey(
        StandardClause, on_delete=models.PROTECT, related_name="+", verbose_name=_("clause")
    )
    question = models.TextField(_("question"))
    look_at = models.TextField(_("what to look at"), blank=True)
    method = models.CharField(_("how"), max_length=120, blank=True)
    asked = models.CharField(_("who is asked"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("question of a checklist template")
        verbose_name_plural = _("questions of a checklist template")

    def __str__(self) -> str:
        return self.question or gettext("question")

    def as_plain_data(self, number: int) -> dict[str, Any]:
        """The question as it stands in the snapshot."""
        return {
            "number": number,
            "clause": self.clause.number,
            "clause_title": self.clause.title,
            "question": self.question,
            "look_at": self.look_at,
            "method": self.method,
            "asked": self.asked,
        }
