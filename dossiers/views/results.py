"""The public page of results: how many dossiers were resolved in time, per unit and month."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.models import DossierSettings
from dossiers.statistics import charts
from dossiers.statistics.public import LEAST, finished_months, public_results
from organisation.models import OfficeSettings
from organisation.vietnamese_format import format_number
from procedures.public.views.frame import absolute


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Rates of a finished month; an unknown month shows the last one."""
    now = timezone.now()
    today = timezone.localdate(now)
    chosen = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    if chosen is None or chosen.office is None:
        raise Http404(_("This site has no office yet."))
    months = finished_months(today)
    period = next((month for month in months if month.name == request.GET.get("ky")), months[-1])
    found = public_results(chosen.office, period, now, today)
    target = DossierSettings.chosen().on_time_target
    together = _("Units with fewer than %(least)s dossiers each, together") % {"least": LEAST}
    lines = [(line.name or together, line.figures) for line in found.lines]
    context = {
        "results": found,
        "months": months[::-1],
        "lines": [{"label": label, "figures": figures} for label, figures in lines],
        "bars": charts.bars(lines, target),
        "target": target,
        "target_words": f"{format_number(target)}%",
        "least": LEAST,
        "now": now,
        "crumbs": [
            {"label": _("Home page"), "url": reverse("home")},
            {"label": _("Results of handling"), "url": ""},
        ],
        "canonical": absolute(reverse("public-results")),
    }
    return render(request, "dossiers/results.html", context)
