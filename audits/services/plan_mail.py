"""Who hears of an audit by e-mail: the head of the unit and the team, through the outbox."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from audits.models import Audit
from audits.selectors.office import heads_of
from dossiers.services.mail import queue_mail
from organisation.models import User


def tell_planned(audit: Audit, now: dt.datetime) -> int:
    """The plan is approved: it goes to the head of the unit, who confirms, and to the team; returns how many."""
    subject = _("Audit plan %(code)s: %(unit)s, from %(day)s") % {
        "code": audit.code,
        "unit": audit.unit.short_name,
        "day": f"{audit.starts_on:%d/%m/%Y}",
    }
    return _tell(audit, "plan", subject, "audits/mail/plan_sent.txt", now)


def tell_cancelled(audit: Audit, now: dt.datetime) -> int:
    """The audit does not take place; returns how many were told."""
    subject = _("Audit %(code)s is cancelled") % {"code": audit.code}
    return _tell(audit, "cancelled", subject, "audits/mail/cancelled.txt", now)


def _tell(audit: Audit, about: str, subject: str, template: str, now: dt.datetime) -> int:
    url = settings.SITE_BASE_URL + reverse("audit", args=[audit.code])
    heads = list(heads_of(audit.unit_id, localdate(now)))
    team = list(audit.team.select_related("user"))
    context = {
        "audit": audit,
        "team": team,
        "sessions": list(audit.sessions.select_related("auditor")),
        "url": url,
    }
    people: dict[int, User] = {user.pk: user for user in [*heads, *(row.user for row in team)]}
    count = 0
    for user in people.values():
        body = render_to_string(template, {**context, "is_head": user in heads})
        count += queue_mail(
            f"audit-{about}:{audit.pk}:{audit.lock_version}:{user.pk}", user, subject, body, now
        )
    return count
