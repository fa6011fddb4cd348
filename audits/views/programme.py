"""The year: overview with gaps, drawing the programme up, the clauses of an entry, the list of audits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.desk.acts import acts_for
from audits.desk.plan_acts import PROGRAMME_ACTS
from audits.errors import AuditError
from audits.forms.filters import AuditFilter
from audits.forms.programme import EntryForm, ProgrammeForm
from audits.models import Audit, AuditProgramme, ProgrammeEntry
from audits.policies import AuditPolicy
from audits.selectors.office import audited_office, units_of_year
from audits.selectors.programmes import programme_of, year_overview
from audits.services.programmes import create_programme, save_entry, save_programme
from audits.views.access import audit_policy_of, audit_view
from audits.views.act_pages import INVALID_STATUS, act_page, refuse_form
from organisation.models import Unit

FIRST_YEAR, LAST_YEAR = 2000, 2100
PER_PAGE = 30


@require_safe
@audit_view
def current(request: HttpRequest) -> HttpResponse:
    """The year that runs; whoever sees no programme gets the list of the audits he may read."""
    if not audit_policy_of(request).sees_programme:
        return redirect("audit-list")
    return redirect("audit-programme", timezone.localdate().year)


@require_safe
@audit_view
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """The matrix of a year, what it leaves out, what is done."""
    policy, office = _programme_reader(request), _office()
    _check_year(year)
    overview = year_overview(policy, office, year, timezone.localdate())
    programme = overview.programme
    context = {
        "overview": overview,
        "year": str(year),
        "months": range(1, 13),
        "programme": programme,
        "acts": acts_for(PROGRAMME_ACTS, policy, programme) if programme else [],
        "may_begin": programme is None and _may_begin(policy, office),
        "may_edit": programme is not None and policy.may_change_programme(programme),
        "may_plan": policy.plans,
        "source_year": str(_source_year(office, year) or ""),
        "tabs": tabs_of(policy, here="year"),
        "years": [str(year - 1), str(year), str(year + 1)],
    }
    return render(request, "audits/programme.html", context)


@require_POST
@audit_view
def begin(request: HttpRequest, year: int) -> HttpResponse:
    """Begin the programme of a year, empty or like the last one."""
    _programme_reader(request)
    _check_year(year)
    source = _source_year(_office(), year) if "copy" in request.POST else None
    try:
        create_programme(request.user, year, timezone.now(), copy_from=source)
    except AuditError as refusal:
        if isinstance(refusal, PermissionDenied):
            raise
        messages.error(request, str(refusal))
        return redirect("audit-programme", year)
    messages.success(request, _("The programme is begun. Tick the months, then choose the clauses."))
    return redirect("audit-programme-edit", year)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def edit(request: HttpRequest, year: int) -> HttpResponse:
    """Texts and matrix of a draft."""
    programme = _draft_or_refuse(request, year)
    units = units_of_year(programme.office, year)
    form = ProgrammeForm(programme, units, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            try:
                save_programme(request.user, programme.pk, seen, form.texts(), form.chosen(), timezone.now())
            except AuditError as refusal:
                status = refuse_form(form, refusal, programme.lock_version)
            else:
                messages.success(request, _("The programme is saved."))
                return redirect("audit-programme", year)
    context = {"form": form, "programme": programme, "year": str(year), "months": range(1, 13)}
    return render(request, "audits/programme_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def entry(request: HttpRequest, year: int, entry_id: int) -> HttpResponse:
    """The clauses of one entry."""
    programme = _draft_or_refuse(request, year)
    row = get_object_or_404(
        ProgrammeEntry.objects.select_related("unit", "programme"), pk=entry_id, programme=programme
    )
    form = EntryForm(row, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            data = form.cleaned_data
            try:
                save_entry(request.user, row.pk, data["seen"], data["clauses"], data["note"], timezone.now())
            except AuditError as refusal:
                status = refuse_form(form, refusal, programme.lock_version)
            else:
                messages.success(request, _("The clauses are saved."))
                return redirect("audit-programme", year)
    context = {"form": form, "entry": row, "year": str(year)}
    return render(request, "audits/programme_entry.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def programme_act(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Submit, approve or send back."""
    policy, office = _programme_reader(request), _office()
    _check_year(year)
    programme = programme_of(office, year)
    if programme is None:
        raise Http404(_("There is no programme of this year yet."))
    home = reverse("audit-programme", args=[year])
    title = _("Programme of %(year)s") % {"year": year}
    crumbs = [
        {"label": _("Internal audits"), "url": reverse("audit-programme-current")},
        {"label": title, "url": home},
    ]
    return act_page(request, PROGRAMME_ACTS, slug, policy, programme, home=home, title=title, crumbs=crumbs)


@require_safe
@audit_view
def audit_list(request: HttpRequest) -> HttpResponse:
    """The audits that the person may read, newest first, narrowed by year, unit and state."""
    policy = audit_policy_of(request)
    form = AuditFilter(request.GET)
    rows = policy.readable(Audit.objects.select_related("unit").prefetch_related("team__user"))
    rows = form.narrow(rows).order_by("-starts_on", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "query": form.query(),
        "is_narrowed": form.is_narrowed,
        "may_plan": policy.plans,
        "tabs": tabs_of(policy, here="list"),
    }
    return render(request, "audits/audit_list.html", context)


def tabs_of(policy: AuditPolicy, here: str) -> list[dict[str, Any]]:
    """Year and list; whoever sees no programme has the list alone."""
    if not policy.sees_programme:
        return []
    tabs = (
        ("year", _("Year"), "audit-programme-current"),
        ("list", _("Audits"), "audit-list"),
        ("trends", _("Trends of findings"), "audit-trends"),
    )
    return [
        {"label": label, "url": reverse(name), "current": key == here, "count": None}
        for key, label, name in tabs
    ]


def _programme_reader(request: HttpRequest) -> AuditPolicy:
    policy = audit_policy_of(request)
    if not policy.sees_programme:
        raise PermissionDenied(
            _("The programme is read by heads of units, leaders, the ISO secretary and internal auditors.")
        )
    return policy


def _office() -> Unit:
    office = audited_office()
    if office is None:
        raise Http404(_("The site does not say yet for which office it speaks. The administrator sets it."))
    return office


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(_("There is no programme of such a year."))


def _may_begin(policy: AuditPolicy, office: Unit) -> bool:
    return policy.keeps_programme and office.pk in policy.office_ids


def _source_year(office: Unit, year: int) -> int | None:
    """The latest year before with a programme that can be copied."""
    rows = AuditProgramme.objects.filter(office=office, year__lt=year).order_by("-year")
    return rows.values_list("year", flat=True).first()


def _draft_or_refuse(request: HttpRequest, year: int) -> AuditProgramme:
    policy = _programme_reader(request)
    _check_year(year)
    programme = programme_of(_office(), year)
    if programme is None:
        raise Http404(_("There is no programme of this year yet."))
    if not policy.may_change_programme(programme):
        raise PermissionDenied(
            _("Only the ISO secretary changes a programme, and only while it is being drawn up.")
        )
    return programme
