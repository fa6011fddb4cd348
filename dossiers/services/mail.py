"""The outbox of e-mail: written with the change it tells of, sent afterwards, tried again, never lost silently.

A message is sent at least once: should the process die between the mail server's "yes" and our note of it, it goes out
again after `LEASE`.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from dossiers.enums import MailState
from dossiers.models import OutgoingMail
from organisation.models import User

logger = logging.getLogger(__name__)

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""Waiting times after the first, second, … failure; after the last one the message counts as not sent."""
LEASE = dt.timedelta(minutes=10)
"""A message that a process took and did not finish is free again after this time."""
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SendReport:
    """What one round of sending did."""

    sent: int = 0
    failed: int = 0


def queue_mail(key: str, recipient: User, subject: str, body: str, now: dt.datetime) -> bool:
    """Put a message into the outbox unless the same was there before; returns whether it is new.

    Args:
        key: what the message is about, at most 120 characters.
        recipient: people without an address or without an account in use get nothing.
    """
    if not recipient.email or not recipient.is_active:
        return False
    _mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "created_at": now,
            "next_try_at": now,
        },
    )
    return created


def send_waiting(now: dt.datetime, limit: int = MOST_AT_ONCE) -> SendReport:
    """Send what is due, oldest first; several processes never send the same message at the same time."""
    sent = failed = 0
    due = OutgoingMail.objects.filter(state=MailState.WAITING, next_try_at__lte=now)
    for mail in due.select_related("recipient").order_by("next_try_at", "pk")[:limit]:
        taken = OutgoingMail.objects.filter(
            pk=mail.pk, state=MailState.WAITING, next_try_at=mail.next_try_at
        ).update(next_try_at=now + LEASE, tries=F("tries") + 1)
        if not taken:
            continue
        mail.tries += 1
        if _send(mail, now):
            sent += 1
        else:
            failed += 1
    return SendReport(sent, failed)


def _send(mail: OutgoingMail, now: dt.datetime) -> bool:
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.recipient.email]).send()
    except Exception as error:  # whatever a mail server or a network can do: noted, tried again
        _note_failure(mail, f"{type(error).__name__}: {error}", now)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=now, trouble="")
    return True


def _note_failure(mail: OutgoingMail, trouble: str, now: dt.datetime) -> None:
    logger.warning("e-mail %s was not sent (try %d): %s", mail.key, mail.tries, trouble)
    is_over = mail.tries > len(PAUSES)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if is_over else MailState.WAITING,
        next_try_at=now if is_over else now + PAUSES[mail.tries - 1],
        trouble=trouble[:2000],
    )


@transaction.atomic
def send_again(mail_ids: list[int], now: dt.datetime) -> int:
    """Give up messages another round of tries; returns how many."""
    return OutgoingMail.objects.filter(pk__in=mail_ids, state=MailState.FAILED).update(
        state=MailState.WAITING, tries=0, next_try_at=now
    )
