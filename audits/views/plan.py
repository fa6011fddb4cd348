"""One audit: its page, plan, team, schedule, what is done with it, its history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audits.desk.acts import acts_for
from audits.desk.plan_acts import AUDIT_ACTS
from audits.enums import ProgrammeState, TeamRole
from audits.errors import AuditError
from audits.forms.programme import PlanForm
from audits.forms.team import SessionFormSet, TeamForm, session_initial
from audits.models import Audit, ProgrammeEntry
from audits.policies import AuditPolicy
from audits.presentation.audit_history import audit_history
from audits.presentation.audit_page import page_parts
from audits.selectors.independence import Audited, Independence, candidates, colleagues
from audits.selectors.notice import notice_of, wanted_notice
from audits.selectors.office import audited_office, units_of_year
from audits.selectors.overview import audit_overview, audits_for_page
from audits.services.plans import change_plan, create_audit, set_sessions, set_team
from audits.views.access import audit_or_404, audit_policy_of, audit_view
from audits.views.act_pages import INVALID_STATUS, REFUSED_STATUS, act_page, refuse_form
from organisation.models import User
from organisation.vietnamese_format import format_weekday_date

EMPTY_LINES = 3
MOST_DAYS = 31


@require_safe
@audit_view
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an audit."""
    audit = audit_or_404(request, code, audits_for_page())
    policy = audit_policy_of(request)
    overview = audit_overview(policy, audit)
    may_plan = policy.may_plan(audit)
    context = {
        "audit": audit,
        "overview": overview,
        "parts": page_parts(policy, overview),
        "acts": acts_for(AUDIT_ACTS, policy, audit),
        "may_plan": may_plan,
        "notice": _notice(audit) if may_plan else None,
        "tabs": audit_tabs(audit, "overview"),
        "objections": _team_objections(audit, overview.team) if may_plan else [],
        "today": timezone.localdate(),
    }
    return render(request, "audits/audit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def new(request: HttpRequest) -> HttpResponse:
    """Begin the plan of an audit; `?muc=` names the entry of the programme it carries out."""
    policy, office = audit_policy_of(request), audited_office()
    if not policy.plans or office is None:
        raise PermissionDenied(_("Audits are planned by the ISO secretary and by internal auditors."))
    entry = _entry(request, policy)
    year = entry.programme.year if entry else timezone.localdate().year
    data = request.POST if request.method == "POST" else None
    form = PlanForm(units_of_year(office, year), data, entry=entry)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            try:
                audit = create_audit(request.user, form.details(), timezone.now(), entry=entry)
            except AuditError as refusal:
                status = refuse_form(form, refusal, 0)
            else:
                messages.success(
                    request, _("The plan %(code)s is begun. Name the team next.") % {"code": audit.code}
                )
                return redirect("audit-team", audit.code)
    context = {"form": form, "entry": entry, "audit": None, "wanted_notice": wanted_notice()}
    return render(request, "audits/plan_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the plan."""
    audit, _policy = _planned_or_refuse(request, code)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(units_of_year(audit.office, audit.year), data, audit=audit)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            try:
                change_plan(request.user, audit.pk, seen, form.details(), timezone.now())
            except AuditError as refusal:
                status = refuse_form(form, refusal, audit.lock_version)
            else:
                messages.success(request, _("The plan is saved."))
                return redirect("audit", audit.code)
    context = {"form": form, "entry": audit.entry, "audit": audit, "wanted_notice": wanted_notice()}
    return render(request, "audits/plan_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def team(request: HttpRequest, code: str) -> HttpResponse:
    """Who audits; whoever is not independent is shown with the reason and cannot be chosen."""
    audit, _policy = _planned_or_refuse(request, code)
    auditors = list(candidates(audit.office_id, audit.starts_on, audit.ends_on))
    reasons = Independence(Audited.of(audit)).reasons(auditors)
    others = colleagues(audit.office_id, audit.starts_on)
    form = TeamForm(audit, auditors, reasons, others, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = INVALID_STATUS
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            try:
                set_team(request.user, audit.pk, seen, form.roles(), timezone.now())
            except AuditError as refusal:
                status = refuse_form(form, refusal, audit.lock_version)
            else:
                messages.success(request, _("The team is saved."))
                return redirect("audit", audit.code)
    return render(request, "audits/team_form.html", {"form": form, "audit": audit}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions hour by hour; more empty lines come by a plain button."""
    audit, _policy = _planned_or_refuse(request, code)
    options = {"days": _days(audit), "team": _auditors(audit)}
    refusal, status, seen = "", 200, audit.lock_version
    if request.method == "POST":
        data, wants_lines = _with_more_lines(request.POST)
        lines = SessionFormSet(data, prefix="s", form_kwargs=options)
        seen = _number(request.POST.get("seen"), audit.lock_version)
        if not wants_lines:
            status = INVALID_STATUS
            if lines.is_valid():
                try:
                    set_sessions(request.user, audit.pk, seen, lines.details(), timezone.now())
                except AuditError as error:
                    if isinstance(error, PermissionDenied):
                        raise
                    refusal, status, seen = str(error), REFUSED_STATUS, audit.lock_version
                else:
                    messages.success(request, _("The schedule is saved."))
                    return redirect("audit", audit.code)
    else:
        first = session_initial(audit.sessions.all())
        lines = SessionFormSet(initial=first, prefix="s", form_kwargs=options)
        lines.extra = EMPTY_LINES
    context = {
        "lines": lines,
        "audit": audit,
        "seen": seen,
        "refusal": refusal,
        "shows_errors": status != 200,
    }
    return render(request, "audits/schedule_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audit_view
def act(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Submit, approve, confirm, open, report, close, cancel …"""
    audit = audit_or_404(request, code, audits_for_page())
    home = reverse("audit", args=[audit.code])
    crumbs = [
        {"label": _("Internal audits"), "url": reverse("audit-programme-current")},
        {"label": audit.code, "url": home},
    ]
    title = f"{audit.code} {audit.title}"
    policy = audit_policy_of(request)
    return act_page(request, AUDIT_ACTS, slug, policy, audit, home=home, title=title, crumbs=crumbs)


@require_safe
@audit_view
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what in the audit and its team, newest first."""
    audit = audit_or_404(request, code)
    context = {"audit": audit, "entries": audit_history(audit), "tabs": audit_tabs(audit, "history")}
    return render(request, "audits/audit_history.html", context)


def audit_tabs(audit: Audit, here: str) -> list[dict[str, Any]]:
    """The tabs of an audit, with the checklists' own page where there is one."""
    pages = (
        ("overview", _("Overview"), "audit"),
        ("checklists", _("Checklists"), "audit-checklists"),
        ("papers", _("Papers and evidence"), "audit-evidence"),
        ("history", _("History"), "audit-history"),
    )
    tabs = []
    for key, label, name in pages:
        try:
            url = reverse(name, args=[audit.code])
        except NoReverseMatch:
            continue
        tabs.append({"label": label, "url": url, "current": key == here, "count": None})
    return tabs


def _planned_or_refuse(request: HttpRequest, code: str) -> tuple[Audit, AuditPolicy]:
    audit, policy = audit_or_404(request, code, audits_for_page()), audit_policy_of(request)
    if not policy.may_plan(audit):
        raise PermissionDenied(
            _("A plan is changed by the ISO secretary or the lead auditor, until it is approved.")
        )
    return audit, policy


def _entry(request: HttpRequest, policy: AuditPolicy) -> ProgrammeEntry | None:
    """The entry named in the address, if its programme is approved and of the person's office."""
    key = _number(request.GET.get("muc"), 0)
    rows = ProgrammeEntry.objects.select_related("unit", "programme").prefetch_related("clauses")
    found = rows.filter(pk=key, programme__state=ProgrammeState.APPROVED).first() if key else None
    return found if found and found.programme.office_id in policy.office_ids else None


def _number(text: str | None, otherwise: int) -> int:
    if not text or not text.isdecimal() or len(text) > 12:
        return otherwise
    return int(text)


def _notice(audit: Audit) -> dict[str, Any]:
    given, wanted = notice_of(audit.unit, timezone.localdate(), audit.starts_on), wanted_notice()
    return {"given": given, "wanted": wanted, "is_short": given < wanted}


def _team_objections(audit: Audit, members: Any) -> list[str]:
    people = [row.user for row in members if row.role != TeamRole.OBSERVER]
    found = Independence(Audited.of(audit)).reasons(people) if people else {}
    return [reason for reasons in found.values() for reason in reasons]


def _days(audit: Audit) -> list[tuple[str, str]]:
    count = min((audit.ends_on - audit.starts_on).days + 1, MOST_DAYS)
    days = [audit.starts_on + dt.timedelta(days=number) for number in range(count)]
    return [(day.isoformat(), format_weekday_date(day)) for day in days]


def _auditors(audit: Audit) -> Any:
    members = audit.team.exclude(role=TeamRole.OBSERVER)
    return User.objects.filter(pk__in=members.values("user")).order_by("first_name", "last_name")


def _with_more_lines(posted: QueryDict) -> tuple[QueryDict, bool]:
    """What was sent, with more empty lines when the person asks for them."""
    if "more" not in posted:
        return posted, False
    data = posted.copy()
    data["s-TOTAL_FORMS"] = str(_number(posted.get("s-TOTAL_FORMS"), 0) + EMPTY_LINES)
    return data, True
