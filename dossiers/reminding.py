"""What the staff is told by e-mail: a digest in the morning, a word before a deadline, a word about lateness.

Messages name codes and procedures, never an applicant: e-mail leaves the house.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from document_control.policies import DocumentPolicy
from dossiers.enums import IncidentState, StepState
from dossiers.models import DossierSettings, DossierStep, LateIncident, OutgoingMail
from dossiers.rules.states import WAITING
from dossiers.services.mail import queue_mail
from organisation.calendars import calendar_for
from organisation.enums import PermissionRole
from organisation.models import OfficeSettings, Unit, User
from organisation.worktime import Calendar, opening_state, remaining_text, working_minutes_between
from procedures.workspace.inbox import LATE, TODAY, inbox_of

LOOK_AHEAD = dt.timedelta(days=14)
"""Farther than the longest holiday plus the hours before a deadline at which people are reminded."""
MOST_ROWS = 15
"""Rows of a digest that are written out; the others are a number."""


def queue_reminders(now: dt.datetime) -> int:
    """Remind everybody whose step ends within the hours that the office chose; once for every beginning of a step.

    A step whose clock stands still ends when it runs again, and is reminded of then.
    """
    hours = DossierSettings.chosen().remind_before_hours
    steps = list(
        DossierStep.objects.filter(
            state=StepState.ACTIVE, due_at__gt=now, due_at__lte=now + LOOK_AHEAD, dossier__closed_at=None
        )
        .exclude(officer__email="")
        .exclude(dossier__state__in=[*WAITING])
        .select_related("officer", "dossier__competent_unit", "dossier__document")
        .order_by("due_at")
    )
    told = _told(f"remind:{step.pk}:{step.rounds}" for step in steps)
    count = 0
    for step in steps:
        key = f"remind:{step.pk}:{step.rounds}"
        if step.due_at is None or step.officer is None or key in told:
            continue
        calendar = _calendar(step.dossier.competent_unit, now)
        if working_minutes_between(now, step.due_at, calendar) > hours * 60:
            continue
        left = remaining_text(now, step.due_at, calendar)
        context = {"step": step, "left": left, "due": localtime(step.due_at), "url": _dossier_url(step)}
        subject = _("%(left)s: %(code)s, %(step)s") % {
            "left": left,
            "code": step.dossier.code,
            "step": step.title,
        }
        body = render_to_string("dossiers/mail/reminder.txt", context)
        count += queue_mail(key, step.officer, subject, body, now)
    return count


def queue_lateness(now: dt.datetime) -> int:
    """Tell the responsible person of a late step, and the leaders of a letter that waits for a signature."""
    open_ones = list(
        LateIncident.objects.filter(
            state__in=[IncidentState.DETECTED, IncidentState.LETTER_DRAFTED],
            holds=True,
            dossier__closed_at=None,
        ).select_related("responsible", "step__dossier__document", "dossier__competent_unit")
    )
    if not open_ones:
        return 0
    leaders = _leaders()
    told = _told(key for incident in open_ones for key, _person in _lateness_keys(incident, leaders))
    count = 0
    for incident in open_ones:
        for key, person in _lateness_keys(incident, leaders):
            if key in told:
                continue
            signing = incident.state == IncidentState.LETTER_DRAFTED
            subject = (
                _("Apology letter to sign: %(code)s") if signing else _("Late, please explain: %(code)s")
            )
            context = {"incident": incident, "signing": signing, "url": _dossier_url(incident.step)}
            body = render_to_string("dossiers/mail/late.txt", context)
            count += queue_mail(key, person, subject % {"code": incident.dossier.code}, body, now)
    return count


def queue_digests(now: dt.datetime) -> int:
    """On a working day, once the office is open: what waits for each person that is late or due today."""
    office = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    if office is None or office.office is None:
        return 0
    calendar = _calendar(office.office, now)
    if not opening_state(now, calendar).is_open:
        return 0
    day = localtime(now).date()
    people = list(User.objects.filter(is_active=True).exclude(email="").order_by("pk"))
    told = _told(f"digest:{person.pk}:{day}" for person in people)
    count = 0
    for person in people:
        key = f"digest:{person.pk}:{day}"
        if key in told:
            continue
        policy = DocumentPolicy(person, day)
        urgent = [j for j in inbox_of(policy, now).jobs if j.urgency in (LATE, TODAY)] if policy.roles else []
        if not urgent:
            continue
        late = sum(1 for job in urgent if job.urgency == LATE)
        subject = ngettext("%(count)s job for today", "%(count)s jobs for today", len(urgent))
        context = {
            "jobs": urgent[:MOST_ROWS],
            "more": max(0, len(urgent) - MOST_ROWS),
            "late": late,
            "url": settings.SITE_BASE_URL + reverse("workspace"),
            "day": day,
        }
        body = render_to_string("dossiers/mail/digest.txt", context)
        count += queue_mail(key, person, subject % {"count": len(urgent)}, body, now)
    return count


def _told(keys: Iterable[str]) -> set[str]:
    """Those of these keys that are in the outbox already."""
    return set(OutgoingMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def _lateness_keys(incident: LateIncident, leaders: list[User]) -> list[tuple[str, User]]:
    if incident.state == IncidentState.DETECTED:
        return [(f"late:{incident.pk}:{incident.responsible_id}", incident.responsible)]
    return [(f"sign:{incident.pk}:{leader.pk}", leader) for leader in leaders]


def _leaders() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name=PermissionRole.LEADER).exclude(email=""))


def _calendar(unit: Unit, now: dt.datetime) -> Calendar:
    day = localtime(now).date()
    return calendar_for(unit, day, day + LOOK_AHEAD)


def _dossier_url(step: DossierStep) -> str:
    return settings.SITE_BASE_URL + reverse("dossier", args=[step.dossier.code])
