"""The page of one dossier, and why it is due when it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.desk.acts import Subject, form_of
from dossiers.desk.step_acts import COMPLETE
from dossiers.desk.tables import buttons, gate_buttons
from dossiers.presentation.detail import (
    SHOWN_EVENTS,
    due_panel,
    face_of,
    head_line,
    head_pill,
    log_lines,
    papers_of,
)
from dossiers.presentation.gate import gate_of
from dossiers.presentation.steps import timeline
from dossiers.selectors.clock import explain_due
from dossiers.views.access import dossier_or_404, dossier_view
from dossiers.views.acts import subject_of


@require_safe
@dossier_view
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier: where it is, who has it, until when, what the reader can do now."""
    return render(request, "dossiers/detail.html", detail_context(subject_of(request, code)))


def detail_context(subject: Subject) -> dict[str, Any]:
    """Everything the page of a dossier shows."""
    detail, row = subject.detail, subject.dossier
    face = face_of(detail, subject.now)
    gate = gate_of(detail, face, subject.actor)
    acts = buttons(subject)
    lines = log_lines(detail.events, detail, subject.now)
    can_complete = any(button.act is COMPLETE for button in acts) and not (gate and gate.is_closed)
    return {
        "dossier": row,
        "detail": detail,
        "head": head_line(row, face),
        "pill": head_pill(detail, face),
        "gate": gate,
        "gate_buttons": gate_buttons(subject),
        "buttons": [button for button in acts if button.act is not COMPLETE],
        "complete": COMPLETE if can_complete else None,
        "complete_form": form_of(COMPLETE, subject) if can_complete else None,
        "following": detail.following(),
        "steps": timeline(row, detail.steps, face, detail.paused_since),
        "due": due_panel(detail, face),
        "papers": papers_of(row),
        "log": lines[:SHOWN_EVENTS],
        "older_log": lines[SHOWN_EVENTS:],
        "may_comment": subject.policy.may_comment(row),
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": row.code, "url": ""},
        ],
    }


@require_safe
@dossier_view
def due_explained(request: HttpRequest, code: str) -> HttpResponse:
    """Why the dossier is due when it is, day by day."""
    row = dossier_or_404(request, code)
    context = {
        "dossier": row,
        "explanation": explain_due(row),
        "crumbs": [
            {"label": _("Dossiers"), "url": reverse("dossier-list")},
            {"label": row.code, "url": reverse("dossier", args=[row.code])},
            {"label": _("Why this date?"), "url": ""},
        ],
    }
    return render(request, "dossiers/due_explained.html", context)
