"""Procedures and internal processes on the approval screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from document_control.enums import DocumentKind
from document_control.policies import DocumentPolicy
from procedures import rules
from procedures.editor.editor_links import editor_url
from procedures.import_desk.policies import ImportPolicy
from procedures.import_desk.selectors import sources_of
from procedures.models import ProcessPage
from procedures.problem import Problem
from procedures.public.presentation import agencies, fee_rows, with_addresses
from procedures.snapshots import forms_of
from procedures.workspace.staff_presentation import chapters_of, comparison
from procedures.workspace.staff_selectors import document_url
from procedures.workspace.text_kinds import Context, Snapshot, TextKind


class ProcessTexts(TextKind):
    """Pages of procedures and internal processes."""

    slug = ""
    model = ProcessPage
    relation = "processpage"
    document_kinds = frozenset({DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS})
    long_fields = ("purpose", "scope", "references_note", "definitions", "chapters", "summary")
    has_papers = True
    checked_words = _("Automatic checks: all required parts are there, and the steps fit the time limit.")

    def find(self, content_id: int) -> Any | None:
        page = super().find(content_id)
        return page.specific if page is not None else None

    def findings(self, snapshot: Snapshot) -> list[Problem]:
        return rules.submission_problems(snapshot)

    def comparison(self, before: Snapshot | None, after: Snapshot) -> Context:
        return comparison(before, after)

    def editor_url(self, content: Any, problem: Problem | None = None) -> str:
        return editor_url(content, problem)

    def reading_url(self, content: Any) -> str:
        return document_url(content.document.kind, content.slug)

    def register_url(self, kind: str, slug: str, document_id: int) -> str:
        return document_url(kind, slug)

    def preview(self, request: HttpRequest, draft: Any, snapshot: Snapshot) -> tuple[str, Context]:
        day = timezone.localdate(draft.planned_effective_from or timezone.now())
        # The files of a draft are not frozen yet; the link opens the file as it lies in the office.
        files = {form.file.sha256: form.file.url for form in forms_of(draft) if form.file is not None}
        shown = with_addresses(snapshot, lambda sha256, _filename: files.get(sha256, ""))
        context = {
            "snapshot": shown,
            "chapters": chapters_of(shown),
            "fees": fee_rows(shown, day),
            "agencies": agencies(shown),
            "day": day,
            "chosen_case": request.GET.get("truong-hop", "")[:2],
        }
        word = "procedure" if snapshot["kind"] == DocumentKind.PROCEDURE else "process"
        return f"workspace/preview_{word}.html", context

    def side_context(self, content: Any, policy: DocumentPolicy) -> Context:
        return {"import_sources": sources_of(content, ImportPolicy(policy))}
