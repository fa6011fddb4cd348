"""Quality objectives (/lam-viec/muc-tieu/): what is to be reached, what was reached, and every change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.errors import AuditError, NotAllowedError
from audits.forms.objectives import CloseForm, ObjectiveForm, ReturnForm, ValueForm
from audits.forms.parts import seen_number
from audits.models import QualityObjective
from audits.presentation.objectives import objective_row, picture_of, year_tabs
from audits.rules.objectives import begun, periods_of
from audits.selectors.objectives import cards, latest_measurements, measurements_of, readable_objectives
from audits.services import measuring, objectives
from audits.views.review_access import (
    attempt,
    objective_or_404,
    objectives_door,
    own_office,
    require,
    status_of,
)
from dossiers.statistics.periods import Period, named_period
from organisation.record_history import record_history
from procedures.workspace.views.access import staff_view


def _asked_year(request: HttpRequest, years: list[int], today_year: int) -> int:
    asked = request.GET.get("nam", "")
    known = {str(year): year for year in years}
    return known.get(asked, today_year if today_year in years or not years else years[0])


@require_safe
@staff_view
def objective_list(request: HttpRequest) -> HttpResponse:
    """The objectives of a year with target, what was reached, and whether it is enough."""
    policy = objectives_door(request)
    now, today = timezone.now(), timezone.localdate()
    readable = readable_objectives(policy)
    years = sorted(set(readable.order_by().values_list("year", flat=True)), reverse=True)
    year = _asked_year(request, years, today.year)
    rows = [objective_row(card) for card in cards(list(readable.filter(year=year).order_by("code")), now)]
    context = {
        "rows": rows,
        "year": str(year),
        "tabs": year_tabs(years, year),
        "counts": {
            word: sum(row.verdict == word for row in rows if row.is_known)
            for word in ("met", "not_met", "not_measured")
        },
        "may_keep": policy.keeps_objectives,
        "may_count": policy.keeps_objectives and any(row.card.is_counted for row in rows),
    }
    return render(request, "audits/objectives.html", context)


@require_safe
@staff_view
def objective_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One objective: its periods as a picture and a table, every recorded value, and what to do."""
    policy = objectives_door(request)
    objective = objective_or_404(policy, code)
    (card,) = cards([objective], timezone.now())
    context = {
        "objective": objective,
        "row": objective_row(card),
        "picture": picture_of(card),
        "measurements": measurements_of(objective),
        "may_change": policy.may_change(objective),
        "may_approve": policy.may_approve(objective),
        "may_enter": policy.may_enter_value(objective),
        "may_close": policy.may_close(objective),
        "return_form": ReturnForm(initial={"seen": objective.lock_version}, auto_id="return_%s"),
        "close_form": CloseForm(initial={"seen": objective.lock_version}, auto_id="close_%s"),
    }
    return render(request, "audits/objective.html", context)


@require_safe
@staff_view
def objective_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what when."""
    objective = objective_or_404(objectives_door(request), code)
    entries = record_history(objective)
    return render(request, "audits/objective_history.html", {"objective": objective, "entries": entries})


# --- Drawing up ---------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@staff_view
def objective_new(request: HttpRequest) -> HttpResponse:
    """Draw up an objective."""
    policy = objectives_door(request)
    require(policy.keeps_objectives, _("Objectives are drawn up by the ISO secretary."))
    office = own_office(policy)
    form = ObjectiveForm(office, timezone.localdate(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        objective = attempt(
            form,
            lambda: objectives.draw_up_objective(request.user, office, year, form.details(), timezone.now()),
        )
        if objective is not None:
            messages.success(request, _("The objective is drawn up. Send it for approval when it is ready."))
            return redirect("objective", objective.code)
    context = {"form": form, "title": _("New quality objective")}
    return render(request, "audits/objective_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@staff_view
def objective_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an objective that is being drawn up."""
    policy = objectives_door(request)
    objective = objective_or_404(policy, code)
    require(
        policy.may_change(objective),
        _("An objective is changed by the ISO secretary while it is being drawn up."),
    )
    form = ObjectiveForm(objective.office, timezone.localdate(), request.POST or None, objective=objective)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            lambda: objectives.change_objective(
                request.user, objective.pk, form.cleaned_data["seen"], form.details(), timezone.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("The objective is changed."))
            return redirect("objective", code)
    context = {"form": form, "title": _("Change the objective"), "objective": objective}
    return render(request, "audits/objective_form.html", context, status=status_of(form))


# --- Moves --------------------------------------------------------------------------------------------------------
def _moved(request: HttpRequest, code: str, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, say so, and go back to the objective; a refusal is said there, too."""
    try:
        act()
    except NotAllowedError:
        raise
    except AuditError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("objective", code)


@require_POST
@staff_view
def objective_submit(request: HttpRequest, code: str) -> HttpResponse:
    """Send it to the leader."""
    objective = objective_or_404(objectives_door(request), code)
    seen = seen_number(request.POST)
    return _moved(
        request,
        code,
        lambda: objectives.submit_objective(request.user, objective.pk, seen, timezone.now()),
        _("The objective is sent for approval."),
    )


@require_POST
@staff_view
def objective_approve(request: HttpRequest, code: str) -> HttpResponse:
    """The leader approves."""
    objective = objective_or_404(objectives_door(request), code)
    seen = seen_number(request.POST)
    return _moved(
        request,
        code,
        lambda: objectives.approve_objective(request.user, objective.pk, seen, timezone.now()),
        _("The objective is approved and is measured from now on."),
    )


@require_POST
@staff_view
def objective_return(request: HttpRequest, code: str) -> HttpResponse:
    """The leader sends it back."""
    objective = objective_or_404(objectives_door(request), code)
    seen, reason = seen_number(request.POST), request.POST.get("reason", "")[:1000]
    return _moved(
        request,
        code,
        lambda: objectives.send_back_objective(request.user, objective.pk, seen, reason, timezone.now()),
        _("The objective is sent back to the ISO secretary."),
    )


@require_POST
@staff_view
def objective_close(request: HttpRequest, code: str) -> HttpResponse:
    """The ISO secretary closes it."""
    objective = objective_or_404(objectives_door(request), code)
    seen, note = seen_number(request.POST), request.POST.get("note", "")[:1000]
    return _moved(
        request,
        code,
        lambda: objectives.close_objective(request.user, objective.pk, seen, note, timezone.now()),
        _("The objective is closed. Its values stay."),
    )


# --- Values -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@staff_view
def objective_value(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Enter what was reached in a period, or correct it."""
    policy = objectives_door(request)
    objective = objective_or_404(policy, code)
    require(
        policy.may_enter_value(objective),
        _("Values are entered by the owner of the objective or the ISO secretary."),
    )
    chosen = _period_or_404(objective, period)
    row = latest_measurements([objective.pk]).get((objective.pk, chosen.first))
    form = ValueForm(objective, row.number if row else 0, request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = attempt(
            form,
            lambda: measuring.enter_value(
                request.user,
                objective,
                chosen,
                form.entered(),
                seen=form.cleaned_data["seen"],
                now=timezone.now(),
            ),
        )
        if entered is not None:
            messages.success(request, _("The value is recorded."))
            return redirect("objective", code)
    context = {"form": form, "objective": objective, "period": chosen, "measurement": row}
    return render(request, "audits/objective_value.html", context, status=status_of(form))


def _period_or_404(objective: QualityObjective, name: str) -> Period:
    period = named_period(name)
    known = begun(periods_of(objective.year, objective.frequency), timezone.localdate())
    if period is None or period not in known:
        raise Http404(_("This objective is not measured in such a period."))
    return period


@require_POST
@staff_view
def objective_count(request: HttpRequest) -> HttpResponse:
    """Record what the system counts for the periods that are over."""
    policy = objectives_door(request)
    require(policy.keeps_objectives, _("The ISO secretary has values counted."))
    rows = measuring.count_objectives(readable_objectives(policy), timezone.now(), request.user)
    if rows:
        words = ngettext("%(count)s value is recorded.", "%(count)s values are recorded.", len(rows))
        messages.success(request, words % {"count": len(rows)})
    else:
        messages.info(request, _("Nothing to record: every period that is over has its value."))
    return redirect("objective-list")
