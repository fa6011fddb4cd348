"""Work schedules in the workspace: the week of the office or of one person, entries, absences, handing over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.errors import DossierError, StaleDossierError
from dossiers.forms.schedule import AbsenceForm, EntryForm, HandOverForm
from dossiers.models import Absence, ScheduleEntry
from dossiers.schedule_policy import SchedulePolicy
from dossiers.selectors.clock import time_left
from dossiers.selectors.schedules import at_risk, monday_of, opening_day, steps_due_on, week_of
from dossiers.services import calendar_change
from dossiers.services.handing_over import hand_over
from dossiers.services.schedules import add_entry, cancel_absence, cancel_entry, change_entry, record_absence
from dossiers.views.access import dossier_policy_of
from organisation.models import User
from procedures.workspace.views.access import staff_view

DAY = "ngay"
SEEN = "phien"


def schedule_policy_of(request: HttpRequest) -> SchedulePolicy:
    """The rights of a person who may see schedules.

    Raises:
        PermissionDenied: the technical role.
    """
    policy = SchedulePolicy(dossier_policy_of(request))
    if not policy.may_enter:
        raise PermissionDenied(
            _("Schedules are open to those who work in the office; not to the technical role.")
        )
    return policy


def _asked_day(request: HttpRequest) -> dt.date:
    """The day in the address; where it is missing, no day, or beyond all calendars, that of the week to open with."""
    try:
        day = parse_date(request.GET.get(DAY, ""))
    except ValueError:
        day = None
    return day if day and 2000 <= day.year <= 2100 else opening_day(timezone.localdate())


@require_safe
@staff_view
def week(request: HttpRequest) -> HttpResponse:
    """The week of everybody whom the person may see."""
    policy = schedule_policy_of(request)
    now = timezone.now()
    shown = week_of(policy, monday_of(_asked_day(request)), now)
    today = timezone.localdate()
    context = {
        "week": shown,
        "today": today,
        "may_apply_calendar": calendar_change.may_apply(policy.dossiers),
        "absences": _current_absences(policy, today),
    }
    return render(request, "dossiers/schedule_week.html", context)


def _current_absences(policy: SchedulePolicy, today: dt.date) -> QuerySet[Absence]:
    return (
        Absence.objects.filter(
            person__in=policy.people_seen_whole(today), last_day__gte=today, cancelled_at=None
        )
        .select_related("person", "stand_in")
        .order_by("first_day", "pk")
    )


@require_safe
@staff_view
def person(request: HttpRequest, username: str) -> HttpResponse:
    """The week of one person day by day, with the dossiers that are due."""
    policy = schedule_policy_of(request)
    now, monday = timezone.now(), monday_of(_asked_day(request))
    someone = policy.colleagues(monday).filter(username=username).first()
    if someone is None or someone.pk not in policy.people_seen_whole(monday):
        raise Http404(_("There is no schedule here that you may read."))
    shown = week_of(policy, monday, now, only=someone)
    steps = steps_due_on(someone, monday, shown.days[-1])
    context = {
        "week": shown,
        "row": shown.rows[0] if shown.rows else None,
        "person": someone,
        "today": timezone.localdate(),
        "steps": [(step, time_left(step.dossier, now, step.due_at)) for step in steps],
        "may_write": policy.may_write_for(someone, timezone.localdate()),
    }
    return render(request, "dossiers/schedule_person.html", context)


def _writable_people(policy: SchedulePolicy) -> QuerySet[User]:
    """The people in whose schedule the person may write."""
    today = timezone.localdate()
    if policy.dossiers.user.pk is None:
        return User.objects.none()
    keys = [
        person.pk
        for person in User.objects.filter(pk__in=policy.people_seen_whole(today), is_active=True)
        if policy.may_write_for(person, today)
    ]
    return User.objects.filter(pk__in=keys).order_by("first_name", "last_name")


@require_http_methods(["GET", "POST"])
@staff_view
def new_entry(request: HttpRequest) -> HttpResponse:
    """Enter something into one's schedule, or into that of somebody in one's unit."""
    policy = schedule_policy_of(request)
    people = _writable_people(policy)
    asked = people.filter(username=request.GET.get("nguoi", "")).first() or request.user
    form = EntryForm(people, request.POST or None, day=_asked_day(request), person=asked)
    if request.method == "POST" and form.is_valid():
        entry = _try(
            form, lambda: add_entry(request.user, form.cleaned_data["person"], form.details(), timezone.now())
        )
        if entry is not None:
            messages.success(request, _("Entered into the schedule."))
            return redirect(_week_url(form.cleaned_data["day"]))
    return _form_page(request, form, _("New entry"), status=200)


@require_http_methods(["GET", "POST"])
@staff_view
def edit_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change an entry or take it off."""
    policy = schedule_policy_of(request)
    entry = get_object_or_404(ScheduleEntry.objects.select_related("person"), pk=entry_id)
    if not policy.may_change(entry, timezone.localdate()):
        raise Http404(_("There is no entry here that you may change."))
    seen = _seen(request, entry)
    if request.method == "POST" and "cancel" in request.POST:
        return _cancel_entry(request, entry, seen)
    form = EntryForm(_writable_people(policy), request.POST or None, entry=entry)
    stands: ScheduleEntry | None = None
    if request.method == "POST" and form.is_valid():
        try:
            change_entry(request.user, entry.pk, seen, form.details(), timezone.now())
        except StaleDossierError as refusal:
            form.add_error(None, str(refusal))
            stands = ScheduleEntry.objects.get(pk=entry.pk)
            seen = stands.lock_version
        except DossierError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The entry is changed."))
            return redirect(_week_url(form.cleaned_data["day"]))
    return _form_page(request, form, _("Change the entry"), entry=entry, seen=seen, stands=stands)


def _seen(request: HttpRequest, entry: ScheduleEntry) -> int:
    """The state of the entry that the person saw; what cannot be read is -1, a state that none has."""
    text = request.POST.get(SEEN)
    if text is None:
        return entry.lock_version
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _cancel_entry(request: HttpRequest, entry: ScheduleEntry, seen: int) -> HttpResponse:
    try:
        cancel_entry(request.user, entry.pk, seen, timezone.now())
    except StaleDossierError as refusal:
        messages.error(request, str(refusal))
        return redirect("schedule-entry", entry.pk)
    except DossierError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken off the schedule."))
    return redirect(_week_url(timezone.localdate(entry.starts_at)))


@require_http_methods(["GET", "POST"])
@staff_view
def new_absence(request: HttpRequest) -> HttpResponse:
    """Enter days away; what is at risk is shown next."""
    policy = schedule_policy_of(request)
    today = timezone.localdate()
    colleagues = policy.able_colleagues(today).order_by("first_name", "last_name")
    form = AbsenceForm(_writable_people(policy), colleagues, request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        absence = _try(form, lambda: record_absence(request.user, form.details(), timezone.now()))
        if absence is not None:
            messages.success(request, _("The absence is entered. New steps go to others on these days."))
            return redirect("schedule-absence", absence.pk)
    return _form_page(request, form, _("Enter an absence"))


@require_http_methods(["GET", "POST"])
@staff_view
def absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """What is at risk while somebody is away, and giving it to another in one go."""
    policy = schedule_policy_of(request)
    away = get_object_or_404(Absence.objects.select_related("person", "stand_in"), pk=absence_id)
    today = timezone.localdate()
    if away.person_id not in policy.people_seen_whole(today):
        raise Http404(_("There is no absence here that you may see."))
    now, risky = timezone.now(), at_risk(away)
    others = policy.able_colleagues(today).exclude(pk=away.person_id).order_by("first_name", "last_name")
    choices = [(str(step.pk), step.dossier.code) for step in risky]
    stand_in = away.stand_in_id if others.filter(pk=away.stand_in_id).exists() else None
    initial = {"officer": stand_in, "steps": [key for key, _label in choices]}
    form = HandOverForm(choices, others, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        count = _try(
            form,
            lambda: hand_over(
                request.user,
                away.pk,
                [int(key) for key in form.cleaned_data["steps"]],
                form.cleaned_data["officer"],
                now,
                form.cleaned_data["reason"],
            ),
        )
        if count is not None:
            done = ngettext("%(count)s dossier is handed over.", "%(count)s dossiers are handed over.", count)
            messages.success(request, done % {"count": count})
            return redirect("schedule-absence", away.pk)
    chosen = set(form["steps"].value() or ())
    context = {
        "absence": away,
        "form": form,
        "rows": [(step, time_left(step.dossier, now, step.due_at), str(step.pk) in chosen) for step in risky],
        "may_hand_over": policy.may_hand_over(away, today),
        "may_cancel": away.cancelled_at is None and policy.may_write_for(away.person, today),
    }
    return render(request, "dossiers/schedule_absence.html", context)


@require_POST
@staff_view
def absence_cancel(request: HttpRequest, absence_id: int) -> HttpResponse:
    """The person is there after all."""
    policy = schedule_policy_of(request)
    away = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    if not policy.may_write_for(away.person, timezone.localdate()):
        raise Http404(_("There is no absence here that you may change."))
    cancel_absence(request.user, away.pk, timezone.now())
    messages.success(request, _("The absence is cancelled. What was handed over stays where it is."))
    return redirect("schedule-week")


@require_http_methods(["GET", "POST"])
@staff_view
def calendar_changes(request: HttpRequest) -> HttpResponse:
    """Open dossiers that are due at another moment since the calendar changed, and applying it."""
    policy = schedule_policy_of(request)
    if not calendar_change.may_apply(policy.dossiers):
        raise PermissionDenied(_("Due dates are counted anew by a leader or the ISO secretary."))
    if request.method == "POST":
        try:
            count = calendar_change.apply(request.user, request.POST.get("seen", ""), timezone.now())
        except DossierError as refusal:
            messages.error(request, str(refusal))
        else:
            done = ngettext("%(count)s due date is changed.", "%(count)s due dates are changed.", count)
            messages.success(request, done % {"count": count})
        return redirect("calendar-changes")
    changes = calendar_change.preview()
    context = {
        "changes": changes,
        "seen": calendar_change.fingerprint(changes),
        "years": calendar_change.years_without_holidays(changes),
    }
    return render(request, "dossiers/calendar_changes.html", context)


def _try(form: Any, act: Any) -> Any:
    """Run a service; a refusal becomes errors of the form."""
    try:
        return act()
    except DossierError as refusal:
        known = {name: words for name, words in refusal.fields.items() if name in form.fields}
        for name, words in known.items():
            form.add_error(name, words)
        if not known:
            form.add_error(None, str(refusal))
        return None


def _week_url(day: dt.date) -> str:
    return f"{reverse('schedule-week')}?{DAY}={day.isoformat()}"


def _form_page(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    more.pop("status", None)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "dossiers/schedule_form.html", {"form": form, "title": title, **more}, status=status
    )
