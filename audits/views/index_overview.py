"""The reform index of the office: rounds with their rankings, files of them, opening and publishing, the years."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.enums import AssessmentState, IndexTarget
from audits.errors import AuditError, NotAllowedError
from audits.forms.reform_index import RoundForm
from audits.models import Assessment, PublishedStanding
from audits.reform_index.tables import Round, rounds_of, standings_of
from audits.reform_index.years import courses_of
from audits.services.index_rounds import open_round, publish
from audits.views.index_access import index_policy_of, index_view, require
from organisation.models import OfficeSettings, Unit
from organisation.selectors import units_under
from procedures.workspace.table_export import CSV, XLSX, as_csv, as_xlsx

FILES = {"csv": CSV, "xlsx": XLSX}
FIGURES = frozenset({0, 2, 3, 4})
"""Columns of numbers: rank, points, the most there are, index."""


@require_safe
@index_view
def overview(request: HttpRequest) -> HttpResponse:
    """Rankings by year; `nam` and `loai` narrow them, `tai` with `bo` gives one as a file."""
    policy = index_policy_of(request)
    readable = policy.readable()
    standings = PublishedStanding.objects.select_related("unit")
    years = sorted({*readable.values_list("year", flat=True), *standings.values_list("year", flat=True)})
    year = _asked_year(request, years)
    kind = request.GET.get("loai", "")
    if kind in IndexTarget.values:
        readable, standings = readable.filter(index_set__target_kind=kind), standings.filter(target_kind=kind)
    wanted = readable.filter(year=year) if year else readable
    rounds = rounds_of(wanted, only_published=not policy.sees_all)
    if request.GET.get("tai") in FILES:
        return _file_of(rounds, request.GET["tai"], request.GET.get("bo", ""))
    groups = [group for group in standings_of(standings) if not year or group.year == year]
    newest = {group.group: group for group in reversed(groups)}
    context = {
        "rounds": [
            {
                "round": round_,
                "is_whole": policy.sees_all,
                "can_publish": any(policy.may_publish(line.assessment) for line in round_.lines),
            }
            for round_ in rounds
        ],
        "groups": list(newest.values())[::-1],
        "years": years[::-1],
        "year": year,
        "kinds": IndexTarget.choices,
        "kind": kind,
        "may_open": policy.opens_rounds,
        "own_unit_ids": policy.own_unit_ids,
    }
    return render(request, "audits/reform_index_overview.html", context)


def _asked_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year in the address; None for all, and for anything that is no year with results."""
    text = request.GET.get("nam", "")
    return int(text) if re.fullmatch(r"\d{4}", text, re.ASCII) and int(text) in years else None


def _file_of(rounds: list[Round], kind: str, key: str) -> HttpResponse:
    """The ranking named "<set>-<year>" as a file."""
    chosen = next((found for found in rounds if found.heading == key), None)
    if chosen is None:
        raise Http404(_("There is no such ranking that you may read."))
    caption = f"{chosen.index_set.title}, {chosen.year}"
    if kind == "csv":
        content = as_csv(caption, chosen.head(), chosen.rows())
    else:
        sheet = f"Xếp hạng năm {chosen.year}"
        content = as_xlsx(caption, chosen.head(), chosen.rows(), sheet=sheet, figures=FIGURES)
    response = HttpResponse(content, content_type=FILES[kind])
    name = f"chi-so-cchc-{slugify(chosen.index_set.code)}-{chosen.year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def office_of_site() -> Unit:
    """The office that this site belongs to.

    Raises:
        Http404: none is chosen yet.
    """
    chosen = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    if chosen is None or chosen.office is None:
        raise Http404(_("This site has no office yet."))
    return chosen.office


@require_http_methods(["GET", "HEAD", "POST"])
@index_view
def new_round(request: HttpRequest) -> HttpResponse:
    """Open the scoring of a year for units of the office."""
    policy = index_policy_of(request)
    require(policy.opens_rounds, _("The ISO secretary opens the scoring for units of the office."))
    office = office_of_site()
    unit_ids = units_under([office.pk], policy.audits.tree) & policy.audits.office_ids
    form = RoundForm(unit_ids, timezone.localdate(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = _open(request, office, form)
        if opened is not None:
            words = ngettext("%(count)s unit was opened.", "%(count)s units were opened.", len(opened))
            messages.success(request, words % {"count": len(opened)})
            return redirect(f"{reverse('reform-index-overview')}?nam={form.cleaned_data['year']}")
    return render(request, "audits/reform_index_open.html", {"form": form})


def _open(request: HttpRequest, office: Unit, form: RoundForm) -> list[Assessment] | None:
    values = dict(form.cleaned_data)
    try:
        return open_round(request.user, office=office, **values, now=timezone.now())
    except NotAllowedError:
        raise
    except AuditError as error:
        form.add_error(None, str(error))
        return None


@require_POST
@index_view
def publish_round(request: HttpRequest, set_id: int, year: int) -> HttpResponse:
    """Publish every final result of a round that the leader may publish."""
    policy = index_policy_of(request)
    rows = policy.readable().filter(index_set=set_id, year=year, state=AssessmentState.FINAL)
    waiting = [row for row in rows.select_related("unit") if policy.may_publish(row)]
    require(bool(waiting), _("A leader who did not make the result final publishes it."))
    for row in waiting:
        try:
            publish(request.user, row.pk, row.lock_version, now=timezone.now())
        except AuditError as error:
            messages.error(request, f"{row.unit.short_name}: {error}")
        else:
            messages.success(request, _("%(unit)s: published.") % {"unit": row.unit.short_name})
    return redirect(f"{reverse('reform-index-overview')}?nam={year}")


@require_safe
@index_view
def years(request: HttpRequest) -> HttpResponse:
    """The course of every unit over the years, as a picture and as a table."""
    policy = index_policy_of(request)
    standings = PublishedStanding.objects.select_related("unit")
    courses = courses_of(policy.readable(), standings, only_published=not policy.sees_all)
    asked = request.GET.get("don-vi", "")
    chosen = next((course for course in courses if course.key == asked), courses[0] if courses else None)
    context: dict[str, Any] = {"courses": courses, "course": chosen}
    return render(request, "audits/reform_index_years.html", context)
