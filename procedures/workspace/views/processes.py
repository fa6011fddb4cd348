"""The internal processes for staff: as a list, by role, by calendar, by form."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from document_control.enums import DocumentKind
from procedures.workspace import role_steps
from procedures.workspace.form_index import IndexedForm, form_index
from procedures.workspace.staff_presentation import steps_with_files
from procedures.workspace.staff_selectors import (
    Deadline,
    documents_in_force,
    file_for,
    file_url,
    own_role_codes,
    processes_in_force,
    roles_with_steps,
    upcoming_deadlines,
)
from procedures.workspace.views.access import asked_moment, policy_of, staff_view

MY_ROLES = ""


def process_tabs(current: str) -> list[dict[str, Any]]:
    """The four ways into the internal processes."""
    entries = (
        ("process-list", _("List")),
        ("my-steps", _("What must I do?")),
        ("process-calendar", _("Calendar")),
        ("process-forms", _("Forms")),
    )
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in entries]


@require_safe
@staff_view
def process_list(request: HttpRequest) -> HttpResponse:
    """The internal processes in force, today or on the day asked for."""
    at, day = asked_moment(request)
    policy = policy_of(request)
    processes = processes_in_force(policy, at) if day is None or policy.reads_all_versions else []
    context = {
        "processes": processes,
        "day": day,
        "refused_day": day is not None and not policy.reads_all_versions,
        "tabs": process_tabs("process-list"),
    }
    return render(request, "workspace/process_list.html", context)


@require_safe
@staff_view
def my_steps(request: HttpRequest) -> HttpResponse:
    """What the holder of a role must do, in every internal process in force."""
    policy = policy_of(request)
    processes = processes_in_force(policy, timezone.now())
    options = roles_with_steps(role_steps.role_codes_in(process.snapshot for process in processes))
    own = own_role_codes(policy)
    asked = request.GET.get("vai-tro", MY_ROLES)
    chosen = asked if asked in {role.code for role in options} else MY_ROLES
    by_tab = role_steps.situations_of(
        [(process, process.snapshot) for process in processes],
        [chosen] if chosen else own,
        timezone.localdate(),
    )
    tab = _chosen_tab(request.GET.get("viec", ""), by_tab)
    context = {
        "tabs": process_tabs("my-steps"),
        "kinds": _kind_tabs(by_tab, tab, chosen),
        "tab": tab,
        "situations": [_situation(situation) for situation in by_tab[tab]],
        "is_empty": not any(by_tab.values()),
        "roles": options,
        "chosen": chosen,
        "own_roles": [role for role in options if role.code in own],
        "process_count": len(processes),
        "chosen_role": next((role for role in options if role.code == chosen), None),
    }
    return render(request, "workspace/my_steps.html", context)


def _chosen_tab(asked: str, by_tab: dict[str, list[role_steps.Situation]]) -> str:
    """The tab asked for, otherwise the first that has something."""
    if asked in by_tab:
        return asked
    return next((tab for tab in role_steps.TABS if by_tab[tab]), role_steps.WHEN_IT_COMES_UP)


def _kind_tabs(
    by_tab: dict[str, list[role_steps.Situation]], current: str, chosen: str
) -> list[dict[str, Any]]:
    labels = {
        role_steps.WHEN_IT_COMES_UP: _("When something comes up"),
        role_steps.REGULAR: _("Weekly, monthly, quarterly"),
        role_steps.YEARLY: _("Yearly"),
    }
    tabs = []
    for tab in role_steps.TABS:
        query = {"viec": tab, **({"vai-tro": chosen} if chosen else {})}
        tabs.append(
            {
                "label": labels[tab],
                "count": len(by_tab[tab]),
                "url": f"?{urlencode(query)}",
                "current": tab == current,
            }
        )
    return tabs


def _situation(situation: role_steps.Situation) -> dict[str, Any]:
    own = {step["number"] for step in situation.steps}
    steps = steps_with_files(situation.process.snapshot, situation.process.version_id)
    return {
        "heading": situation.heading,
        "process": situation.process,
        "next_on": situation.next_on,
        "also": situation.also,
        "steps": [step for step in steps if step["number"] in own],
    }


@require_safe
@staff_view
def process_calendar(request: HttpRequest) -> HttpResponse:
    """Recurring work of all internal processes in calendar order, the next first."""
    today = timezone.localdate()
    policy = policy_of(request)
    processes = processes_in_force(policy, timezone.now())
    deadlines = upcoming_deadlines(processes, own_role_codes(policy), today)
    context = {
        "tabs": process_tabs("process-calendar"),
        "soon": [deadline for deadline in deadlines if deadline.days_left <= 7],
        "months": _by_month([deadline for deadline in deadlines if deadline.days_left > 7]),
        "today": today,
        "is_empty": not deadlines,
    }
    return render(request, "workspace/process_calendar.html", context)


def _by_month(deadlines: list[Deadline]) -> list[dict[str, Any]]:
    """Deadlines under the first day of their month."""
    return [
        {"month": dt.date(year, month, 1), "deadlines": list(rows)}
        for (year, month), rows in groupby(deadlines, key=lambda d: (d.day.year, d.day.month))
    ]


@require_safe
@staff_view
def process_forms(request: HttpRequest) -> HttpResponse:
    """Every form in force, with the documents and steps that use it."""
    kinds = (DocumentKind.PROCEDURE, DocumentKind.INTERNAL_PROCESS)
    documents = documents_in_force(policy_of(request), timezone.now(), kinds)
    asked = request.GET.get("q", "").strip()
    forms = form_index((document, document.snapshot) for document in documents)
    shown = [form for form in forms if asked.lower() in f"{form.code} {form.name}".lower()]
    context = {
        "tabs": process_tabs("process-forms"),
        "forms": [_form(form) for form in shown],
        "total": len(forms),
        "q": asked,
    }
    return render(request, "workspace/process_forms.html", context)


def _form(form: IndexedForm) -> dict[str, Any]:
    download = form.download
    return {
        "code": form.code,
        "name": form.name,
        "uses": form.uses,
        "url": file_url(download.document.version_id, dict(download.file))
        if download and download.file
        else "",
        "size": download.file["size"] if download and download.file else 0,
    }


@require_safe
@staff_view
def form_file(request: HttpRequest, version_id: int, sha256: str) -> FileResponse:
    """The frozen file of a form, for whoever may read the document it was issued with."""
    link = file_for(policy_of(request), version_id, sha256)
    if link is None:
        raise Http404(_("There is no such file."))
    return FileResponse(link.file.file.open("rb"), as_attachment=True, filename=link.file.filename)
