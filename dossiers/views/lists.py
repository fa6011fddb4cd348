"""Lists of dossiers: mine, at my counter, of my unit, all I may read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.forms.filters import FilterForm
from dossiers.models import Dossier, DossierSettings
from dossiers.policies import DossierPolicy
from dossiers.presentation.rows import rows_of
from dossiers.selectors.clock import add_office_minutes
from dossiers.selectors.lists import (
    ALL,
    DEFAULT_STATES,
    MINE,
    READY,
    SUBMITTED,
    UNIT,
    CappedPaginator,
    code_of,
    counts_of,
    dossiers_in,
    for_list,
    in_order,
    lists_of,
    narrowed,
)
from dossiers.views.access import dossier_policy_of, dossier_view

PAGE_SIZE = 25


@require_safe
@dossier_view
def dossier_list(request: HttpRequest) -> HttpResponse:
    """One list with its filters."""
    policy = dossier_policy_of(request)
    names = lists_of(policy)
    name = request.GET.get("xem", names[0])
    name = name if name in names else names[0]
    form = FilterForm(request.GET, policy, DEFAULT_STATES.get(name, ""))
    wanted = form.wanted()
    if found := code_of(policy, wanted.words):
        return redirect("dossier", found)
    now = timezone.now()
    rows = in_order(narrowed(dossiers_in(name, policy), wanted, now), name, wanted.state)
    page = CappedPaginator(for_list(rows), PAGE_SIZE).get_page(request.GET.get("trang", "1")[:9])
    shown: list[Dossier] = list(page.object_list)
    context = {
        "name": name,
        "form": form,
        "page": page,
        "rows": rows_of(shown, now, _acceptance(shown) if name == SUBMITTED else ()),
        "tabs": _tabs(policy, names, name),
        "chips": _chips(request.GET, form),
        "clear_url": f"?xem={name}",
        "query": _query(request.GET, without="trang"),
        "may_receive": policy.may_receive,
        "may_import": policy.may_import,
        "is_narrowed": bool(form.chosen()),
        "empty": _empty(name),
    }
    return render(request, "dossiers/list.html", context)


def _acceptance(dossiers: list[Dossier]) -> list[dt.datetime | None]:
    """Until when each must be accepted: working hours after it was handed in."""
    minutes = DossierSettings.chosen().acceptance_hours * 60
    return [
        add_office_minutes(row.received_by, row.submitted_at, minutes) if row.submitted_at else None
        for row in dossiers
    ]


def _tabs(policy: DossierPolicy, names: tuple[str, ...], current: str) -> list[dict[str, Any]]:
    labels = {
        MINE: _("In my hands"),
        SUBMITTED: _("Awaiting acceptance"),
        READY: _("Results to hand over"),
        UNIT: _("My unit"),
        ALL: _("Whole office") if policy.sees_whole_office else _("All I may read"),
    }
    counts = counts_of(policy, names)
    return [
        {"label": labels[name], "count": counts[name], "url": f"?xem={name}", "current": name == current}
        for name in names
    ]


def _chips(query: QueryDict, form: FilterForm) -> list[dict[str, str]]:
    return [{"label": words, "url": f"?{_query(query, without=name)}"} for name, words in form.chosen()]


def _query(query: QueryDict, without: str) -> str:
    kept = query.copy()
    kept.pop(without, None)
    if without != "trang":
        kept.pop("trang", None)
    return kept.urlencode()


def _empty(name: str) -> dict[str, Any]:
    """What an empty list says, and what to do."""
    texts = {
        MINE: (_("No step waits for me"), _("A dossier appears here when somebody hands it on to me.")),
        SUBMITTED: (
            _("Nothing awaits acceptance"),
            _("What is handed in online, and what came back incomplete, appears here."),
        ),
        READY: (
            _("No result waits at the counter"),
            _("Results appear here when the clerk has issued them."),
        ),
        UNIT: (_("My unit has no open dossier"), _("Dossiers appear here as soon as one is received.")),
        ALL: (_("No dossier here"), _("Choose another state to see what is done.")),
    }
    title, text = texts[name]
    return {
        "title": title,
        "text": text,
        "receive": [{"label": _("Receive a dossier"), "url": reverse("dossier-intake")}],
    }
