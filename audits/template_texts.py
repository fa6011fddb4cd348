"""Checklist templates on the approval screens of the workspace."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models import ChecklistTemplate
from audits.presentation.templates import change_lines, clause_groups
from audits.template_wording import problem_sentences
from document_control.enums import DocumentKind
from procedures.problem import Problem, error
from procedures.workspace.text_kinds import Context, Snapshot, TextKind


class ChecklistTemplateTexts(TextKind):
    """Checklist templates."""

    slug = "phieu-hoi"
    model = ChecklistTemplate
    relation = "checklisttemplate"
    document_kinds = frozenset({DocumentKind.CHECKLIST})
    long_fields = ("summary",)
    checked_words = _("Automatic checks: every question is written, says what to look at, and stands once.")

    def findings(self, snapshot: Snapshot) -> list[Problem]:
        return [error("questions", message) for message in problem_sentences(snapshot)]

    def comparison(self, before: Snapshot | None, after: Snapshot) -> Context:
        return {"changes": change_lines(before, after), "rows": []}

    def editor_url(self, content: Any, problem: Problem | None = None) -> str:
        url = reverse(content.snippet_viewset.get_url_name("edit"), args=[content.pk])
        if problem is None:
            return url
        return f"{url}#tab-{'issue' if problem.section == 'change_reason' else 'questions'}"

    def reading_url(self, content: Any) -> str:
        return reverse("checklist-template", args=[content.document_id])

    def register_url(self, kind: str, slug: str, document_id: int) -> str:
        return reverse("checklist-template", args=[document_id])

    def preview(self, request: HttpRequest, draft: Any, snapshot: Snapshot) -> tuple[str, Context]:
        context = {"snapshot": snapshot, "groups": clause_groups(snapshot)}
        return "audits/checklist_template_preview.html", context
