"""My work."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.workspace.inbox import (
    APPROVING,
    AUDITS,
    DOSSIERS,
    LATE,
    LATER,
    LETTERS,
    POSTING,
    READING,
    RECALL,
    REVIEWING,
    TODAY,
    WRITING,
    Inbox,
    Job,
)
from procedures.workspace.views.access import inbox_for, policy_of, staff_view

KINDS = frozenset({DOSSIERS, LETTERS, AUDITS, APPROVING, WRITING, REVIEWING, READING, POSTING, RECALL})


@require_safe
@staff_view
def workspace(request: HttpRequest) -> HttpResponse:
    """What waits for the person, most urgent first."""
    inbox = inbox_for(request)
    kind = request.GET.get("viec", "")
    if kind not in KINDS:
        kind = ""
    policy = policy_of(request)
    context = {
        "tabs": _tabs(inbox, kind),
        "groups": _groups(inbox.of_kind(kind) if kind else inbox.overview()),
        "now": timezone.now(),
        "kind": kind,
        "sees_texts": policy.sees_texts_in_work,
        "is_empty": not inbox.jobs,
    }
    return render(request, "workspace/workspace.html", context)


def _tabs(inbox: Inbox, current: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        DOSSIERS: _("Dossiers"),
        LETTERS: _("Apology letters"),
        AUDITS: _("Audits and actions"),
        APPROVING: _("To decide"),
        WRITING: _("To write"),
        REVIEWING: _("To look at again"),
        POSTING: _("To post"),
        RECALL: _("To bring back"),
        READING: _("To read"),
    }
    tabs = []
    for kind, label in labels.items():
        count = len(inbox.of_kind(kind))
        if count or not kind or kind == current:
            url = f"?viec={kind}" if kind else "."
            tabs.append({"label": label, "count": count, "url": url, "current": kind == current})
    return tabs


def _groups(jobs: list[Job]) -> list[dict[str, Any]]:
    """Jobs by urgency; only the first of what is late and of what is for now is the primary button."""
    labels = {LATE: _("Overdue"), TODAY: _("To do now"), LATER: _("Coming up")}
    groups = []
    for urgency, rows in groupby(jobs, key=lambda job: job.urgency):
        shown = [
            {**_as_dict(job), "primary": position == 0 and urgency != LATER}
            for position, job in enumerate(rows)
        ]
        groups.append({"urgency": urgency, "label": labels[urgency], "jobs": shown})
    return groups


def _as_dict(job: Job) -> dict[str, Any]:
    return {name: getattr(job, name) for name in job.__dataclass_fields__}
