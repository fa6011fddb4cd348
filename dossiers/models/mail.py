"""E-mail to staff, stored before it is sent: nothing is lost when the mail server is away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.enums import MailState


class OutgoingMail(models.Model):
    """One message to one person.

    Attributes:
        key: what it is about ("digest:12:2026-08-12", "remind:step:881"); the same is never sent twice.
        trouble: why the last try failed, for the operator.
    """

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=8, choices=MailState, default=MailState.WAITING)
    created_at = models.DateTimeField(_("written at"))
    next_try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    trouble = models.TextField(_("trouble"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing e-mail")
        verbose_name_plural = _("outgoing e-mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                name="outgoing_mail_waiting", fields=["next_try_at"], condition=Q(state=MailState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return self.subject
