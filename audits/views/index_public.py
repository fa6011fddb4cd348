"""The public page of the reform index: what was published, computed here or by others, each under its own head."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audits.enums import AssessmentState
from audits.models import Assessment, PublishedStanding
from audits.reform_index.tables import rounds_of, standings_of
from procedures.public.views.frame import absolute


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Published results of a year (`nam`), the newest one when none is asked for."""
    published = Assessment.objects.filter(state=AssessmentState.PUBLISHED)
    rounds = rounds_of(published)
    groups = standings_of(PublishedStanding.objects.select_related("unit"))
    years = sorted({round_.year for round_ in rounds} | {group.year for group in groups}, reverse=True)
    asked = request.GET.get("nam", "")
    is_known = bool(re.fullmatch(r"\d{4}", asked, re.ASCII)) and int(asked) in years
    year = int(asked) if is_known else (years[0] if years else None)
    context = {
        "years": years,
        "year": year,
        "rounds": [round_ for round_ in rounds if round_.year == year],
        "groups": [group for group in groups if group.year == year],
        "crumbs": [
            {"label": _("Home page"), "url": reverse("home")},
            {"label": _("Reform index"), "url": ""},
        ],
        "canonical": absolute(reverse("reform-index-results")),
    }
    return render(request, "audits/reform_index_results.html", context)
